package fault

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/lazy"
)

// pageOrder is the page's sample with any values: what a receiver matches that takes order for structure.
var pageOrder = lazy.Regexp(`^\{"CallbackCommand": ?.*"Requester_Account": ?.*"From_Account": ?.*"FriendItem": ?\[(\{"To_Account": ?"[^"]*".*\},?)*\],"AddType": ?`)

// fieldFaults does not bear with something that requests may be like.
var fieldFaults = []*Fault{
	{
		ID: "page-order-only", Group: "FLD", Fires: []string{"FLD-002", "ROB-017"}, Title: "finds the members of the body by the order of the page",
		answer: erring(func(x *Handling) bool { return !pageOrder().MatchString(x.Body) }),
	},
	{
		ID: "wire-order-only", Group: "FLD", Fires: []string{"FLD-001"}, Title: "knows the order and spacing of captured requests only",
		answer: erring(func(x *Handling) bool { return !strings.HasPrefix(x.Body, `{"AddType":`) }),
	},
	{
		ID: "two-friends-only", Group: "FLD", Fires: []string{"FLD-003", "FLD-004"}, Title: "closes the connection where there are not two friends, as in the sample",
		answer: func(x *Handling, _ *hit) {
			if len(x.Request().Items) < 2 {
				x.Answer = Answer{End: EndClosed}
			}
		},
	},
	{
		ID: "no-friend-chokes", Group: "FLD", Fires: []string{"FLD-004"}, Title: "answers 500 where FriendItem is empty",
		answer: choking(func(x *Handling) bool { return len(x.Request().Items) == 0 }),
	},
	{
		ID: "reads-2048", Group: "FLD", Fires: []string{"FLD-005"}, Title: "reads 2,048 bytes of the body, and answers 400 to JSON that ends there",
		receive: reading(func(x *Handling) error {
			err := x.readAll()
			x.Raw = x.Raw[:min(len(x.Raw), 2048)]
			return err
		}),
		answer: func(x *Handling, _ *hit) {
			if len(x.Body) == 2048 && x.Unreadable != "" {
				page(x, http.StatusBadRequest)
			}
		},
	},
	{
		ID: "ten-friends-only", Group: "FLD", Fires: []string{"FLD-005"}, Title: "answers the first ten accounts only",
		answer: items(func(_ *Handling, list []callback.ResultItem) []callback.ResultItem { return list[:min(len(list), 10)] }),
	},
	{
		ID: "denies-repeats", Group: "FLD", Fires: []string{"FLD-006"}, Title: "allows an account and denies it where it stands again",
		answer: denying(func(x *Handling, n int) bool {
			list := x.Request().Items
			return slices.ContainsFunc(list[:n], func(f callback.Item) bool { return f.ToAccount == list[n].ToAccount })
		}),
	},
	{
		ID: "both-only", Group: "FLD", Fires: []string{"FLD-007"}, Title: "does not know Add_Type_Single",
		answer: erring(func(x *Handling) bool { return x.Request().Texts[callback.AddType] == callback.AddTypeSingle }),
	},
	{
		ID: "single-only", Group: "FLD", Fires: []string{"FLD-008"}, Title: "does not know Add_Type_Both",
		answer: erring(func(x *Handling) bool { return x.Request().Texts[callback.AddType] == callback.AddTypeBoth }),
	},
	{
		ID: "add-type-required", Group: "FLD", Fires: []string{"FLD-009"}, Title: "wants AddType, which has a default",
		answer: erring(func(x *Handling) bool { return !x.sent(`"AddType"`) }),
	},
	{
		ID: "add-type-chokes", Group: "FLD", Fires: []string{"FLD-010"}, Title: "answers 500 to an AddType that it does not know",
		answer: choking(func(x *Handling) bool {
			kind := x.Request().Texts[callback.AddType]
			return kind != callback.AddTypeSingle && kind != callback.AddTypeBoth && x.sent(`"AddType"`)
		}),
	},
	{
		ID: "forced-fails", Group: "FLD", Fires: []string{"FLD-011"}, Title: "does not know ForceAddFlags 1",
		answer: erring(func(x *Handling) bool { return x.Request().Numbers[callback.Force] == 1 }),
	},
	{
		ID: "force-chokes", Group: "FLD", Fires: []string{"FLD-012"}, Title: "answers 500 where ForceAddFlags is neither 0 nor 1",
		answer: choking(func(x *Handling) bool { return !plainForce().MatchString(x.Body) }),
	},
	{
		ID: "event-time-fresh", Group: "FLD", Fires: []string{"FLD-013"}, Title: "refuses an EventTime before 2001 or after 2100, or none",
		answer: erring(func(x *Handling) bool {
			ms := x.Request().EventTime
			return ms < 978307200_000 || ms > 4102444800_000
		}),
	},
	{
		ID: "remark-required", Group: "FLD", Fires: []string{"FLD-014"}, Title: "wants a Remark for every friend",
		answer: erring(func(x *Handling) bool { return strings.Count(x.Body, `"Remark"`) < len(x.Request().Items) }),
	},
	{
		ID: "null-chokes", Group: "FLD", Fires: []string{"FLD-015"}, Title: "answers 500 to null",
		answer: choking(func(x *Handling) bool { return nullValue().MatchString(x.Body) }),
	},
	{
		ID: "android-source-only", Group: "FLD", Fires: []string{"FLD-016"}, Title: "knows AddSource_Type_Android only",
		answer: erring(func(x *Handling) bool {
			return slices.ContainsFunc(x.Request().Items, func(f callback.Item) bool {
				return f.Texts[callback.Source] != "" && f.Texts[callback.Source] != "AddSource_Type_Android"
			})
		}),
	},
	{
		ID: "requester-is-from", Group: "FLD", Fires: []string{"FLD-017"}, Title: "refuses a Requester_Account other than From_Account",
		answer: erring(func(x *Handling) bool {
			return x.Request().RequesterAccount != "" && x.Request().RequesterAccount != x.Request().FromAccount
		}),
	},
	{
		ID: "self-add-fails", Group: "FLD", Fires: []string{"FLD-018"}, Title: "answers 400 to somebody who adds himself",
		answer: func(x *Handling, _ *hit) {
			if slices.Contains(x.Request().Accounts(), x.Request().FromAccount) {
				page(x, http.StatusBadRequest)
			}
		},
	},
	{
		ID: "platform-chokes", Group: "FLD", Fires: []string{"FLD-019"}, Title: "answers 500 without OptPlatform",
		answer: choking(func(x *Handling) bool { return x.parameter(callback.ParamOptPlatform) == "" }),
	},
	{
		ID: "ipv4-only", Group: "FLD", Fires: []string{"FLD-020"}, Title: "answers 500 to a ClientIP that is not IPv4",
		answer: choking(func(x *Handling) bool {
			ip, err := netip.ParseAddr(x.parameter(callback.ParamClientIP))
			return err != nil || !ip.Is4()
		}),
	},
	{
		ID: "known-members-only", Group: "FLD", Fires: []string{"FLD-021", "ROB-017"}, Title: "fails on members and parameters that it does not know",
		answer: erring(func(x *Handling) bool {
			_, err := callback.DecodeRequest([]byte(x.Body))
			return err == nil && (unknownMember(x.Body) || unknownParameter(x.Query()))
		}),
	},
	{
		ID: "query-order", Group: "FLD", Fires: []string{"FLD-022"}, Title: "takes the first parameter for SdkAppid and wants it so",
		answer: erring(func(x *Handling) bool {
			return len(x.Query()) == 0 || x.Query()[0].Name != callback.ParamSdkAppid
		}),
	},
}

var (
	plainForce = lazy.Regexp(`"ForceAddFlags"\s*:\s*[01]\s*[,}]`)
	nullValue  = lazy.Regexp(`:\s*null\s*[,}]`)
)

func unknownMember(body string) bool {
	q, _ := callback.DecodeRequest([]byte(body)) // it was decoded before
	return len(q.Extra) > 0 || slices.ContainsFunc(q.Items, func(f callback.Item) bool { return len(f.Extra) > 0 })
}

func unknownParameter(q callback.Query) bool {
	known := []string{
		callback.ParamSdkAppid, callback.ParamCallbackCommand, callback.ParamContentType, callback.ParamClientIP,
		callback.ParamOptPlatform, callback.ParamSign, callback.ParamRequestTime,
	}
	return slices.ContainsFunc(q, func(p callback.Param) bool { return !slices.Contains(known, p.Name) })
}
