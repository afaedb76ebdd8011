package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
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
	requiredTop("REQ-001", read.TopStatus, statusRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "absent", Body: sample.Edited(`"ActionStatus": "OK",`, ``)},
		}
	}),
	requiredTop("REQ-002", read.TopCode, codeRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "absent", Body: sample.Edited(`"ErrorCode": 0,`, ``)},
		}
	}),
	requiredTop("REQ-003", read.TopInfo, infoRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "absent", Body: sample.Edited(`"ErrorInfo": "",`, ``)},
		}
	}),
	requiredTop("REQ-004", read.TopItems, itemsRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "absent", Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`},
			{Name: "the shape of the other webhooks", Body: `{"ActionStatus":"OK","ErrorCode":38000,"ErrorInfo":"no"}`, Also: []string{"CON-001"}},
		}
	}),
	requiredItem("REQ-005", read.ItemAccount, accountRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "absent in the second", Body: sample.Edited(`"To_Account": "id2",`, ``)},
		}
	}),
	requiredItem("REQ-006", read.ItemCode, resultRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "absent in the first", Body: sample.Edited(`"ResultCode": 0,`, ``)},
		}
	}),
	requiredItem("REQ-007", read.ItemInfo, reasonRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "absent in the first", Body: sample.Edited(`,"ResultInfo": ""`, ``)},
		}
	}),
}

const (
	requiredWhy = "The page calls the member required. What Chat makes of an answer without it is not documented."
	// Chat's other webhooks deny with an ErrorCode and have no list: who left it out may have meant to.
	itemsFix    = "To block, answer ErrorCode 0 and give each account an item with a ResultCode from 38000 to 39000: an ErrorCode blocks nobody. To allow, give each an item with ResultCode 0."
	requiredFix = "Write the member always, an empty text or list too: look for omitempty, NON_NULL, or undefined in the serializer."
)

func requiredTop(id string, member int, row string, fail func() []rule.Sample) *element {
	name, fix := read.TopNames[member], requiredFix
	if member == read.TopItems {
		fix = itemsFix
	}
	return &element{Rule: rule.Rule{
		ID: id, Title: name + " present", Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Sentence: row,
		Why: requiredWhy, Fix: fix,
		English: []rule.Wording{{Message: "the member " + name + " is missing", Expected: "a member " + name, Received: "none"}},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{
					Name: "null is of the wrong type, not missing", Body: sample.Body(`null`, `null`, `null`) + " ",
					Also: []string{"TYP-001", "TYP-002", "TYP-003", "RIT-006"},
				},
				{Name: "an empty object lacks all, and each is said once", Body: `[]`, Also: []string{"JSN-002"}},
			}
			p.Fail = append(
				fail(),
				rule.Sample{
					Name: "an empty object", Body: `{}`,
					Also: sample.Without([]string{"REQ-001", "REQ-002", "REQ-003", "REQ-004"}, id),
				},
			)
		},
	}, when: read.Missing, check: func(c *Checker) {
		if c.Top[member].Kind == rawjson.Invalid && c.Misnamed&(1<<member) == 0 {
			c.add("", 0)
		}
	}}
}

func requiredItem(id string, member int, row string, fail func() []rule.Sample) *element {
	name := read.ItemNames[member]
	return &element{Rule: rule.Rule{
		ID: id, Title: "ResultItem[]." + name + " present", Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Sentence: row,
		Why: requiredWhy, Fix: requiredFix,
		English: []rule.Wording{{Message: "an item has no member " + name + "{more}", Expected: "a member " + name, Received: "none"}},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "no items", Asks: sample.Asks(), Body: sample.Allowing()},
				{
					Name: "an element that is no object has its own rule", Body: sample.Body(`"OK"`, `0`, `""`, `null`, `null`),
					Also: []string{"TYP-005"},
				},
			}
			p.Fail = append(fail(), rule.Sample{
				Name: "empty objects", Body: sample.Body(`"OK"`, `0`, `""`, `{}`, `{}`), Also: sample.Without(
					[]string{"REQ-005", "REQ-006", "REQ-007"}, id,
				),
			})
		},
	}, when: read.Missing, check: func(c *Checker) {
		it, n := c.first(func(it *read.Item) bool {
			return it.Kind == rawjson.Object && it.Fields[member].Kind == rawjson.Invalid && it.Misnamed&(1<<member) == 0
		})
		if n > 0 {
			c.addItem(it, n, "", it.At)
		}
	}}
}
