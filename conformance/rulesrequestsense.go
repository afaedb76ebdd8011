package conformance

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// requestSenseRules judge what a request says as a whole: who asks for whom, and when.
var requestSenseRules = []*requestRule{
	{Rule: Rule{
		ID: "RQF-008", Title: "ForceAddFlags is 0 or 1", Severity: Must, Level: Fail, Source: Page,
		Sentence: forceSentence, Why: "The page knows no third value.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "0"}}
			p.Fail = []Sample{
				{Name: "2", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": 2`)},
				{Name: "-1", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": -1`)},
			}
		},
	}, check: func(a *requestCheck) {
		if n := a.force; a.object && n.readable() && n.value != 0 && n.value != 1 {
			a.add(Finding{
				Expected: "0 or 1", Received: string(a.top[askForce].text),
				Message: "ForceAddFlags is neither 0 nor 1", Offset: a.top[askForce].at,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQF-009", Title: "not forced by an admin", Severity: Advisory, Level: Note, Source: Page,
		Sentence: forceSentence, Why: "Admins use the REST API, which does not trigger this webhook; 1 is not to be expected here.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "another value has its own rule", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": 2`),
				Also: []string{"RQF-008"},
			}}
			p.Fail = []Sample{{Name: "1", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": 1`)}}
		},
	}, check: func(a *requestCheck) {
		if a.object && a.force.readable() && a.force.value == 1 {
			a.add(Finding{
				Expected: "0", Received: "1", Message: "ForceAddFlags says that an admin forces the friend",
				Offset: a.top[askForce].at,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQF-010", Title: "somebody is asked about", Severity: Should, Level: Warn, Source: InSample,
		Sentence: requestSample, Why: "A request for nobody has nothing to decide; clients add one user at a time.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "one", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, asks("id1"))}}
			p.Fail = []Sample{{Name: "none", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, asks())}}
		},
	}, check: func(a *requestCheck) {
		if f := &a.top[askItems]; a.object && f.kind == rawjson.Array && len(a.friends) == 0 {
			a.add(Finding{
				Expected: "at least one FriendItem", Received: "[]", Message: "FriendItem is empty", Offset: f.at,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQF-011", Title: "each account once", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "One FriendItem for each user to be added.", Why: "Two items for one account can be answered differently; what Chat does then is not documented.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "many", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, asks(numbered(40)...))},
				{
					Name: "an unknown member with an account's name",
					Raw:  SampleRequest("POST", "HTTP/1.1", PageQuery, strings.Replace(asks(numbered(20)...), `"user19",`, `"user19","user03": 1,`, 1)),
				},
				{
					Name: "items without an account",
					Raw:  SampleRequest("POST", "HTTP/1.1", PageQuery, strings.Replace(asks(), `[]`, `[{},{}]`, 1)), Also: []string{"RQB-004"},
				},
			}
			p.Fail = []Sample{
				{Name: "twice", Raw: carrying(`"id2"`, `"id1"`)},
				{Name: "among sixteen", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, asks(append(numbered(15), "user07")...))},
				{Name: "among many", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, asks(append(numbered(40), "user07")...))},
			}
		},
	}, check: func(a *requestCheck) {
		if account, n := a.repeated(); n > 0 {
			a.add(Finding{
				Account: account, Expected: "one FriendItem for the account", Received: fmt.Sprintf("%d more", n),
				Message: "the request asks about an account twice", Places: n,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQF-012", Title: "nobody adds himself", Severity: Advisory, Level: Note, Source: Robustness,
		Sentence: "To_Account is another user than From_Account.", Why: "Whether Chat lets such a request come so far is not documented.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "requested by another", Raw: carrying(`"Requester_Account": "id"`, `"Requester_Account": "id1"`),
			}}
			p.Fail = []Sample{{Name: "himself", Raw: carrying(`"id2"`, `"id"`)}}
		},
	}, check: func(a *requestCheck) {
		from, ok := a.text(&a.top[askFrom])
		for i := range a.friends {
			f := &a.friends[i].fields[friendAccount]
			if to, there := a.text(f); ok && there && string(to) == string(from) {
				a.add(Finding{
					Account: string(to), Expected: "another account than From_Account", Received: string(to),
					Message: "the user adds himself", Offset: f.at,
				})
				return
			}
		}
	}},
	{Rule: Rule{
		ID: "RQF-013", Title: "EventTime is in milliseconds", Severity: Must, Level: Warn, Source: Page,
		Sentence: "EventTime | Integer | Timestamp in milliseconds", Why: "Receivers that order or expire by time go wrong. RequestTime in the URL is in seconds.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "the first moment of 2010", Raw: carrying("1631777344870", "1262304000000")},
				{Name: "the first moment of 2100", Raw: carrying("1631777344870", "4102444800000")},
			}
			p.Fail = []Sample{
				{Name: "seconds", Raw: carrying("1631777344870", "1631777344")},
				{Name: "0", Raw: carrying("1631777344870", "0")},
				{Name: "microseconds", Raw: carrying("1631777344870", "1631777344870000")},
			}
		},
	}, check: func(a *requestCheck) {
		if n := a.time; a.object && n.readable() && (n.value < earliest.UnixMilli() || n.value > latest.UnixMilli()) {
			f := Finding{
				Expected: "Unix time in milliseconds", Received: string(a.top[askTime].text),
				Message: "EventTime is not a time between 2010 and 2100 in milliseconds", Offset: a.top[askTime].at,
			}
			if n.value >= earliest.Unix() && n.value <= latest.Unix() {
				f.Message = "EventTime is in seconds"
			}
			a.add(f)
		}
	}},
}

const forceSentence = "Flag denoting the friend is force added by an admin. Valid values: 1 : force adding0 : normal adding"

// earliest and latest bound the times that a callback can be of: Chat is younger than the one, chatcb will not see the other.
var (
	earliest = time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// repeated returns the first account that is asked about more than once, and how many items are repeats.
func (a *requestCheck) repeated() (account string, repeats int) {
	clear(a.others.item)
	for i := range a.friends {
		text, ok := a.text(&a.friends[i].fields[friendAccount])
		if !ok {
			continue
		}
		again := false
		if len(a.friends) > manyAccounts {
			again = a.others.item[string(text)]
			a.others.item[string(text)] = true
		}
		for j := 0; j < i && len(a.friends) <= manyAccounts && !again; j++ {
			other, there := a.text(&a.friends[j].fields[friendAccount])
			again = there && string(other) == string(text)
		}
		if again {
			if repeats++; repeats == 1 {
				account = string(text)
			}
		}
	}
	return account, repeats
}
