package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// The rows of the page's table of response fields, as the sentences behind the rules.
const (
	statusRow  = "ActionStatus | String | Yes |"
	codeRow    = "ErrorCode | Integer | Yes |"
	infoRow    = "ErrorInfo | String | Yes |"
	itemsRow   = "ResultItem | Array | Yes |"
	accountRow = "To_Account | String | Yes |"
	resultRow  = "ResultCode | Integer | Yes |"
	reasonRow  = "ResultInfo | String | Yes |"
)

var requiredRules = []*element{
	requiredTop("REQ-001", read.TopStatus, statusRow),
	requiredTop("REQ-002", read.TopCode, codeRow),
	requiredTop("REQ-003", read.TopInfo, infoRow),
	requiredTop("REQ-004", read.TopItems, itemsRow),
	requiredItem("REQ-005", read.ItemAccount, accountRow),
	requiredItem("REQ-006", read.ItemCode, resultRow),
	requiredItem("REQ-007", read.ItemInfo, reasonRow),
}

const (
	requiredWhy = "The page calls the member required. What Chat makes of an answer without it is not documented."
	// Chat's other webhooks deny with an ErrorCode and have no list: who left it out may have meant to.
	itemsFix    = "To block, answer ErrorCode 0 and give each account an item with a ResultCode from 38000 to 39000: an ErrorCode blocks nobody. To allow, give each an item with ResultCode 0."
	requiredFix = "Write the member always, an empty text or list too: look for omitempty, NON_NULL, or undefined in the serializer."
)

func requiredTop(id string, member int, row string) *element {
	name, fix := read.TopNames[member], requiredFix
	if member == read.TopItems {
		fix = itemsFix
	}
	return &element{Rule: rule.Rule{
		ID: id, Title: name + " present", Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Sentence: row,
		Why: requiredWhy, Fix: fix,
		English: []rule.Wording{{Message: "the member " + name + " is missing", Expected: "a member " + name, Received: "none"}},
	}, when: read.Missing, check: func(c *Checker) {
		if c.Top[member].Kind == rawjson.Invalid && c.Misnamed&(1<<member) == 0 {
			c.add("", 0)
		}
	}}
}

func requiredItem(id string, member int, row string) *element {
	name := read.ItemNames[member]
	return &element{Rule: rule.Rule{
		ID: id, Title: "ResultItem[]." + name + " present", Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Sentence: row,
		Why: requiredWhy, Fix: requiredFix,
		English: []rule.Wording{{Message: "an item has no member " + name + "{more}", Expected: "a member " + name, Received: "none"}},
	}, when: read.Missing, check: func(c *Checker) {
		it, n := c.first(func(it *read.Item) bool {
			return it.Kind == rawjson.Object && it.Fields[member].Kind == rawjson.Invalid && it.Misnamed&(1<<member) == 0
		})
		if n > 0 {
			c.addItem(it, n, "", it.At)
		}
	}}
}
