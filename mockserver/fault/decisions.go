package fault

import (
	"github.com/chatcb/chatcb/callback"
)

// decisionFaults decides by what must not matter.
var decisionFaults = []*Fault{
	{
		ID: "denies-the-last", Group: "ROB", Fires: []string{"ROB-015", "ROB-016"}, Title: "denies the last of several friends",
		answer: denying(func(x *Handling, n int) bool {
			friends := len(x.Request().Items)
			return friends > 2 && n == friends-1
		}),
	},
	{
		ID: "denies-batches", Group: "ROB", Fires: []string{"ROB-016"}, Title: "denies everybody where more than three are asked about",
		answer: denying(func(x *Handling, _ int) bool { return len(x.Request().Items) > 3 }),
	},
	{
		ID: "denies-blanks", Group: "ROB", Fires: []string{"FLD-002", "ROB-017"}, Title: "denies where the JSON has blanks between its members",
		answer: denying(func(x *Handling, _ int) bool { return x.sent(`: "`) || x.sent(", \"") || x.sent("\n") }),
	},
	{
		ID: "request-id-decides", Group: "FLD", Fires: []string{"FLD-021"}, Title: "decides by a parameter that nobody documents",
		answer: denying(func(x *Handling, _ int) bool { return x.parameter("RequestId") != "" }),
	},
	{
		ID: "add-type-decides", Group: "FLD", Fires: []string{"FLD-009"}, Title: "takes a missing AddType for Add_Type_Single, and denies that",
		answer: denying(func(x *Handling, _ int) bool { return x.Request().Texts[callback.AddType] != "Add_Type_Both" }),
	},
	{
		ID: "never-denies", Group: "POL", Fires: []string{"POL-001", "POL-004", "POL-006"}, Title: "allows whatever its policy says",
		answer: recoding(0, ""),
	},
	{
		ID: "denies-everybody", Group: "POL", Fires: []string{"POL-002", "POL-003"}, Title: "denies whatever its policy says",
		answer: denying(func(*Handling, int) bool { return true }),
	},
	{
		ID: "first-decides", Group: "POL", Fires: []string{"POL-003"}, Title: "decides over all friends as over the first",
		answer: firstDecides,
	},
	{
		ID: "fails-to-deny", Group: "POL", Fires: []string{"POL-001", "POL-003", "POL-005"}, Title: "denies in ErrorCode, with items that allow",
		answer: failsToDeny,
	},
	{
		ID: "one-code", Group: "POL", Fires: []string{"POL-006"}, Title: "denies with 38000 whatever code its policy says",
		answer: oneCode,
	},
}

var firstDecides = replying(func(_ *Handling, r *callback.Response) {
	for i := range r.ResultItem {
		r.ResultItem[i].ResultCode, r.ResultItem[i].ResultInfo = r.ResultItem[0].ResultCode, r.ResultItem[0].ResultInfo
	}
})

var failsToDeny = replying(func(_ *Handling, r *callback.Response) {
	for i := range r.ResultItem {
		if item := &r.ResultItem[i]; item.ResultCode != 0 {
			r.ActionStatus, r.ErrorCode, r.ErrorInfo = callback.StatusFail, item.ResultCode, item.ResultInfo
			item.ResultCode, item.ResultInfo = 0, ""
		}
	}
})

var oneCode = replying(func(_ *Handling, r *callback.Response) {
	for i := range r.ResultItem {
		if r.ResultItem[i].ResultCode != 0 {
			r.ResultItem[i].ResultCode = 38000
		}
	}
})
