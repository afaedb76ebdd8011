package simulation

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Only the commands that send a request again are longer than a line of 80 columns: they are to be copied.
func TestSimulationFitsEightyColumns(t *testing.T) {
	t.Parallel()
	all := simulations(t)
	leaky := sampleResult()
	for label, tally := range leaky.Labels {
		if label != traffic.Benign {
			tally.Allowed, tally.Blocked, tally.FailOpen = tally.Accounts, 0, nil
		}
	}
	leaky.Plan.Load = "ramp+poisson:from=10,to=5000,over=30s, rate 100"
	all["all leaked"] = New(leaky, 0.001, score.Thresholds{}, repeatSample)
	for name, s := range all {
		for line := range strings.Lines(renderSimulation(t, "terminal", s)) {
			line = strings.TrimSuffix(line, "\n")
			if term.Columns(line) > 80 && !strings.HasPrefix(line, "    chatcb ") {
				t.Errorf("%s: got a line of %d columns: %s", name, term.Columns(line), line)
			}
			if text := strings.TrimSpace(line); text == "allowed" || text == "leaks" {
				t.Errorf("%s: got a line with nothing but %q", name, text)
			}
		}
	}
}
