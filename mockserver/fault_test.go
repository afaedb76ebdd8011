package mockserver_test

import (
	"slices"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// quick are the settings with which a fault that takes time shows in little of it.
var quick = map[string]string{"latency": "latency=80ms", "hang": "hang=80ms", "dribble": "dribble=1ms"}

// The deadline that faults which take time have to miss, and the others have not.
const quickDeadline = 50 * time.Millisecond

// judged sends the page's sample to a receiver with this script and returns what a conforming judge finds.
func judged(t *testing.T, script string, f *fault.Fault) *conformance.Judgement {
	t.Helper()
	deadline := callback.Deadline
	if slices.Contains(f.Fires, "LAT-001") {
		deadline = quickDeadline
	}
	q := signedQuery()
	x := sendRaw(t, faulty(t, script), request(q, callback.PrevFriendAdd.Sample), deadline, 3*time.Second)
	req, err := conformance.RequestIn(x)
	if err != nil {
		t.Fatal(err)
	}
	req.Secrets = append(req.Secrets, token)
	var judge conformance.Judge
	switch {
	case f.Denied:
		judge.Expect = conformance.Expectations{"": conformance.Block}
	case f.Allowed:
		judge.Expect = conformance.Expectations{"": conformance.Allow}
	}
	out := new(conformance.Judgement)
	judge.Judge(x, &req, out)
	return out
}

// passive reports whether the fault is one that a judge of single answers must notice.
func passive(f *fault.Fault) bool {
	if f.Hostile {
		return false
	}
	for _, id := range f.Fires {
		if _, ok := conformance.RuleByID(id); !ok {
			return false
		}
	}
	return len(f.Fires) > 0
}

// Exactly the declared rules fire on the answer to the page's sample, in any order.
func TestPassiveFaultsFireTheirRules(t *testing.T) {
	for f := range fault.All() {
		if !passive(f) {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			script := f.ID
			if s, ok := quick[f.ID]; ok {
				script = s
			}
			out := judged(t, script, f)
			var got []string
			for i := range out.Findings {
				got = append(got, out.Findings[i].Rule.ID)
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(f.Fires))
			if !slices.Equal(got, want) {
				for i := range out.Findings {
					t.Logf("%s: %s: %s", out.Findings[i].Rule.ID, out.Findings[i].Message(), out.Findings[i].Received())
				}
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// What looks odd and is legal has no finding above a note, and the effect that was meant.
func TestLegalReceiversAreNotMinded(t *testing.T) {
	n := 0
	for f := range fault.All() {
		if f.Group != "legal" {
			continue
		}
		n++
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			if len(f.Fires) > 0 {
				t.Errorf("got %v, want no rule", f.Fires)
			}
			out := judged(t, f.ID, f)
			for i := range out.Findings {
				if out.Findings[i].Level != rule.Note {
					t.Errorf("got %s: %s", out.Findings[i].Rule.ID, out.Findings[i].Message())
				}
			}
			for _, v := range out.Verdicts {
				if f.ID != "legal-failure" && v.Cause != callback.Said {
					t.Errorf("got %+v, want an effect that was said", v)
				}
			}
		})
	}
	if n < 10 {
		t.Errorf("got %d legal receivers, want 10 or more", n)
	}
}
