package outcome

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Scripts of users depend on these numbers and words.
func TestTable(t *testing.T) {
	t.Parallel()
	const want = `  0    as expected
  1    findings, or expectations that were not met
  2    usage: the command line, the configuration or a scenario file is wrong
  3    could not run: no connection before any verdict, a port is taken, trouble of chatcb's own
  4    leak: an account that was to be blocked would be added as a friend
  5    nothing was judged or proved, or the baseline is stale or expired
  130  interrupted

When several apply: 130, then 3, 4, 1, 5.
`
	if diff := cmp.Diff(want, Table(nil)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]Status{0, 1, 2, 3, 4, 5, 130}, All()); diff != "" {
		t.Errorf("statuses (-want +got)\n%s", diff)
	}
}

func TestDecide(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		facts Facts
		want  Status
	}{
		{Facts{}, OK},
		{Facts{Nothing: true}, Nothing},
		{Facts{Nothing: true, Findings: true}, Findings},
		{Facts{Nothing: true, Findings: true, Leak: true}, Leak},
		{Facts{Nothing: true, Findings: true, Leak: true, Trouble: true}, Trouble},
		{Facts{Nothing: true, Findings: true, Leak: true, Trouble: true, Interrupted: true}, Interrupted},
		{Facts{Trouble: true, Findings: true}, Trouble},
		{Facts{Interrupted: true}, Interrupted},
	} {
		if got := Decide(tt.facts); got != tt.want {
			t.Errorf("%+v: got %d, want %d", tt.facts, got, tt.want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	names := make(map[string]Status)
	for _, s := range All() {
		if other, twice := names[s.Name()]; twice {
			t.Errorf("%d and %d are both called %s", s, other, s.Name())
		}
		names[s.Name()] = s
		if s.Meaning() == "" {
			t.Errorf("%d has no meaning", s)
		}
	}
	if got := Status(77); got.Name() != "exit status 77" || got.Meaning() != "" {
		t.Errorf("an unknown status: got %q, %q", got.Name(), got.Meaning())
	}
}
