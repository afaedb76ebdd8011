package fault

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// valueFaults has values that the page does not allow, or that do not go together.
var valueFaults = []*Fault{
	{ID: "lower-case-ok", Group: "ACT", Fires: []string{"ACT-001"}, Title: "says ok for OK", answer: editing(`"OK"`, `"ok"`)},
	{ID: "success", Group: "ACT", Fires: []string{"ACT-001"}, Title: "says SUCCESS for OK", answer: editing(`"OK"`, `"SUCCESS"`)},
	{ID: "blank-after-ok", Group: "ACT", Fires: []string{"ACT-001"}, Title: "has a blank after OK", answer: editing(`"OK"`, `"OK "`)},
	{
		ID: "fail-for-everybody", Group: "ACT", Allowed: true, Fires: []string{"ACT-002", "CON-001"}, Title: "says FAIL although it allows",
		answer: editing(`"OK"`, `"FAIL"`),
	},
	{ID: "error-code-37999", Group: "ERR", Fires: []string{"ERR-001"}, Title: "fails with 37999", answer: heading(callback.StatusFail, 37999, "broken", 38000, "broken")},
	{ID: "error-code-39001", Group: "ERR", Fires: []string{"ERR-001"}, Title: "fails with 39001", answer: heading(callback.StatusFail, 39001, "broken", 38000, "broken")},
	{ID: "error-code-500", Group: "ERR", Fires: []string{"ERR-001"}, Title: "fails with 500", answer: heading(callback.StatusFail, 500, "broken", 38000, "broken")},
	{ID: "error-code-minus", Group: "ERR", Fires: []string{"ERR-001"}, Title: "fails with -38000", answer: heading(callback.StatusFail, -38000, "broken", 38000, "broken")},
	{ID: "result-code-1", Group: "RCD", Fires: []string{"RCD-001"}, Title: "denies with 1", answer: recoding(1, "not wanted")},
	{ID: "result-code-403", Group: "RCD", Fires: []string{"RCD-001"}, Title: "denies with 403", answer: recoding(403, "not wanted")},
	{ID: "result-code-37999", Group: "RCD", Fires: []string{"RCD-001"}, Title: "denies with 37999", answer: recoding(37999, "not wanted")},
	{ID: "result-code-39001", Group: "RCD", Fires: []string{"RCD-001"}, Title: "denies with 39001", answer: recoding(39001, "not wanted")},
	{ID: "result-code-minus", Group: "RCD", Fires: []string{"RCD-001"}, Title: "denies with -1", answer: recoding(-1, "not wanted")},
	{ID: "result-code-huge", Group: "RCD", Fires: []string{"RCD-001"}, Title: "denies with 38000 and 2^32 more", answer: recoding(38000+1<<32, "not wanted")},
	{ID: "fail-with-zero", Group: "CON", Fires: []string{"CON-001"}, Title: "says FAIL with ErrorCode 0", answer: editing(`"OK"`, `"FAIL"`)},
	{ID: "ok-with-error", Group: "CON", Fires: []string{"CON-001"}, Title: "says OK with an ErrorCode", answer: heading(callback.StatusOK, 38000, "broken", 38000, "broken")},
	{
		ID: "failed-in-part", Group: "CON", Fires: []string{"CON-002"}, Title: "fails as a whole and decides on its items",
		answer: replying(func(_ *Handling, r *callback.Response) {
			r.ActionStatus, r.ErrorCode, r.ErrorInfo = callback.StatusFail, 38000, "broken"
			if len(r.ResultItem) > 0 {
				r.ResultItem[0].ResultCode, r.ResultItem[0].ResultInfo = 38000, "broken"
			}
		}),
	},
	{ID: "denies-in-error-code", Group: "CON", Fires: []string{"CON-004"}, Title: "denies in ErrorCode, which Chat ignores, and allows in the items", answer: heading(callback.StatusFail, 38000, "not wanted", 0, "")},
}

