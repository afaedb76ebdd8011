package answer

import (
	"strings"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
	"github.com/chatcb/chatcb/conformance/rule"
)

var echoRule = &element{Rule: rule.Rule{
	ID: "RIT-005", Title: "account is echoed byte for byte", Severity: rule.Should, Level: rule.Fail, Source: rule.Page,
	Sentence: accountRow + " UserID to be added as friend |",
	Why:      "Under another spelling it is another account: the one that was asked about has no answer, and a denial is lost.",
	Fix:      "Keep the text of To_Account as it came; fold case, trim or normalise only a copy for looking it up.",
	English: []rule.Wording{
		{Kind: "spelling", Message: "the account comes back under another spelling{more}", Expected: "{asked:q}", Received: "{echoed:q}"},
		// What looks the same is told apart by escapes.
		{Kind: "form", Message: "the account comes back under another spelling{more}", Expected: "{asked:+q}", Received: "{echoed:+q}"},
	},
	Samples: func(p *rule.Proof) {
		p.Pass = []rule.Sample{
			{Name: "escapes are no other spelling", Body: strings.Replace(sample.Allowing("id1", "id2"), "id1", `\u0069d1`, 1)},
			{Name: "two that differ in case", Asks: sample.Asks("Ann", "ann"), Body: sample.Allowing("Ann", "ann")},
			{
				Name: "an item without an account", Asks: sample.Asks(" "),
				Body: sample.Body(`"OK"`, `0`, `""`, `{"ResultCode":0,"ResultInfo":""}`),
				Also: []string{"REQ-005"},
			},
			{Name: "another account", Body: sample.Allowing("id1", "id3"), Also: []string{"RIT-001", "RIT-002"}},
		}
		p.Fail = []rule.Sample{
			{Name: "lower case", Asks: sample.Asks("Ann", "id2"), Body: sample.Allowing("ann", "id2")},
			{Name: "upper case, both", Body: sample.Allowing("ID1", "ID2")},
			{Name: "trimmed", Asks: sample.Asks(" ann "), Body: sample.Allowing("ann")},
			{Name: "composed", Asks: sample.Asks("e\u0301va"), Body: sample.Allowing("\u00e9va")},
			{Name: "decomposed", Asks: sample.Asks("\u00e9va"), Body: sample.Allowing("e\u0301va")},
			{Name: "half width", Asks: sample.Asks("ａnn"), Body: sample.Allowing("ann")},
			{Name: "folded onto the first one", Asks: sample.Asks("ann", "Ann"), Body: sample.Allowing("ann", "ann")},
			{Name: "folded onto another one", Asks: sample.Asks("Ann", "ann"), Body: sample.Allowing("ann", "ann")},
		}
	},
}, when: read.Unmatched, check: func(c *Checker) {
	waiting := map[string]string{}
	for i := range c.Slots {
		if s := &c.Slots[i]; s.Echoed {
			waiting[read.Fold(s.Account)] = s.Account
		}
	}
	if it, n := c.first(func(it *read.Item) bool { return it.Echo }); n > 0 {
		account := waiting[read.Fold(string(it.Account))]
		kind := "spelling"
		if read.LookAlike(account, string(it.Account)) {
			kind = "form"
		}
		c.addItem(it, n, kind, it.At, "asked", account, "echoed", string(it.Account)).Account = account
	}
}}
