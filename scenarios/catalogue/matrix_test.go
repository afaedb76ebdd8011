package catalogue

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/result"
)

// fired are the rules that a run found broken, in order.
func fired(r *result.Run) []string {
	var ids []string
	for i := range r.Cases {
		for k := range r.Cases[i].Findings {
			id := r.Cases[i].Findings[k].Rule
			if r.Cases[i].Scenario == "ROB-013" && r.Cases[i].Status == result.Fail {
				ids = append(ids, "ROB-013") // which is told as the rule that is broken
			}
			if !slices.Contains(ofTheServer, id) {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func TestRightReceiverInMemory(t *testing.T) {
	t.Parallel()
	run := inMemory(t, setting{})
	if got := fired(run); len(got) > 0 || run.Exit != 0 {
		t.Errorf("got %v and exit %d, want nothing and 0", got, run.Exit)
	}
}

// TestMatrix runs every scenario against every broken receiver: what a fault declares must be found, a legal receiver must
// give no finding, and what is found besides stands in the golden file, to be looked at when it changes.
//
// That takes a minute. Unless CHATCB_REQUIRE is all, and under the race detector, a receiver meets only the scenarios that
// must notice it, and the golden file is left alone.
func TestMatrix(t *testing.T) {
	t.Parallel()
	whole := !underRace && (need.All() || os.Getenv("UPDATE") != "")
	var faults []*fault.Fault
	for f := range fault.All() {
		if f.Group != "wire" && f.Group != "TLS" { // in memory there is no TLS: see TestSecureReceivers
			faults = append(faults, f)
		}
	}
	lines := make([]string, len(faults))
	t.Run("faults", func(t *testing.T) {
		for i, f := range faults {
			t.Run(f.ID, func(t *testing.T) {
				t.Parallel()
				switch {
				case f.Group == "legal":
					checkLegal(t, f, whole)
				case whole:
					lines[i] = checkBroken(t, f)
				default:
					checkDeclared(t, f)
				}
			})
		}
	})
	if whole && !t.Failed() && os.Getenv("UPDATE") == "" {
		lookAgain(t, faults, lines)
	}
	if whole && !t.Failed() {
		golden.Compare(t, "testdata/matrix.golden", strings.Join(lines, ""))
	}
}

// mustFire are the rules and scenarios that must notice a fault: those that its table names, and the scenarios that name it.
func mustFire(t testing.TB, f *fault.Fault) []string {
	all := slices.Clone(f.Fires)
	for _, sc := range All() {
		if slices.Contains(sc.Faults, f.ID) {
			all = append(all, sc.ID)
		}
	}
	return all
}

// checkLegal runs without declared accounts, for some legal receivers decide otherwise than was declared; and against one
// that fails always without a token, for then a right Sign is refused.
func checkLegal(t *testing.T, f *fault.Fault, whole bool) {
	set := setting{fault: f.ID, nobody: true, unsigned: f.ID == "legal-failure"}
	if !whole {
		set.only = []string{"TRN", "FLD"}
	}
	run := inMemory(t, set)
	want := map[string][]string{"legal-extra-members": {"JSN-009"}, "legal-failure": {"CON-005"}}[f.ID] // a note, and never more
	// That it closes connections is told, and no more.
	if got := slices.DeleteFunc(fired(run), func(id string) bool { return id == "TRN-005" }); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// checkDeclared runs what a receiver declares, and a few scenarios for the rules that judge any answer. Where that is not
// enough, for one is in the other's way or it takes many requests, each runs alone, and then all of them.
func checkDeclared(t *testing.T, f *fault.Fault) {
	only := []string{"FLD-001", "POL", "blocked-sender", "exact-code"}
	for _, id := range mustFire(t, f) {
		if _, ok := Explain(id); ok {
			only = append(only, id)
		}
	}
	if f.Hostile {
		only = append(only, "ROB-006", "SEC-003")
	}
	got := fired(inMemory(t, setting{fault: f.ID, only: only}))
	for _, id := range mustFire(t, f) {
		for _, further := range [][]string{{id}, nil} {
			if slices.Contains(got, id) {
				break
			}
			got = append(got, fired(inMemory(t, setting{fault: f.ID, only: further}))...)
		}
		if !slices.Contains(got, id) {
			t.Errorf("%s is not found: got %v", id, got)
		}
	}
}

// neighbours are the receivers whose answers, or times, depend on what other requests are at work or came before. Slow cases run
// beside the others, so which further scenarios notice them is a matter of chance, and not kept.
var neighbours = []string{
	"stale-on-reuse", "one-at-a-time", "in-order-only", "cross-talk", "wears-out", "denies-again", "impatient",
	"one-reader", "leaks-workers", "no-head-room",
}

func checkBroken(t *testing.T, f *fault.Fault) string {
	run := inMemory(t, setting{fault: f.ID})
	got := fired(run)
	var missing, more []string
	for _, id := range mustFire(t, f) {
		if !slices.Contains(got, id) {
			missing = append(missing, id)
		}
	}
	for _, id := range got {
		if !slices.Contains(mustFire(t, f), id) {
			more = append(more, id)
		}
	}
	line := fmt.Sprintf("%-24s %s", f.ID, strings.Join(mustFire(t, f), " "))
	if len(missing) > 0 { // a receiver that some other case broke for good is not there any more for its own
		line += " | alone " + strings.Join(missing, " ")
		for _, id := range missing {
			if got := fired(inMemory(t, setting{fault: f.ID, only: []string{id}})); !slices.Contains(got, id) {
				t.Errorf("%s is not found: got %v and %v", id, got, more)
			}
		}
	}
	if slices.Contains(neighbours, f.ID) {
		return fmt.Sprintf("%-24s %s | and neighbours\n", f.ID, strings.Join(mustFire(t, f), " "))
	}
	if len(more) > 0 {
		line += " | " + strings.Join(more, " ")
	}
	if run.Counts.Status[result.Untestable] > 0 {
		line += " | untestable"
	}
	if run.Cause != "" {
		line += " | cause"
	}
	if run.Exit == 0 && !slices.ContainsFunc(mustFire(t, f), advisoryOnly) {
		t.Errorf("got exit 0 for %v", got)
	}
	return line + "\n"
}

// advisoryOnly reports rules whose breaking fails nothing by default.
func advisoryOnly(id string) bool {
	if passive, ok := conformance.RuleByID(id); ok && passive.Level != rule.Fail {
		return true
	}
	sc, ok := Explain(id)
	return ok && sc.Level != rule.Fail
}

// lookAgain runs the receivers whose line differs from the golden file once or twice more: goroutines of a bubble are
// scheduled by chance, and now and then another scenario is the first to notice something. A change of meaning differs
// each time.
func lookAgain(t *testing.T, faults []*fault.Fault, lines []string) {
	t.Helper()
	text, err := os.ReadFile("testdata/matrix.golden")
	if err != nil {
		return // golden tells
	}
	for i, f := range faults {
		for again := 0; again < 2 && !strings.Contains("\n"+string(text), "\n"+lines[i]); again++ {
			t.Logf("once more, because of %q", lines[i])
			t.Run(f.ID+"/again", func(t *testing.T) { lines[i] = checkBroken(t, f) })
		}
	}
}
