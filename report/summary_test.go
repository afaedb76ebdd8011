package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report/term"
)

func TestCountsInWords(t *testing.T) {
	t.Parallel()
	var en term.Terminal
	for got, want := range map[string]string{
		en.Words.Say("report.times", "n", 1, "all", 1): "once in 1 exchange:",
		en.Words.Say("report.times", "n", 1, "all", 3): "once in 3 exchanges:",
		en.Words.Say("report.times", "n", 2, "all", 3): "2 times in 3 exchanges, the first:",
		en.Words.Say("report.leaks", "n", 1):           "1 LEAK",
		en.Words.Say("report.leaks", "n", 54):          "54 LEAKS",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSummaryCounts(t *testing.T) {
	t.Parallel()
	broken, _ := conformance.RuleByID("RIT-001")
	s := Summary{Gate: conformance.Gate{FailOn: rule.Must}}
	for range 3 {
		s.Add(&conformance.Judged{
			Exchange: &exchange.Exchange{Phases: exchange.Phases{LastByte: time.Second}},
			Expect:   conformance.Expectations{"to:a": conformance.Block, "to:b": conformance.Block, "to:c": conformance.Allow},
			Judgement: &conformance.Judgement{
				Verdicts: []conformance.Verdict{
					{Account: "a", Effect: conformance.Allow, Cause: callback.NotAnswered, Basis: conformance.Assumed},
					{Account: "b", Effect: conformance.Block, Cause: callback.Said},
					{Account: "c", Effect: conformance.Block, Cause: callback.Said},
				},
				Findings: []rule.Finding{rule.Spelt(broken, broken.Level, "", strings.Repeat("x", 9000), "")},
			},
		})
	}
	got := []int{s.Exchanges, s.Accounts, s.Allowed, s.Blocked, s.FailOpen, s.Assumed, s.Leaks, s.Unmet, s.Failing, s.Levels[rule.Fail]}
	if want := []int{3, 9, 3, 6, 3, 3, 3, 3, 0, 3}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if n := s.Rules["RIT-001"].First.Size(); n > 800 {
		t.Errorf("the first finding keeps %d bytes, want few", n)
	}
}
