package conformance

import (
	"fmt"
)

const itemsSentence = itemsRow + " Processing result from the app backend |"

var itemRules = []*answerRule{
	{Rule: Rule{
		ID: "RIT-001", Title: "every requested account is answered", Severity: Should, Level: Fail, Source: Page,
		Sentence: itemsSentence + " and the sample: two asked, two answered",
		Why:      "An account without an item is not denied. What Chat does is not documented; the friend is probably added.",
		Fix:      "Answer one item for each FriendItem of the request, allowed ones included.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "each is answered", Body: allowing("id1", "id2")},
				{Name: "asked twice, answered once", Asks: asks("a", "a"), Body: allowing("a")},
				{Name: "none at all has its own rule", Body: allowing(), Also: []string{"RIT-006"}},
				{
					Name: "ResultItem missing has its own rule", Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`,
					Also: []string{"REQ-004"},
				},
				{Name: "many", Asks: asks(numbered(40)...), Body: allowing(numbered(40)...)},
			}
			p.Fail = []Sample{
				{Name: "the second is missing", Body: allowing("id1")},
				{Name: "the first is missing", Body: allowing("id2")},
				{Name: "the other of two that differ in case", Asks: asks("ann", "Ann"), Body: allowing("ann")},
				{Name: "one of two that differ in case", Asks: asks("Ann", "ann"), Body: allowing("ann")},
				{Name: "one of many", Asks: asks(numbered(40)...), Body: allowing(numbered(39)...)},
				{
					Name: "two missing, and an item for nobody", Body: body(`"OK"`, `0`, `""`, `{}`),
					Also: []string{"REQ-005", "REQ-006", "REQ-007"},
				},
				{Name: "the first twice", Body: allowing("id1", "id1"), Also: []string{"RIT-003"}},
			}
		},
	}, when: unmatched, check: func(r *answerCheck) {
		if len(r.items) == 0 {
			return
		}
		var lacking []string
		for i := range r.slots {
			if s := &r.slots[i]; s.answered == 0 && !s.echoed {
				lacking = append(lacking, r.slots[i].account)
			}
		}
		if n := len(lacking); n > r.nameless() { // an item without To_Account, which has its own finding, may have been meant for it
			f := Finding{
				Expected: "an item for each account", Message: "there is no item for " + listed(lacking),
				Received: "none for " + listed(lacking), Places: n, Offset: r.top[topItems].at,
			}
			f.Account = lacking[0]
			r.add(f)
		}
	}},
	{Rule: Rule{
		ID: "RIT-002", Title: "no unknown account", Severity: Should, Level: Fail, Source: Page,
		Sentence: accountRow + " UserID to be added as friend |",
		Why:      "An item for another account decides nothing that was asked. Mostly From_Account was echoed, and To_Account has no answer.",
		Fix:      "Copy To_Account from each FriendItem into its item.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "one more of an account that was asked about", Body: allowing("id1", "id2", "id2"),
				Also: []string{"RIT-003"},
			}}
			p.Fail = []Sample{
				{Name: "one more", Body: allowing("id1", "id2", "id3")},
				{Name: "asked about nobody", Asks: asks(), Body: allowing("id1")},
				{Name: "From_Account", Body: allowing("id", "id"), Also: []string{"RIT-001"}},
				{Name: "twice", Body: allowing("id1", "id2", "id3", "id3")},
			}
		},
	}, when: unmatched, check: func(r *answerCheck) {
		if it, n := r.first(func(it *item) bool { return it.named() && it.slot < 0 && !it.echo }); n > 0 {
			f := Finding{
				Expected: "an account of the request", Received: string(it.account),
				Message: "nobody asked about this account", Offset: it.at,
			}
			if f.Received == r.from {
				f.Message += ": it is From_Account, who asks"
			}
			r.addItem(it, n, f)
		}
	}},
	{Rule: Rule{
		ID: "RIT-003", Title: "no account twice", Severity: Should, Level: Fail, Source: InSample,
		Sentence: "one element for each account",
		Why:      "Of two items that differ, which one Chat takes is not documented: a denial may lose against an approval.",
		Fix:      "Write one item for each account; where the request asks twice, answer twice the same.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "asked twice, answered twice the same", Asks: asks("a", "b", "a"), Body: allowing("a", "b", "a")},
				{
					Name: "two codes in one item have their own rule",
					Body: body(`"OK"`, `0`, `""`, entry(`"id2"`, `0`, `""`), entry(`"id1"`, `38000,"ResultCode":0`, `""`)),
					Also: []string{"JSN-006", "RIT-004"},
				},
			}
			p.Fail = []Sample{
				{Name: "twice", Body: allowing("id1", "id1", "id2")},
				{
					Name: "folded onto another one, and once more", Asks: asks("Ann", "ann"), Body: allowing("ann", "ann", "ann"),
					Also: []string{"RIT-005"},
				},
				{Name: "asked twice, answered three times", Asks: asks("a", "a"), Body: allowing("a", "a", "a")},
				{
					Name: "asked twice, answered twice differently", Asks: asks("id1", "id1"),
					Body: body(`"OK"`, `0`, `""`, entry(`"id1"`, `0`, `""`), entry(`"id1"`, `38000`, `"no"`)),
				},
			}
		},
	}, when: unmatched, check: func(r *answerCheck) {
		f, n := Finding{Expected: "one item for the account", Offset: r.top[topItems].at}, 0
		for i := range r.slots {
			s := &r.slots[i]
			differ := s.doubtful && s.answered > 1
			if s.answered-s.lent <= s.asked && !differ {
				continue
			}
			if n++; n == 1 {
				f.Account = r.slots[i].account
				f.Received = fmt.Sprintf("%d items", s.answered)
				f.Message = "the account is answered more often than it was asked about"
				if differ {
					f.Message = "the account is answered twice, differently"
				}
			}
		}
		if f.Places = n; n > 0 {
			r.add(f)
		}
	}},
	{Rule: Rule{
		ID: "RIT-004", Title: "order follows the request", Severity: Advisory, Level: Note, Source: InSample,
		Sentence: "the items of the sample response have the order of the sample request",
		Why:      "Items name their account, so that order should not matter; that it does not is nowhere said.",
		Fix:      "Build ResultItem in one loop over FriendItem instead of from a map.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "asked twice, answered once", Asks: asks("a", "b", "a"), Body: allowing("a", "b")},
				{Name: "again after others", Asks: asks("a", "b", "a"), Body: allowing("a", "b", "a")},
				{Name: "one left out", Asks: asks("a", "b", "c"), Body: allowing("a", "c"), Also: []string{"RIT-001"}},
			}
			p.Fail = []Sample{
				{Name: "many, reversed", Asks: asks(numbered(40)...), Body: allowing(reversed(numbered(40))...)},
				{Name: "reversed", Body: allowing("id2", "id1")},
				{Name: "the last one first", Asks: asks("a", "b", "c"), Body: allowing("c", "a", "b")},
			}
		},
	}, when: unmatched, check: func(r *answerCheck) {
		highest := 0
		seen := make([]bool, len(r.slots))
		for i := range r.items {
			it := &r.items[i]
			if it.slot < 0 || seen[it.slot] {
				continue
			}
			if seen[it.slot] = true; it.slot < highest {
				account := string(it.account)
				r.add(Finding{
					Account: account, Expected: "the order of the request",
					Received: account + " after " + r.slots[highest].account,
					Message:  "the items are not in the order of the request", Offset: it.at,
				})
				return
			}
			highest = it.slot
		}
	}},
	echoRule,
	{Rule: Rule{
		ID: "RIT-006", Title: "empty only when asked for nothing", Severity: Should, Level: Fail, Source: Page,
		Sentence: itemsSentence,
		Why:      "An empty list denies nobody. What Chat does is not documented; the friend is probably added.",
		Fix:      itemsFix,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "asked about nobody", Asks: asks(), Body: allowing()}}
			p.Fail = []Sample{
				{Name: "asked about two", Body: allowing()},
				{Name: "asked about one", Asks: asks("a"), Body: allowing()},
			}
		},
	}, when: unmatched, check: func(r *answerCheck) {
		if len(r.items) == 0 {
			r.add(Finding{
				Expected: "an item for each account", Received: "[]", Message: "ResultItem is empty",
				Offset: r.top[topItems].at,
			})
		}
	}},
}

// nameless counts the elements that do not say which account they are for.
func (r *answerCheck) nameless() int {
	n := 0
	for i := range r.items {
		if !r.items[i].named() {
			n++
		}
	}
	return n
}
