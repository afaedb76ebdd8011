package mockserver

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

// fieldZoo does not bear with something that requests may be like.
var fieldZoo = []*Fault{
	{
		ID: "page-order-only", Group: "FLD", Fires: []string{"FLD-002", "ROB-017"}, Title: "finds the members of the body by the order of the page",
		answer: erring(func(t *turn) bool { return !pageOrder().MatchString(t.event.body) }),
	},
	{
		ID: "wire-order-only", Group: "FLD", Fires: []string{"FLD-001"}, Title: "knows the order and spacing of captured requests only",
		answer: erring(func(t *turn) bool { return !strings.HasPrefix(t.event.body, `{"AddType":`) }),
	},
	{
		ID: "two-friends-only", Group: "FLD", Fires: []string{"FLD-003", "FLD-004"}, Title: "closes the connection where there are not two friends, as in the sample",
		answer: func(t *turn, _ *hit) {
			if len(t.event.Request().FriendItem) < 2 {
				t.event.answer = answer{end: endClosed}
			}
		},
	},
	{
		ID: "no-friend-chokes", Group: "FLD", Fires: []string{"FLD-004"}, Title: "answers 500 where FriendItem is empty",
		answer: choking(func(t *turn) bool { return len(t.event.Request().FriendItem) == 0 }),
	},
	{
		ID: "reads-2048", Group: "FLD", Fires: []string{"FLD-005"}, Title: "reads 2,048 bytes of the body, and answers 400 to JSON that ends there",
		receive: reading(func(t *turn) error {
			err := t.readAll()
			t.body = t.body[:min(len(t.body), 2048)]
			return err
		}),
		answer: func(t *turn, _ *hit) {
			if len(t.event.body) == 2048 && t.event.Unreadable != "" {
				page(t, http.StatusBadRequest)
			}
		},
	},
	{
		ID: "ten-friends-only", Group: "FLD", Fires: []string{"FLD-005"}, Title: "answers the first ten accounts only",
		answer: items(func(_ *turn, list []callback.ResultItem) []callback.ResultItem { return list[:min(len(list), 10)] }),
	},
	{
		ID: "denies-repeats", Group: "FLD", Fires: []string{"FLD-006"}, Title: "allows an account and denies it where it stands again",
		answer: denying(func(t *turn, n int) bool {
			list := t.event.Request().FriendItem
			return slices.ContainsFunc(list[:n], func(f callback.FriendItem) bool { return f.ToAccount == list[n].ToAccount })
		}),
	},
	{
		ID: "both-only", Group: "FLD", Fires: []string{"FLD-007"}, Title: "does not know Add_Type_Single",
		answer: erring(func(t *turn) bool { return t.event.Request().AddType == callback.AddTypeSingle }),
	},
	{
		ID: "single-only", Group: "FLD", Fires: []string{"FLD-008"}, Title: "does not know Add_Type_Both",
		answer: erring(func(t *turn) bool { return t.event.Request().AddType == callback.AddTypeBoth }),
	},
	{
		ID: "add-type-required", Group: "FLD", Fires: []string{"FLD-009"}, Title: "wants AddType, which has a default",
		answer: erring(func(t *turn) bool { return !t.sent(`"AddType"`) }),
	},
	{
		ID: "add-type-chokes", Group: "FLD", Fires: []string{"FLD-010"}, Title: "answers 500 to an AddType that it does not know",
		answer: choking(func(t *turn) bool {
			kind := t.event.Request().AddType
			return kind != callback.AddTypeSingle && kind != callback.AddTypeBoth && t.sent(`"AddType"`)
		}),
	},
	{
		ID: "forced-fails", Group: "FLD", Fires: []string{"FLD-011"}, Title: "does not know ForceAddFlags 1",
		answer: erring(func(t *turn) bool { return t.event.Request().ForceAddFlags == 1 }),
	},
	{
		ID: "force-chokes", Group: "FLD", Fires: []string{"FLD-012"}, Title: "answers 500 where ForceAddFlags is neither 0 nor 1",
		answer: choking(func(t *turn) bool { return !plainForce().MatchString(t.event.body) }),
	},
	{
		ID: "event-time-fresh", Group: "FLD", Fires: []string{"FLD-013"}, Title: "refuses an EventTime before 2001 or after 2100, or none",
		answer: erring(func(t *turn) bool {
			ms := t.event.Request().EventTime
			return ms < 978307200_000 || ms > 4102444800_000
		}),
	},
	{
		ID: "remark-required", Group: "FLD", Fires: []string{"FLD-014"}, Title: "wants a Remark for every friend",
		answer: erring(func(t *turn) bool { return strings.Count(t.event.body, `"Remark"`) < len(t.event.Request().FriendItem) }),
	},
	{
		ID: "null-chokes", Group: "FLD", Fires: []string{"FLD-015"}, Title: "answers 500 to null",
		answer: choking(func(t *turn) bool { return nullValue().MatchString(t.event.body) }),
	},
	{
		ID: "android-source-only", Group: "FLD", Fires: []string{"FLD-016"}, Title: "knows AddSource_Type_Android only",
		answer: erring(func(t *turn) bool {
			return slices.ContainsFunc(t.event.Request().FriendItem, func(f callback.FriendItem) bool {
				return f.AddSource != "" && f.AddSource != "AddSource_Type_Android"
			})
		}),
	},
	{
		ID: "requester-is-from", Group: "FLD", Fires: []string{"FLD-017"}, Title: "refuses a Requester_Account other than From_Account",
		answer: erring(func(t *turn) bool {
			return t.event.Request().RequesterAccount != "" && t.event.Request().RequesterAccount != t.event.Request().FromAccount
		}),
	},
	{
		ID: "self-add-fails", Group: "FLD", Fires: []string{"FLD-018"}, Title: "answers 400 to somebody who adds himself",
		answer: func(t *turn, _ *hit) {
			if slices.Contains(t.event.Request().Accounts(), t.event.Request().FromAccount) {
				page(t, http.StatusBadRequest)
			}
		},
	},
	{
		ID: "platform-chokes", Group: "FLD", Fires: []string{"FLD-019"}, Title: "answers 500 without OptPlatform",
		answer: choking(func(t *turn) bool { return t.parameter(callback.ParamOptPlatform) == "" }),
	},
	{
		ID: "ipv4-only", Group: "FLD", Fires: []string{"FLD-020"}, Title: "answers 500 to a ClientIP that is not IPv4",
		answer: choking(func(t *turn) bool {
			ip, err := netip.ParseAddr(t.parameter(callback.ParamClientIP))
			return err != nil || !ip.Is4()
		}),
	},
	{
		ID: "known-members-only", Group: "FLD", Fires: []string{"FLD-021", "ROB-017"}, Title: "fails on members and parameters that it does not know",
		answer: erring(func(t *turn) bool {
			_, err := callback.DecodeRequest([]byte(t.event.body))
			return err == nil && (unknownMember(t.event.body) || unknownParameter(t.event.Query()))
		}),
	},
	{
		ID: "query-order", Group: "FLD", Fires: []string{"FLD-022"}, Title: "takes the first parameter for SdkAppid and wants it so",
		answer: erring(func(t *turn) bool {
			return len(t.event.Query()) == 0 || t.event.Query()[0].Name != callback.ParamSdkAppid
		}),
	},
}

var (
	plainForce = lazy.Regexp(`"ForceAddFlags"\s*:\s*[01]\s*[,}]`)
	nullValue  = lazy.Regexp(`:\s*null\s*[,}]`)
)

func unknownMember(body string) bool {
	q, _ := callback.DecodeRequest([]byte(body)) // it was decoded before
	return len(q.Extra) > 0 || slices.ContainsFunc(q.FriendItem, func(f callback.FriendItem) bool { return len(f.Extra) > 0 })
}

func unknownParameter(q callback.Query) bool {
	known := []string{
		callback.ParamSdkAppid, callback.ParamCallbackCommand, callback.ParamContentType, callback.ParamClientIP,
		callback.ParamOptPlatform, callback.ParamSign, callback.ParamRequestTime,
	}
	return slices.ContainsFunc(q, func(p callback.Param) bool { return !slices.Contains(known, p.Name) })
}
