package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report/term"
)

// Phase is a part of the time that an exchange took.
type Phase struct {
	Name string
	Took time.Duration
}

// Phases turns the ends of the phases into how long each took.
func Phases(p *exchange.Phases) []Phase {
	var list []Phase
	last := time.Duration(0)
	for _, end := range []Phase{
		{"dns", p.DNS},
		{"connect", p.Connect},
		{"tls", p.TLS},
		{"send", p.Write},
		{"wait", p.FirstByte},
		{"receive", p.LastByte},
	} {
		if end.Took <= 0 {
			continue
		}
		list = append(list, Phase{end.Name, max(0, end.Took-last)})
		last = end.Took
	}
	return list
}

// showLedger draws where the time went, against the deadline.
func showLedger(t *term.Terminal, x *exchange.Exchange) {
	var parts []term.Text
	for _, p := range Phases(&x.Phases) {
		if x.Failure.Cause == callback.NoConnection && p.Name == "receive" {
			p.Name = "connect" // that failed: nothing came to be received
		}
		parts = append(parts, term.Textf("%s %s", t.Words.Label(p.Name), Millis(p.Took)))
	}
	if len(parts) == 0 {
		return
	}
	const bar = 20
	share := float64(x.Phases.LastByte) / float64(x.Limit())
	filled := min(bar, int(share*bar+0.999))
	paint := t.Good
	switch {
	case x.Late():
		paint = t.Bad
	case share > 0.5:
		paint = t.Doubtful
	}
	picture := strings.Repeat("█", filled) + strings.Repeat("░", bar-filled)
	t.Printf("%s  %s %s\n", t.Label("time"), paint(picture), t.Say("report.share", "share", share*100, "limit", Seconds(x.Limit())))
	for _, line := range term.Parts(parts, t.Width-6) {
		t.Printf("      %s\n", line)
	}
	t.Printf("\n")
}

// ShowLine shows one exchange in a line an account, for runs of many.
func ShowLine(t *term.Terminal, e *conformance.Judged) {
	showLine(t, e, func(*conformance.Verdict) string { return "" })
}

// showLine is ShowLine with something said behind each cause.
func showLine(t *term.Terminal, e *conformance.Judged, behind func(*conformance.Verdict) string) {
	for i := range e.Judgement.Verdicts {
		v := &e.Judgement.Verdicts[i]
		effect := term.Textf("%-5s", v.Effect)
		if v.FailOpen() {
			effect = t.Bad(effect)
		}
		rules := ""
		for k := range e.Judgement.Findings {
			if i == 0 {
				rules += " " + e.Judgement.Findings[k].Rule.ID
			}
		}
		leak := term.Text{}
		if e.IsLeak(v) {
			leak = t.Bad(" LEAK")
		}
		// Room is left for a time, "status (fail-open)" and a rule.
		t.Entry(term.Textf("%5d  %s  ", e.Number, effect), e.Judgement.Webhook.OrFirst().Pair(e.From, v.Account), 40, 38,
			fmt.Sprintf("  %8s  ", Millis(e.Exchange.Phases.LastByte)), causeText(t, v), term.Harmless(behind(v)), leak, t.Doubtful(rules))
	}
}

// ShowNoAccount is the line of an exchange that asks about nobody, and why that is so.
func ShowNoAccount(t *term.Terminal, number uint64, why string) {
	t.Below(fmt.Sprintf("%5d  ", number), t.Faint(t.Say("report.no-account", "why", why)))
}

// ShowUnknown prints one line for an exchange of which it is not known what the receiver answered.
func ShowUnknown(t *term.Terminal, number uint64, from string, accounts []string) {
	who := from + " → " + strings.Join(accounts, ", ")
	t.Below(fmt.Sprintf("%5d  ", number), t.Faint(t.Say("report.not-known", "who", who)))
}

// ShowAlarm prints text under the line of an exchange.
func ShowAlarm(t *term.Terminal, text string) { t.Below("       ", t.Bad(text)) }