// itemFaults answers other accounts than were asked about.
var itemFaults = []*Fault{
	{
		ID: "first-friend-only", Group: "RIT", Fires: []string{"RIT-001"}, Title: "answers the first account only",
		answer: items(func(_ *Handling, list []callback.ResultItem) []callback.ResultItem { return list[:1] }),
	},
	{
		ID: "answers-sender-too", Group: "RIT", Fires: []string{"RIT-002"}, Title: "answers an account that was not asked about: From_Account",
		answer: items(func(x *Handling, list []callback.ResultItem) []callback.ResultItem {
			return append(list, callback.ResultItem{ToAccount: x.Request().FromAccount})
		}),
	},
	{
		ID: "answers-twice", Group: "RIT", Fires: []string{"RIT-003"}, Title: "answers the first account twice",
		answer: items(func(_ *Handling, list []callback.ResultItem) []callback.ResultItem { return append(list, list[0]) }),
	},
	{
		ID: "reversed-items", Group: "RIT", Fires: []string{"RIT-004"}, Title: "answers in another order",
		answer: items(func(_ *Handling, list []callback.ResultItem) []callback.ResultItem {
			slices.Reverse(list)
			return list
		}),
	},
	{
		ID: "upper-case-accounts", Group: "RIT", Fires: []string{"RIT-005"}, Title: "changes the case of accounts",
		answer: items(func(_ *Handling, list []callback.ResultItem) []callback.ResultItem {
			for i := range list {
				list[i].ToAccount = strings.ToUpper(list[i].ToAccount)
			}
			return list
		}),
	},
	{
		ID: "padded-accounts", Group: "RIT", Fires: []string{"RIT-005"}, Title: "pads accounts with blanks, as from a CHAR column",
		answer: items(func(_ *Handling, list []callback.ResultItem) []callback.ResultItem {
			for i := range list {
				list[i].ToAccount += "   "
			}
			return list
		}),
	},
	{
		ID: "no-items", Group: "RIT", Fires: []string{"RIT-006"}, Title: "answers with an empty ResultItem",
		answer: items(func(_ *Handling, list []callback.ResultItem) []callback.ResultItem { return list[:0] }),
	},
}

// items changes the items; there is at least one.
func items(change func(*Handling, []callback.ResultItem) []callback.ResultItem) func(*Handling, *hit) {
	return replying(func(x *Handling, r *callback.Response) {
		if len(r.ResultItem) > 0 {
			r.ResultItem = change(x, r.ResultItem)
		}
	})
}

// textFaults says the wrong things in ErrorInfo and ResultInfo.
var textFaults = []*Fault{
	{ID: "silent-failure", Group: "INF", Fires: []string{"INF-001"}, Title: "fails without a word", answer: heading(callback.StatusFail, 38000, "", 38000, "broken")},
	{ID: "success-text", Group: "INF", Fires: []string{"INF-002"}, Title: "says success in ErrorInfo", answer: editing(`"ErrorInfo":""`, `"ErrorInfo":"success"`)},
	{ID: "silent-denial", Group: "INF", Fires: []string{"INF-003"}, Title: "denies without a word", answer: recoding(38000, "")},
	{
		ID: "stack-trace", Group: "INF", Fires: []string{"INF-004"}, Title: "shows its insides in ResultInfo",
		answer: recoding(38000, "java.lang.NullPointerException\n\tat com.example.im.FriendController.check(FriendController.java:87)"),
	},
	{
		ID: "sql-text", Group: "INF", Fires: []string{"INF-004"}, Title: "shows its SQL in ErrorInfo",
		answer: heading(callback.StatusFail, 38000, "You have an error in your SQL syntax near 'SELECT * FROM friends'", 38000, "try later"),
	},
	{ID: "long-info", Group: "INF", Fires: []string{"INF-005"}, Title: "explains a denial with two kilobytes", answer: recoding(38000, strings.Repeat("not wanted ", 200))},
}
