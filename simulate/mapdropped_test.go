package simulate_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// Of a request that turns out to be answered by chance nothing is concluded, whatever it showed before.
func TestDecisionMapForgetsUnsteadyBases(t *testing.T) {
	sure := mapTestBases
	for _, sent := range []int{30, 60, 85, 200, 500} {
		asked, bits := 0, dice.Dice(dice.Hash(uint64(sent), 5))
		m, _ := mapOf(t, 3, func(q *callback.Request, _ *http.Request) bool {
			if asked++; asked > sent {
				return bits.One(2)
			}
			return strings.Contains(q.Items[0].Texts[callback.Wording], "SPAM") || q.Items[0].Texts[callback.Remark] == ""
		})
		found, flips, with, values := 0, 0, 0, 0
		for i := range m.Dependences {
			found += m.Dependences[i].Count
		}
		for i := range m.Fields {
			f := &m.Fields[i]
			flips, with, values = flips+f.Flips, with+len(f.With), values+len(f.Values)
		}
		switch {
		case m.Bases.Steady == 0 && found+flips+with+values+m.Pairs > 0:
			t.Errorf("%d: got findings of no steady request: %+v", sent, *m)
		case m.Bases.Steady > 0 && (sent < 80 || found == 0 || m.Pairs == 0):
			t.Errorf("%d: got %+v, want what the steady requests showed", sent, *m)
		case m.Bases.Unsteady() == 0:
			t.Errorf("%d: got no unsteady request", sent)
		}
		sure = min(sure, m.Bases.Steady)
	}
	if sure > 0 {
		t.Error("got steady requests always, want runs without")
	}
}
