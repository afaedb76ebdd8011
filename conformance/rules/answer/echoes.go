package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
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
