package policy

import (
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// Captured is one captured request with the clock of its time.
type Captured struct {
	Request  *callback.Request
	ClientIP string
	Platform string
	Time     time.Time
	Number   uint64 // of the record
	Other    string // the command of another callback of the app, or ""; see callback.Other
}

// CapturedFrom reads a captured exchange as a policy would have seen it: its clock is EventTime, and where there is none, the
// time at which the exchange was recorded. The result says why the request cannot be decided over, or "".
func CapturedFrom(x *exchange.Exchange, read func(body string) (callback.Request, string)) (Captured, string) {
	body := x.SentBody()
	_, target := x.SentLine()
	q, problem := read(string(body))
	p := Captured{Request: &q, Time: x.Start, Number: x.Seq, Other: callback.Other(target, body)}
	if p.Other != "" {
		problem = ""
	}
	if q.EventTime > 0 {
		p.Time = time.UnixMilli(q.EventTime).UTC()
	}
	_, raw, _ := strings.Cut(target, "?")
	query := callback.ParseQuery(raw)
	p.ClientIP, _ = query.Get(callback.ParamClientIP)
	p.Platform, _ = query.Get(callback.ParamOptPlatform)
	return p, problem
}

// Example is one decision over a captured account.
type Example struct {
	Number  uint64  `json:"seq"`
	From    string  `json:"from"`
	Account string  `json:"account"`
	Code    int64   `json:"code"`
	Why     Reason  `json:"why"`
	Before  *Reason `json:"before,omitempty"` // why the other policy decided as it did
}

// RuleTally is how often a rule decided.
type RuleTally struct {
	Rule     string    `json:"rule"` // "" for where none held
	Accounts int       `json:"accounts"`
	Denied   int       `json:"denied"`
	Answered int       `json:"answered,omitempty"` // requests that got its whole answer, of other callbacks too
	Examples []Example `json:"examples,omitempty"`
}

// Tally counts what a policy decides over captured requests. Requests must be added in the order of their times.
type Tally struct {
	Policy   *Policy
	Examples int // how many are kept of each rule

	Requests int
	Accounts int
	Denied   int
	Failed   int // rules that could not be evaluated
	Others   int // requests of other callbacks of the app
	rules    map[string]*RuleTally
	buf      []Decision
}

// Add decides over one request.
func (t *Tally) Add(p Captured) {
	if t.rules == nil {
		t.rules = map[string]*RuleTally{}
	}
	if p.Other != "" {
		t.Others++
		if d, ok := t.Policy.Other(p.Other, p.ClientIP, p.Platform, p.Time); ok {
			t.rule(d.Rule).Answered++
		}
		return
	}
	t.Requests++
	t.buf = t.Policy.Decide(t.buf[:0], p.Request, p.ClientIP, p.Platform, p.Time)
	for i := range t.buf {
		d := &t.buf[i]
		r := t.rule(d.Rule)
		if i == 0 && d.Answer != "" {
			r.Answered++
		}
		t.Accounts++
		r.Accounts++
		if !d.Allowed() {
			t.Denied++
			r.Denied++
		}
		t.Failed += d.failures()
		if len(r.Examples) < t.Examples {
			r.Examples = append(r.Examples, Example{p.Number, p.Request.FromAccount, d.Account, d.Code, d.Why(), nil})
		}
	}
}

func (t *Tally) rule(id string) *RuleTally {
	r := t.rules[id]
	if r == nil {
		r = &RuleTally{Rule: id}
		t.rules[id] = r
	}
	return r
}

// failures is how many rules could not be evaluated.
func (d *Decision) failures() int {
	if d.subject == nil {
		return 0
	}
	return len(d.subject.errs)
}

// Rules lists the counts in the order of the rules; rules that never held are there with zeros, and what no rule held for
// comes last.
func (t *Tally) Rules() []RuleTally {
	var list []RuleTally
	for id := range t.Policy.Rules() {
		list = append(list, t.of(id))
	}
	return append(list, t.of(""))
}

func (t *Tally) of(id string) RuleTally {
	if r := t.rules[id]; r != nil {
		return *r
	}
	return RuleTally{Rule: id}
}

// Change is accounts that one policy allowed and the other denies, or the other way round, by the rule that does it: the new one,
// or where none holds any more the old one.
type Change struct {
	From     string    `json:"from"` // allow or deny
	To       string    `json:"to"`
	Rule     string    `json:"rule"` // that does it
	Accounts int       `json:"accounts"`
	Examples []Example `json:"examples,omitempty"`
}

// Diff compares two policies over captured requests.
type Diff struct {
	Old, New *Policy
	Examples int // how many are kept of each change

	Requests int
	Accounts int
	Changed  int
	Recoded  int // denied by both, with different codes, or answered by both with different texts
	changes  []*Change
	a, b     []Decision
}

// Add decides over one request by both. Other callbacks of the app are left out: they are about nobody.
func (d *Diff) Add(p Captured) {
	if p.Other != "" {
		return
	}
	d.Requests++
	d.a = d.Old.Decide(d.a[:0], p.Request, p.ClientIP, p.Platform, p.Time)
	d.b = d.New.Decide(d.b[:0], p.Request, p.ClientIP, p.Platform, p.Time)
	for i := range d.a {
		d.Accounts++
		before, after := &d.a[i], &d.b[i]
		switch {
		case before.Allowed() == after.Allowed():
			if before.Code != after.Code || before.Answer != after.Answer {
				d.Recoded++
			}
			continue
		case before.Allowed():
			d.change("allow", "deny", before, after, p)
		default:
			d.change("deny", "allow", before, after, p)
		}
	}
}

func (d *Diff) change(from, to string, before, after *Decision, p Captured) {
	d.Changed++
	// An account is allowed where the rule that denied it is gone; then the old rule is the one to name.
	rule := after.Rule
	if rule == "" {
		rule = before.Rule
	}
	var c *Change
	for _, known := range d.changes {
		if known.From == from && known.Rule == rule {
			c = known
		}
	}
	if c == nil {
		c = &Change{From: from, To: to, Rule: rule}
		d.changes = append(d.changes, c)
	}
	c.Accounts++
	if len(c.Examples) < d.Examples {
		why := before.Why()
		c.Examples = append(c.Examples, Example{p.Number, p.Request.FromAccount, after.Account, after.Code, after.Why(), &why})
	}
}

// Changes lists the changes in the order in which they were met.
func (d *Diff) Changes() []Change {
	list := []Change{}
	for _, c := range d.changes {
		list = append(list, *c)
	}
	return list
}
