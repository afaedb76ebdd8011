package report

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/doctor"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/term"
)

// judgedSample is an answer that denies in the wrong place, to a request that was to be blocked.
func judgedSample() *conformance.Judged {
	con004, _ := conformance.RuleByID("CON-004")
	rit001, _ := conformance.RuleByID("RIT-001")
	x := &exchange.Exchange{
		Target: "http://localhost:3000/hook", Sent: []byte("POST /hook HTTP/1.1\r\n\r\n{}"), Phases: exchange.Phases{LastByte: 2100 * time.Millisecond},
		Answer: http1.Answer{
			Status: 200, Head: []byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"),
			Body: []byte(`{"ActionStatus":"FAIL","ErrorCode":38001,"ErrorInfo":"不要"}`),
		},
	}
	return &conformance.Judged{
		Exchange: x, From: "spammer", Repeat: "chatcb send :3000/hook --from spammer --to bob",
		Expect: conformance.Expectations{"to:bob": conformance.Block, "to:carol": conformance.Allow},
		Judgement: &conformance.Judgement{
			Webhook: callback.PrevFriendAdd,
			Verdicts: []conformance.Verdict{
				{Account: "bob", Said: conformance.SaidAllow, Effect: conformance.Allow, Cause: callback.ErrorCode, Basis: conformance.Documented, HasCode: true},
				{Account: "carol", Said: conformance.SaidNothing, Effect: conformance.Allow, Cause: callback.NotAnswered, Basis: conformance.Assumed},
			},
			Findings: []rule.Finding{
				{Rule: con004, Args: []any{"code", 38001}, Severity: con004.Severity, Level: con004.Level, Account: "bob"},
				{Rule: rit001, Args: []any{"accounts", []string{"carol"}}, Severity: rit001.Severity, Level: rit001.Level, Account: "carol"},
			},
		},
	}
}

// Everything that the commands share, as it reads in both languages; no line is wider than the terminal, but for commands,
// which are to be copied.
func TestLanguages(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]*language.Words{"en": language.English(), "zh": language.Chinese()} {
		var b strings.Builder
		out := &term.Terminal{W: &b, Width: 80, TTY: true, Words: words}
		e := judgedSample()
		ShowExchange(out, e)
		s := Summary{Gate: conformance.Gate{FailOn: rule.Must}}
		for e.Number = range 3 {
			ShowLine(out, e)
			s.Add(e)
		}
		s.Ignored = 1
		ShowBroken(out, &s)
		ShowSummary(out, &s, outcome.Leak)
		ShowNoAccount(out, 7, "JSON")
		ShowUnknown(out, 8, "alice", []string{"bob"})
		ShowFaults(out)
		r, _ := conformance.RuleByID("LAT-001")
		ShowRule(out, r)
		list := []doctor.Finding{{Topic: doctor.Clock, Verdict: doctor.Warn, Seen: "-", Fix: "-", Basis: conformance.Assumed}}
		ShowExamined(out, &list[0])
		ShowDiagnosis(out, list, outcome.OK)
		golden.Compare(t, filepath.Join("testdata", name+".txt"), b.String())
		for line := range strings.Lines(b.String()) {
			if n := term.Columns(strings.TrimSuffix(line, "\n")); n > 80 && !strings.Contains(line, "chatcb ") && !strings.Contains(line, "{") {
				t.Errorf("%s: a line of %d columns: %s", name, n, line)
			}
		}
	}
}
