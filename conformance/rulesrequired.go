package conformance

import (
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

var requiredRules = []*answerRule{
	requiredTop("REQ-001", topStatus, statusRow, func() []Sample {
		return []Sample{
			{Name: "absent", Body: edited(`"ActionStatus": "OK",`, ``)},
		}
	}),
	requiredTop("REQ-002", topCode, codeRow, func() []Sample {
		return []Sample{
			{Name: "absent", Body: edited(`"ErrorCode": 0,`, ``)},
		}
	}),
	requiredTop("REQ-003", topInfo, infoRow, func() []Sample {
		return []Sample{
			{Name: "absent", Body: edited(`"ErrorInfo": "",`, ``)},
		}
	}),
	requiredTop("REQ-004", topItems, itemsRow, func() []Sample {
		return []Sample{
			{Name: "absent", Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`},
			{Name: "the shape of the other webhooks", Body: `{"ActionStatus":"OK","ErrorCode":38000,"ErrorInfo":"no"}`, Also: []string{"CON-001"}},
		}
	}),
	requiredItem("REQ-005", itemAccount, accountRow, func() []Sample {
		return []Sample{
			{Name: "absent in the second", Body: edited(`"To_Account": "id2",`, ``)},
		}
	}),
	requiredItem("REQ-006", itemCode, resultRow, func() []Sample {
		return []Sample{
			{Name: "absent in the first", Body: edited(`"ResultCode": 0,`, ``)},
		}
	}),
	requiredItem("REQ-007", itemInfo, reasonRow, func() []Sample {
		return []Sample{
			{Name: "absent in the first", Body: edited(`,"ResultInfo": ""`, ``)},
		}
	}),
}

const (
	requiredWhy = "The page calls the member required. What Chat makes of an answer without it is not documented."
	// Chat's other webhooks deny with an ErrorCode and have no list: who left it out may have meant to.
	itemsFix    = "To block, answer ErrorCode 0 and give each account an item with a ResultCode from 38000 to 39000: an ErrorCode blocks nobody. To allow, give each an item with ResultCode 0."
	requiredFix = "Write the member always, an empty text or list too: look for omitempty, NON_NULL, or undefined in the serializer."
)

func requiredTop(id string, member int, row string, fail func() []Sample) *answerRule {
	name, fix := topNames[member], requiredFix
	if member == topItems {
		fix = itemsFix
	}
	return &answerRule{Rule: Rule{
		ID: id, Title: name + " present", Severity: Must, Level: Fail, Source: Page, Sentence: row, Why: requiredWhy, Fix: fix,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{
					Name: "null is of the wrong type, not missing", Body: body(`null`, `null`, `null`) + " ",
					Also: []string{"TYP-001", "TYP-002", "TYP-003", "RIT-006"},
				},
				{Name: "an empty object lacks all, and each is said once", Body: `[]`, Also: []string{"JSN-002"}},
			}
			p.Fail = append(
				fail(),
				Sample{
					Name: "an empty object", Body: `{}`,
					Also: without([]string{"REQ-001", "REQ-002", "REQ-003", "REQ-004"}, id),
				},
			)
		},
	}, when: missing, check: func(r *answerCheck) {
		if r.top[member].kind == rawjson.Invalid && r.misnamed&(1<<member) == 0 {
			r.add(Finding{
				Expected: "a member " + name, Received: "none", Message: "the member " + name + " is missing",
			})
		}
	}}
}

func requiredItem(id string, member int, row string, fail func() []Sample) *answerRule {
	name := itemNames[member]
	return &answerRule{Rule: Rule{
		ID: id, Title: "ResultItem[]." + name + " present", Severity: Must, Level: Fail, Source: Page, Sentence: row, Why: requiredWhy, Fix: requiredFix,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "no items", Asks: asks(), Body: allowing()},
				{
					Name: "an element that is no object has its own rule", Body: body(`"OK"`, `0`, `""`, `null`, `null`),
					Also: []string{"TYP-005"},
				},
			}
			p.Fail = append(fail(), Sample{
				Name: "empty objects", Body: body(`"OK"`, `0`, `""`, `{}`, `{}`), Also: without(
					[]string{"REQ-005", "REQ-006", "REQ-007"}, id,
				),
			})
		},
	}, when: missing, check: func(r *answerCheck) {
		it, n := r.first(func(it *item) bool {
			return it.kind == rawjson.Object && it.fields[member].kind == rawjson.Invalid && it.misnamed&(1<<member) == 0
		})
		if n > 0 {
			r.addItem(
				it, n,
				Finding{
					Expected: "a member " + name, Received: "none", Message: "an item has no member " + name,
					Offset: it.at,
				},
			)
		}
	}}
}

// first finds the first item that is broken, and counts them.
func (r *answerCheck) first(broken func(*item) bool) (it *item, n int) {
	for i := range r.items {
		if !broken(&r.items[i]) {
			continue
		}
		if n++; n == 1 {
			it = &r.items[i]
		}
	}
	return it, n
}

// addItem reports a finding of an item that stands for n of them.
func (r *answerCheck) addItem(it *item, n int, f Finding) {
	if f.Places = n; f.Account == "" {
		f.Account = string(it.account)
	}
	r.add(f)
}
