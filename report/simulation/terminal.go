package simulation

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Show shows a run of chatcb simulate: what became of whom, the time, what was broken, the requests that say most,
// and the closing line.
func Show(t *term.Terminal, s *Simulation) {
	r := s.Result
	start := t.Strong(t.Fit(r.Plan.Target, t.Width))
	about := fmt.Sprintf("%s, seed %d, %s", safe.Text(r.Plan.Load), r.Plan.Seed, shardText(r))
	if term.Width(term.Plain(start))+2+term.Width(about) <= t.Width {
		t.Printf("%s  %s\n", start, about)
	} else {
		t.Printf("%s\n", start)
		t.Lines(about)
	}
	t.Printf("%s\n\n", t.Faint(fmt.Sprintf("requests %d to %d of the stream, %d in the warm-up", r.Plan.Number, max(r.Plan.Last, 1)-1, r.Warm)))
	if s.unreached() { // the times of refused connections would look like those of a fast backend
		t.Row("reached", t.Bad("nobody: no connection came about, so nothing here tells of the backend. Is it running, and at this address?"))
		t.Printf("\n")
		showBrokenRules(t, s)
		showEnd(t, s)
		return
	}
	labelTable(t, s)
	if s.Score.Malicious.Accounts > 0 {
		showProof(t, s)
	}
	if s.Score.Benign.Accounts > 0 {
		f := s.Score.FalseBlocks
		t.Row("friends", fmt.Sprintf("%d of %d blocked, %s; with 95 %% confidence at most %s", f.Count, f.Of, report.Percent(f.Rate), report.Percent(f.Bound)))
	}
	if causes := s.causeText(); causes != "" {
		t.Row("let in", causes+" (no valid answer in time means: the friend is added)")
		if s.Undecided() {
			t.Row("", t.Bad("not one answer decided over anybody: whoever is asked about is let in"))
		}
	}
	t.Printf("\n")
	showClock(t, s)
	showComparison(t, s.Comparison)
	showBrokenRules(t, s)
	showTelling(t, s)
	showEnd(t, s)
}

func shardText(r *score.Result) string {
	loop := safe.Text(r.Plan.Loop)
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
		blocked, open := fmt.Sprintf("%8d", w.Blocked), fmt.Sprintf("%7d", w.FailOpen)
		if w.FailOpen > 0 {
			open = t.Bad(open)
		}
		allowed := fmt.Sprintf("%8d", w.Allowed)
		recall, precision, caught := "", "", ""
		if w.Label != traffic.Benign {
			recall, precision = fmt.Sprintf("%.1f%%", w.Recall*100), fmt.Sprintf("%.1f%%", w.Precision*100)
			caught = caughtText(&w)
			if w.Allowed > 0 {
				allowed = t.Bad(allowed)
			}
		} else if w.Blocked > 0 {
			blocked = t.Bad(blocked)
		}
		row := fmt.Sprintf("%-14s %8d %s %s %s %6s %6s  %s", safe.Text(string(w.Label)), w.Accounts, allowed, blocked, open, recall, precision, caught)
		t.Printf("%s\n", strings.TrimRight(row, " "))
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

func showProof(t *term.Terminal, s *Simulation) {
	t.Row("leaks", s.leakText())
	paint := t.Bad
	switch {
	case s.Limit == nil:
		paint = t.Doubtful
	case s.Limit.Proof == score.Proven:
		paint = t.Good
	}
	for _, line := range term.Wrap(s.limitText(), t.Width-10) {
		t.Printf("          %s\n", paint(line))
	}
}

func showClock(t *term.Terminal, s *Simulation) {
	c := &s.Clock
	t.Row("latency", fmt.Sprintf("from when %s: p50 %s, p90 %s, p99 %s, p99.9 %s, max %s", since(s.Result), report.Millis(c.P50), report.Millis(c.P90), report.Millis(c.P99),
		report.Millis(c.P999), report.Millis(c.Max)))
	room := fmt.Sprintf("%.1f %% of the deadline of %s left at p99.9; late %d, of which %d were valid but for that", c.HeadRoom*100, report.Seconds(c.Deadline), c.Late, c.LateRight)
	t.Row("head-room", room)
	showPicture(t, &s.Result.Timeline)
	rate := fmt.Sprintf("%.1f per second", c.Sent)
	if s.Result.Plan.Loop == "open" {
		rate += fmt.Sprintf(" of %.1f asked; %s pacing, itself late by p50 %s, p99 %s, max %s", c.Asked, safe.Text(string(s.Result.Pacing)), report.Millis(c.OwnP50),
			report.Millis(c.OwnP99), report.Millis(c.OwnMax))
	}
	t.Row("sent", rate)
	if c.Waited > 0 {
		t.Row("", t.Doubtful(fmt.Sprintf("%d waited for a free connection, up to %s, which counts as latency", c.Waited, report.Millis(c.WaitedMax))))
	}
	if c.Behind {
		t.Row("", t.Bad("chatcb fell behind: the latencies above are partly its own"))
	}
	t.Printf("\n")
}

// since is from when latency counts: in a closed loop no request is due.
func since(r *score.Result) string {
	if r.Plan.Loop == "open" {
		return "due"
	}
	return "sent"
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
	t.Printf("%s\n", t.Faint(fmt.Sprintf("          over time, %s a column, highest %s", report.Seconds(line.Width*time.Duration(per)), report.Millis(highest))))
}

func showBrokenRules(t *term.Terminal, s *Simulation) {
	for _, id := range s.rules() {
		f := s.Result.Findings[id]
		mark := t.Doubtful(fmt.Sprintf("%-4s", safe.Text(string(f.Level))))
		if f.Fails {
			mark = t.Bad(fmt.Sprintf("%-4s", safe.Text(string(f.Level))))
		}
		t.Printf("%s  %s  %d×  %s\n", mark, safe.Text(id), f.Count, t.Fit(f.Message, max(t.Width-26, 40)))
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
		what := safe.Text(string(x.Outcome))
		if x.Outcome == score.FailOpen {
			what = "let in: " + safe.Text(string(x.Cause))
		}
		room := max(t.Width-term.Width(what)-term.Width(safe.Text(string(x.Label)))-term.Width(report.Millis(x.Took))-10, 16)
		from := t.Fit(x.From, min(max(room/2, room-term.Width(safe.Text(x.Account))), 32))
		account := t.Fit(x.Account, min(room-term.Width(from), 32))
		t.Printf("  %s %s  %s → %s  %s\n", t.Bad(what), safe.Text(string(x.Label)), from, account, report.Millis(x.Took))
		if x.Wording != "" {
			t.Printf("    %s\n", t.Faint(t.Fit(x.Wording, t.Width-6)))
		}
		t.Printf("    %s\n", safe.Text(x.Repeat))
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
	t.Printf("%s  %s\n", t.Verdict(s.word()), strings.Join(term.WrapParts(parts, t.Width-6), "\n      "))
}
