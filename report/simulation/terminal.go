package simulation

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Show shows a run of chatcb simulate: what became of whom, the time, what was broken, the requests that say most,
// and the closing line.
func Show(t *term.Terminal, s *Simulation) {
	r := s.Result
	start := t.Strong(t.Fit(r.Plan.Target, t.Width))
	about := fmt.Sprintf("%s, seed %d, %s", r.Plan.Load, r.Plan.Seed, shardText(r))
	if start.Width()+2+term.Columns(about) <= t.Width {
		t.Printf("%s  %s\n", start, about)
	} else {
		t.Printf("%s\n", start)
		t.Lines(about, "")
	}
	t.Printf("%s\n\n", t.Faint(fmt.Sprintf("requests %d to %d of the stream, %d in the warm-up", r.Plan.Number, max(r.Plan.Last, 1)-1,
		r.Warm)))
	if s.unreached() { // the times of refused connections would look like those of a fast backend
		t.Row("reached", t.Bad("nobody: no connection came about, so nothing here tells of the backend. Is it running, and at this address?"))
		t.Printf("\n")
		showBrokenRules(t, s)
		showEnd(t, s)
		return
	}
	if s.Result.Silent() {
		t.Row("answered", t.Bad("nothing: not a byte came back, to no request. Is it the backend that listens at this address?"))
		t.Printf("\n")
	}
	labelTable(t, s)
	s.showFacts(t, s.outcomes())
	t.Printf("\n")
	s.showFacts(t, s.latencies())
	showPicture(t, &s.Result.Timeline)
	t.Printf("\n")
	showComparison(t, s.Comparison)
	showBrokenRules(t, s)
	showTelling(t, s)
	showEnd(t, s)
}

func shardText(r *score.Result) string {
	loop := r.Plan.Loop
	if loop == "open" {
		loop = "open loop"
	}
	if r.Plan.Shards <= 1 {
		return loop
	}
	return fmt.Sprintf("%s, %d of %d shards", loop, len(r.Shards), r.Plan.Shards)
}

func labelTable(t *term.Terminal, s *Simulation) {
	t.Printf("%s\n", t.Faint(fmt.Sprintf("%-14s %8s %8s %8s %7s %6s %6s  %s", "LABEL", "ACCOUNTS", "ALLOWED", "BLOCKED", "LET IN",
		"RECALL", "PREC.", "CAUGHT AFTER")))
	for _, w := range s.rows() {
		allowed, blocked, open := term.Harmless(w.Allowed), term.Harmless(w.Blocked), term.Harmless(w.FailOpen)
		if w.FailOpen > 0 {
			open = t.Bad(open)
		}
		recall, precision, caught := "", "", ""
		if w.Label != traffic.Benign {
			recall, precision, caught = fmt.Sprintf("%.1f%%", w.Recall*100), fmt.Sprintf("%.1f%%", w.Precision*100), caughtText(&w)
		}
		switch {
		case w.Label != traffic.Benign && w.Allowed > 0:
			allowed = t.Bad(allowed)
		case w.Label == traffic.Benign && w.Blocked > 0:
			blocked = t.Bad(blocked)
		}
		row := term.Textf("%-14s %8d %8s %8s %7s %6s %6s  %s", w.Label, w.Accounts, allowed, blocked, open, recall, precision, caught)
		t.Printf("%s\n", row.TrimRight())
	}
	t.Printf("\n")
}

func caughtText(w *score.Row) string {
	switch {
	case w.Label == "malicious":
		return ""
	case !w.Caught:
		return "never"
	}
	return fmt.Sprintf("%d, %s", w.CaughtAmong, report.Seconds(w.CaughtWithin.Round(time.Millisecond)))
}

