package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "each is answered", Body: sample.Allowing("id1", "id2")},
				{Name: "asked twice, answered once", Asks: sample.Asks("a", "a"), Body: sample.Allowing("a")},
				{Name: "none at all has its own rule", Body: sample.Allowing(), Also: []string{"RIT-006"}},
				{
					Name: "ResultItem missing has its own rule", Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`,
					Also: []string{"REQ-004"},
				},
				{Name: "many", Asks: sample.Asks(sample.Numbered(40)...), Body: sample.Allowing(sample.Numbered(40)...)},
			}
			p.Fail = []rule.Sample{
				{Name: "the second is missing", Body: sample.Allowing("id1")},
				{Name: "the first is missing", Body: sample.Allowing("id2")},
				{Name: "the other of two that differ in case", Asks: sample.Asks("ann", "Ann"), Body: sample.Allowing("ann")},
				{Name: "one of two that differ in case", Asks: sample.Asks("Ann", "ann"), Body: sample.Allowing("ann")},
				{Name: "one of many", Asks: sample.Asks(sample.Numbered(40)...), Body: sample.Allowing(sample.Numbered(39)...)},
				{
					Name: "two missing, and an item for nobody", Body: sample.Body(`"OK"`, `0`, `""`, `{}`),
					Also: []string{"REQ-005", "REQ-006", "REQ-007"},
				},
				{Name: "the first twice", Body: sample.Allowing("id1", "id1"), Also: []string{"RIT-003"}},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{
				Name: "one more of an account that was asked about", Body: sample.Allowing("id1", "id2", "id2"),
				Also: []string{"RIT-003"},
			}}
			p.Fail = []rule.Sample{
				{Name: "one more", Body: sample.Allowing("id1", "id2", "id3")},
				{Name: "asked about nobody", Asks: sample.Asks(), Body: sample.Allowing("id1")},
				{Name: "From_Account", Body: sample.Allowing("id", "id"), Also: []string{"RIT-001"}},
				{Name: "twice", Body: sample.Allowing("id1", "id2", "id3", "id3")},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "asked twice, answered twice the same", Asks: sample.Asks("a", "b", "a"), Body: sample.Allowing("a", "b", "a")},
				{
					Name: "two codes in one item have their own rule",
					Body: sample.Body(`"OK"`, `0`, `""`, sample.Entry(`"id2"`, `0`, `""`), sample.Entry(`"id1"`, `38000,"ResultCode":0`, `""`)),
					Also: []string{"JSN-006", "RIT-004"},
				},
			}
			p.Fail = []rule.Sample{
				{Name: "twice", Body: sample.Allowing("id1", "id1", "id2")},
				{
					Name: "folded onto another one, and once more", Asks: sample.Asks("Ann", "ann"),
					Body: sample.Allowing("ann", "ann", "ann"),
					Also: []string{"RIT-005"},
				},
				{Name: "asked twice, answered three times", Asks: sample.Asks("a", "a"), Body: sample.Allowing("a", "a", "a")},
				{
					Name: "asked twice, answered twice differently", Asks: sample.Asks("id1", "id1"),
					Body: sample.Body(`"OK"`, `0`, `""`, sample.Entry(`"id1"`, `0`, `""`), sample.Entry(`"id1"`, `38000`, `"no"`)),
				},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "asked twice, answered once", Asks: sample.Asks("a", "b", "a"), Body: sample.Allowing("a", "b")},
				{Name: "again after others", Asks: sample.Asks("a", "b", "a"), Body: sample.Allowing("a", "b", "a")},
				{Name: "one left out", Asks: sample.Asks("a", "b", "c"), Body: sample.Allowing("a", "c"), Also: []string{"RIT-001"}},
			}
			p.Fail = []rule.Sample{
				{Name: "reversed", Body: sample.Allowing("id2", "id1")},
				{Name: "the last one first", Asks: sample.Asks("a", "b", "c"), Body: sample.Allowing("c", "a", "b")},
				{Name: "many, reversed", Asks: sample.Asks(sample.Numbered(40)...), Body: sample.Allowing(sample.Reversed(sample.Numbered(40))...)},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "asked about nobody", Asks: sample.Asks(), Body: sample.Allowing()}}
			p.Fail = []rule.Sample{
				{Name: "asked about two", Body: sample.Allowing()},
				{Name: "asked about one", Asks: sample.Asks("a"), Body: sample.Allowing()},
			}
		},
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
