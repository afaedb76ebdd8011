package policy

import (
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/google/go-cmp/cmp"
)

func past(seq uint64, ms int64, from string, to ...string) Captured {
	q := ask(from, to...)
	q.EventTime = ms
	body := callback.Encoding{Style: callback.Wire}.Append(nil, q)
	x := &exchange.Exchange{
		Seq: seq, Start: noon,
		Sent: append([]byte("POST /x?ClientIP=10.0.0.1&OptPlatform=Web HTTP/1.1\r\nHost: a?b=c \r\n\r\n"), body...),
	}
	p, _ := CapturedFrom(x, conformance.ReadRequest)
	return p
}

func TestPastOf(t *testing.T) {
	p := past(7, 1700000000123, "a", "b")
	if !p.Time.Equal(time.UnixMilli(1700000000123)) || p.ClientIP != "10.0.0.1" || p.Platform != "Web" || p.Number != 7 || p.Request.FromAccount != "a" {
		t.Errorf("got %+v", p)
	}
	if p = past(7, 0, "a", "b"); !p.Time.Equal(noon) {
		t.Errorf("without EventTime: got %s, want the time of the record", p.Time)
	}
}

func TestTally(t *testing.T) {
	p := parse(t, "rules:\n  - {id: fast, when: 'rate(from, \"1m\") > 2', deny: 38001}\n  - {id: never, when: 'from == \"x\"', deny: 38002}\n  - {id: vip, when: 'to == \"vip\"', allow: true}\n")
	tally := Tally{Policy: p, Examples: 1}
	for i := range int64(4) {
		tally.Add(past(uint64(i+1), 1700000000000+i*1000, "a", "b"))
	}
	tally.Add(past(5, 1700000100000, "a", "vip", "b")) // more than a minute later
	want := []RuleTally{
		{Rule: "fast", Accounts: 2, Denied: 2, Examples: []Example{{3, "a", "b", 38001, Reason{"fast", `from=a, rate(from, "1m")=3`}, nil}}},
		{Rule: "never"},
		{Rule: "vip", Accounts: 1, Examples: []Example{{5, "a", "vip", 0, Reason{"vip", "to=vip"}, nil}}},
		{Rule: "", Accounts: 3, Examples: []Example{{1, "a", "b", 0, Reason{}, nil}}},
	}
	if diff := cmp.Diff(want, tally.Rules()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if tally.Requests != 5 || tally.Accounts != 6 || tally.Denied != 2 || tally.Failed != 0 {
		t.Errorf("got %+v", tally)
	}
}

func TestDiff(t *testing.T) {
	before := parse(t, "rules:\n  - {id: spam, when: 'from == \"spam\"', deny: 38001}\n  - {id: both, when: 'to == \"both\"', deny: 38001}\n")
	after := parse(t, "rules:\n  - {id: new, when: 'to == \"new\"', deny: 38009}\n  - {id: both, when: 'to == \"both\"', deny: 38002}\n")
	d := Diff{Old: before, New: after, Examples: 1}
	d.Add(past(1, 1, "spam", "x", "y"))
	d.Add(past(2, 2, "ok", "new", "z", "both"))
	want := []Change{
		{"deny", "allow", "spam", 2, []Example{{1, "spam", "x", 0, Reason{}, &Reason{"spam", "from=spam"}}}},
		{"allow", "deny", "new", 1, []Example{{2, "ok", "new", 38009, Reason{"new", "to=new"}, &Reason{}}}},
	}
	if diff := cmp.Diff(want, d.Changes()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if d.Requests != 2 || d.Accounts != 5 || d.Changed != 3 || d.Recoded != 1 {
		t.Errorf("got %+v", d)
	}
}