func (s *Simulation) showFacts(t *term.Terminal, facts []fact) {
	for _, f := range facts {
		text := term.Harmless(f.text)
		switch {
		case f.name == "kept":
			text = t.Good(text)
		case f.name == "undecided", f.name == "behind", f.name == "broken":
			text = t.Bad(text)
		case f.name == "waited", f.name == "limit" && s.Limit == nil:
			text = t.Doubtful(text)
		case f.name == "limit" && s.Limit.Proof == score.Proven:
			text = t.Good(text)
		case f.name == "limit":
			text = t.Bad(text)
		}
		t.Row(f.name, text)
	}
}

// showPicture draws the slowest latency over time, a column a slot.
func showPicture(t *term.Terminal, line *score.Timeline) {
	columns := min(t.Width-10, 60)
	if len(line.Slots) < 2 || columns < 10 {
		return
	}
	per := (len(line.Slots) + columns - 1) / columns
	highest := time.Duration(1)
	var tops []time.Duration
	for i := 0; i < len(line.Slots); i += per {
		top := time.Duration(0)
		for k := i; k < min(i+per, len(line.Slots)); k++ {
			top = max(top, line.Slots[k].Quantile(0.99))
		}
		tops, highest = append(tops, top), max(highest, top)
	}
	const levels = " ▁▂▃▄▅▆▇█"
	bars := []rune(levels)
	text := ""
	for _, top := range tops {
		text += string(bars[int(float64(top)/float64(highest)*float64(len(bars)-1)+0.5)])
	}
	t.Printf("%s%s\n", t.Faint("p99       "), text)
	t.Printf("%s\n", t.Faint(fmt.Sprintf("          over time, %s a column, highest %s", report.Seconds(line.Width*time.Duration(per)),
		report.Millis(highest))))
}

func showBrokenRules(t *term.Terminal, s *Simulation) {
	for _, id := range s.rules() {
		f := s.Result.Findings[id]
		mark := t.Doubtful(f.Level)
		if f.Fails {
			mark = t.Bad(f.Level)
		}
		t.Printf("%-4s  %s  %d×  %s\n", mark, id, f.Count, t.Fit(f.Message, max(t.Width-26, 40)))
	}
	if len(s.Result.Findings) > 0 {
		t.Printf("%s\n\n", t.Faint("chatcb explain ID says more"))
	}
}

func showTelling(t *term.Terminal, s *Simulation) {
	if len(s.Telling) == 0 {
		return
	}
	t.Printf("%s\n", t.Strong("the requests that say most"))
	for _, x := range s.Telling {
		what, label, took := t.Bad(outcomeText(&x)), term.Harmless(x.Label), report.Millis(x.Took)
		room := max(t.Width-what.Width()-label.Width()-len(took)-10, 16)
		unwanted, protected := x.Pair()
		from := t.Fit(unwanted, min(max(room/2, room-term.Harmless(protected).Width()), 32))
		t.Printf("  %s %s  %s → %s  %s\n", what, label, from, t.Fit(protected, min(room-from.Width(), 32)), took)
		if x.Wording != "" {
			t.Printf("    %s\n", t.Faint(t.Fit(x.Wording, t.Width-6)))
		}
		t.Printf("    %s\n", x.Repeat)
	}
	t.Printf("\n")
}

func showEnd(t *term.Terminal, s *Simulation) {
	var parts []string
	if s.Result.Interrupted {
		parts = append(parts, "interrupted")
	}
	parts = append(parts, report.Plural(int(s.Result.Requests), "request"))
	if leaks := s.closingLeaks(); leaks != "" {
		parts = append(parts, leaks)
	}
	parts = append(parts, fmt.Sprintf("%d allowed, %d blocked, %d let in", s.Score.Benign.Allowed+s.Score.Malicious.Allowed,
		s.Score.Benign.Blocked+s.Score.Malicious.Blocked, s.Score.Benign.FailOpen+s.Score.Malicious.FailOpen))
	parts = append(parts, fmt.Sprintf("exit %d", s.Status))
	term.Closing(t, term.Textf("%s ", t.Verdict(s.word())), parts)
}
