package simulation

import (
	"testing"

	"github.com/chatcb/chatcb/simulate/score"
)

// The closing line names leaks, and why a limit of them fails the run.
func TestClosingLeaks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		leaks uint64
		limit *LeakLimit
		want  string
	}{
		{"none", 0, nil, ""},
		{"not judged", 3, nil, "3 LEAKS (no --max-leak: not judged)"},
		{"over", 3, &LeakLimit{0.001, score.Disproven, 0}, "3 LEAKS (over the 0.1 % allowed)"},
		{"under", 3, &LeakLimit{0.5, score.Proven, 0}, "3 LEAKS (under the 50.0 % allowed)"},
		{"none, under", 0, &LeakLimit{0.5, score.Proven, 0}, ""},
		{"not proven", 0, &LeakLimit{0.001, score.NotProven, 2995}, "0 LEAKS (not proven to be under 0.1 %)"},
	} {
		s := &view{Simulation: &Simulation{Score: &score.Score{Malicious: score.Row{Leaks: tt.leaks}}, Limit: tt.limit}}
		if got := s.closingLeaks(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
