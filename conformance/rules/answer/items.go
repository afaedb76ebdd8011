package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

const itemsSentence = itemsRow + " Processing result from the app backend |"

var itemRules = []*element{
	{Rule: rule.Rule{
		ID: "RIT-001", Title: "every requested account is answered", Severity: rule.Should, Level: rule.Fail, Source: rule.Page,
		Sentence: itemsSentence + " and the sample: two asked, two answered",
		Why:      "An account without an item is not denied. What Chat does is not documented; the friend is probably added.",
		Fix:      "Answer one item for each FriendItem of the request, allowed ones included.",
		English: []rule.Wording{
			{Message: "there is no item for {accounts}", Expected: "an item for each account", Received: "none for {accounts}"},
		},
	}, when: read.Unmatched, check: func(c *Checker) {
		if len(c.Items) == 0 {
			return
		}
		var lacking []string
		for i := range c.Slots {
			if s := &c.Slots[i]; s.Answered == 0 && !s.Echoed {
				lacking = append(lacking, s.Account)
			}
		}
		if n := len(lacking); n > c.nameless() { // an item without To_Account, which has its own finding, may have been meant for it
			f := c.add("", c.Top[read.TopItems].At, "accounts", lacking)
			f.Account, f.Places = lacking[0], n
		}
	}},
	{Rule: rule.Rule{
		ID: "RIT-002", Title: "no unknown account", Severity: rule.Should, Level: rule.Fail, Source: rule.Page,
		Sentence: accountRow + " UserID to be added as friend |",
		Why:      "An item for another account decides nothing that was asked. Mostly From_Account was echoed, and To_Account has no answer.",
		Fix:      "Copy To_Account from each FriendItem into its item.",
		English: []rule.Wording{
			{Kind: "other", Message: "nobody asked about this account{more}", Expected: "an account of the request", Received: "{account}"},
			{Kind: "from", Message: "nobody asked about this account: it is From_Account, who asks{more}", Expected: "an account of the request", Received: "{account}"},
		},
	}, when: read.Unmatched, check: func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Named() && it.Slot < 0 && !it.Echo }); n > 0 {
			kind := "other"
			if string(it.Account) == c.From {
				kind = "from"
			}
			c.addItem(it, n, kind, it.At, "account", string(it.Account))
		}
	}},
	{Rule: rule.Rule{
		ID: "RIT-003", Title: "no account twice", Severity: rule.Should, Level: rule.Fail, Source: rule.InSample,
		Sentence: "one element for each account",
		Why:      "Of two items that differ, which one Chat takes is not documented: a denial may lose against an approval.",
		Fix:      "Write one item for each account; where the request asks twice, answer twice the same.",
		English: []rule.Wording{
			{Kind: "more", Message: "the account is answered more often than it was asked about{more}", Expected: "one item for the account", Received: "{items} items"},
			{Kind: "differ", Message: "the account is answered twice, differently{more}", Expected: "one item for the account", Received: "{items} items"},
		},
	}, when: read.Unmatched, check: func(c *Checker) {
		at, n, kind := 0, 0, "more"
		for i := range c.Slots {
			s := &c.Slots[i]
			differ := (s.Doubtful || s.Differ) && s.Answered > 1
			if s.Answered-s.Lent <= s.Times && !differ {
				continue
			}
			if n++; n > 1 {
				continue
			}
			if at = i; differ {
				kind = "differ"
			}
		}
		if n > 0 {
			s := &c.Slots[at]
			f := c.add(kind, c.Top[read.TopItems].At, "items", s.Answered, "more", rule.More(n-1))
			f.Account, f.Places = s.Account, n
		}
	}},
	{Rule: rule.Rule{
		ID: "RIT-004", Title: "order follows the request", Severity: rule.Advisory, Level: rule.Note, Source: rule.InSample,
		Sentence: "the items of the sample response have the order of the sample request",
		Why:      "Items name their account, so that order should not matter; that it does not is nowhere said.",
		Fix:      "Build ResultItem in one loop over FriendItem instead of from a map.",
		English: []rule.Wording{
			{Message: "the items are not in the order of the request", Expected: "the order of the request", Received: "{account} after {other}"},
		},
	}, when: read.Unmatched, check: func(c *Checker) {
		highest := 0
		seen := make([]bool, len(c.Slots))
		for i := range c.Items {
			it := &c.Items[i]
			if it.Slot < 0 || seen[it.Slot] {
				continue
			}
			if seen[it.Slot] = true; it.Slot < highest {
				c.addItem(it, 1, "", it.At, "account", string(it.Account), "other", c.Slots[highest].Account)
				return
			}
			highest = it.Slot
		}
	}},
	echoRule,
	{Rule: rule.Rule{
		ID: "RIT-006", Title: "empty only when asked for nothing", Severity: rule.Should, Level: rule.Fail, Source: rule.Page,
		Sentence: itemsSentence,
		Why:      "An empty list denies nobody. What Chat does is not documented; the friend is probably added.",
		Fix:      itemsFix,
		English:  []rule.Wording{{Message: "ResultItem is empty", Expected: "an item for each account", Received: "[]"}},
	}, when: read.Unmatched, check: func(c *Checker) {
		if len(c.Items) == 0 {
			c.add("", c.Top[read.TopItems].At)
		}
	}},
}

// nameless counts the elements that do not say which account they are for.
func (c *Checker) nameless() int {
	n := 0
	for i := range c.Items {
		if !c.Items[i].Named() {
			n++
		}
	}
	return n
}
