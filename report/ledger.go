package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report/term"
)

type phase struct {
	Name string
	Took time.Duration
}

// Phases turns the ends of the phases into how long each took.
func Phases(p *exchange.Phases) []phase {
	var list []phase
	last := time.Duration(0)
	for _, end := range []phase{
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
		list = append(list, phase{end.Name, max(0, end.Took-last)})
		last = end.Took
	}
	return list
}

// showLedger draws where the time went, against the deadline.
func showLedger(t *term.Terminal, x *exchange.Exchange) {
	var parts []string
	for _, p := range Phases(&x.Phases) {
		if x.Failure.Cause == callback.NoConnection && p.Name == "receive" {
			p.Name = "connect" // that failed: nothing came to be received
		}
		parts = append(parts, p.Name+" "+Millis(p.Took))
	}
	if len(parts) == 0 {
		return
	}
	const bar = 20
	share := float64(x.Phases.LastByte) / float64(x.Limit())
	filled := min(bar, int(share*bar+0.999))
	picture := strings.Repeat("█", filled) + strings.Repeat("░", bar-filled)
	switch {
	case x.Late():
		picture = t.Bad(picture)
	case share > 0.5:
		picture = t.Doubtful(picture)
	default:
		picture = t.Good(picture)
	}
	t.Printf("%s  %s %.1f %% of %s\n", t.Faint("time"), picture, share*100, Seconds(x.Limit()))
	for _, line := range term.Wrap(strings.Join(parts, " · "), t.Width-6) {
		t.Printf("      %s\n", line)
	}
	t.Printf("\n")
}

// ShowLine shows one exchange in a line an account, for runs of many.
func ShowLine(t *term.Terminal, e *conformance.Judged) {
	x := e.Exchange
	for i := range e.Judgement.Verdicts {
		v := &e.Judgement.Verdicts[i]
		effect := fmt.Sprintf("%-5s", v.Effect)
		if v.FailOpen() {
			effect = t.Bad(effect)
		}
		rules := ""
		if i == 0 {
			rules = ruleIDs(t, e)
		}
		// Room is left for a time, "status (fail-open)" and a rule.
		t.Entry(fmt.Sprintf("%5d  %s  ", e.Number, effect), e.From+" → "+v.Account, 40, 38,
			slices.Concat([]string{fmt.Sprintf("  %8s", Millis(x.Phases.LastByte))}, term.ByWords("  "+causeText(t, v)), term.ByWords(rules))...)
	}
}

func ruleIDs(t *term.Terminal, e *conformance.Judged) string {
	var b strings.Builder
	for i := range e.Judgement.Findings {
		b.WriteString(" " + e.Judgement.Findings[i].Rule.ID)
	}
	return t.Doubtful(b.String())
}
