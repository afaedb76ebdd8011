package policy

import (
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/report/term"
)

// What is said of the rules of a policy, and of what another one decides otherwise, with every part that is only sometimes there.
func TestTemplates(t *testing.T) {
	t.Parallel()
	var both []*policy.Policy
	for _, to := range []string{"deny: 38001", "allow: true"} {
		p, err := policy.Parse("policy.yaml", []byte("version: 1\nrules:\n  - id: spam\n    when: from == \"spammer\"\n    "+to+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		both = append(both, p)
	}
	tally, diff := &policy.Tally{Policy: both[0], Examples: 1}, &policy.Diff{Old: both[0], New: both[1], Examples: 1}
	for i, from := range []string{"spammer", "alice\x1b"} {
		request, err := callback.DecodeRequest([]byte(callback.PrevFriendAdd.Sample))
		if err != nil {
			t.Fatal(err)
		}
		request.FromAccount = from
		one := policy.Captured{Request: request, Time: time.Unix(1, 0), Number: uint64(i)}
		tally.Add(one)
		diff.Add(one)
	}
	tally.Add(policy.Captured{Other: "State.StateChange", Time: time.Unix(2, 0)})
	var b strings.Builder
	out := &term.Terminal{W: &b, Width: 80}
	ShowTally(out, tally, 1)
	ShowDiff(out, diff, true, 1)
	want := ` accounts    denied  rule
        2         2  spam
                     0  spammer → id1  rule spam: from=spammer
        2         0  (no rule held)
                     1  alice\x1b → id1  no rule held

2 requests · 4 accounts · 2 allowed · 2 denied · 1 of other callbacks · 1 record that could not be read
        2  deny → allow  spam
                     0  spammer → id1  rule spam: from=spammer; before: rule spam: from=spammer
2 of 4 accounts decided otherwise · 0 denied with another code · more than --max-changed · 1 record that could not be read
`
	if b.String() != want {
		t.Errorf("got\n%s, want\n%s", b.String(), want)
	}
}
