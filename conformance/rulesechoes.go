package conformance

import (
	"fmt"
	"strings"
)

var echoRule = &answerRule{Rule: Rule{
	ID: "RIT-005", Title: "account is echoed byte for byte", Severity: Should, Level: Fail, Source: Page,
	Sentence: accountRow + " UserID to be added as friend |",
	Why:      "Under another spelling it is another account: the one that was asked about has no answer, and a denial is lost.",
	Fix:      "Keep the text of To_Account as it came; fold case, trim or normalise only a copy for looking it up.",
	Samples: func(p *Proof) {
		p.Pass = []Sample{
			{Name: "escapes are no other spelling", Body: strings.Replace(allowing("id1", "id2"), "id1", `\u0069d1`, 1)},
			{Name: "two that differ in case", Asks: asks("Ann", "ann"), Body: allowing("Ann", "ann")},
			{
				Name: "an item without an account", Asks: asks(" "), Body: body(`"OK"`, `0`, `""`, `{"ResultCode":0,"ResultInfo":""}`),
				Also: []string{"REQ-005"},
			},
			{Name: "another account", Body: allowing("id1", "id3"), Also: []string{"RIT-001", "RIT-002"}},
		}
		p.Fail = []Sample{
			{Name: "lower case", Asks: asks("Ann", "id2"), Body: allowing("ann", "id2")},
			{Name: "upper case, both", Body: allowing("ID1", "ID2")},
			{Name: "trimmed", Asks: asks(" ann "), Body: allowing("ann")},
			{Name: "composed", Asks: asks("e\u0301va"), Body: allowing("\u00e9va")},
			{Name: "decomposed", Asks: asks("\u00e9va"), Body: allowing("e\u0301va")},
			{Name: "half width", Asks: asks("ａnn"), Body: allowing("ann")},
			{Name: "folded onto the first one", Asks: asks("ann", "Ann"), Body: allowing("ann", "ann")},
			{Name: "folded onto another one", Asks: asks("Ann", "ann"), Body: allowing("ann", "ann")},
		}
	},
}, when: unmatched, check: func(r *answerCheck) {
	waiting := map[string]string{}
	for i := range r.slots {
		if r.slots[i].echoed {
			account := r.slots[i].account
			waiting[fold(account)] = account
		}
	}
	if it, n := r.first(func(it *item) bool { return it.echo }); n > 0 {
		asked := waiting[fold(string(it.account))]
		r.addItem(it, n, Finding{
			Account: asked, Expected: fmt.Sprintf("%q", asked), Received: fmt.Sprintf("%q", it.account),
			Message: "the account comes back under another spelling", Offset: it.at,
		})
	}
}}
