package fault

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/callback"
)

// mistakenFaults are mistakes of languages and libraries.
var mistakenFaults = []*Fault{
	{
		ID: "app-id-in-32-bits", Group: "SEC", Fires: []string{"SEC-016"}, Title: "compares SdkAppid as a number of 32 bits",
		checks: instead("app-id", accepting(func(x *Handling) bool {
			got, err := strconv.ParseUint(x.parameter(callback.ParamSdkAppid), 10, 64)
			want, _ := strconv.ParseUint(x.AppID, 10, 64)
			return err == nil && uint32(got) == uint32(want)
		})),
	},
	{
		ID: "no-charset", Group: "SEC", Fires: []string{"SEC-017"}, Title: "answers 415 to application/json with a charset",
		answer: func(x *Handling, _ *hit) {
			if kind := x.HTTP.Header.Get("Content-Type"); kind != "application/json" && kind != "" {
				page(x, http.StatusUnsupportedMediaType)
			}
		},
	},
	{
		ID: "object-as-map", Group: "FLD", Fires: []string{"FLD-025"}, Title: "uses an object as a map, and leaves out accounts such as constructor",
		answer: replying(func(_ *Handling, r *callback.Response) {
			r.ResultItem = slices.DeleteFunc(r.ResultItem, func(item callback.ResultItem) bool {
				return slices.Contains([]string{"constructor", "__proto__", "toString", "hasOwnProperty"}, item.ToAccount)
			})
		}),
	},
}
