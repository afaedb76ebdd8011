package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/simulate"
)

// ShowSimulation shows a run of chatcb simulate: what became of whom, the time, what was broken, the requests that say most,
// and the closing line.
func ShowSimulation(t *Terminal, s *Simulation) {
	r := s.Result
	start := t.Strong(t.fit(r.Plan.Target, t.Width))
	about := fmt.Sprintf("%s, seed %d, %s", Safe(r.Plan.Load), r.Plan.Seed, shardText(r))
	if width(plain(start))+2+width(about) <= t.Width {
		t.printf("%s  %s\n", start, about)
	} else {
		t.printf("%s\n", start)
		t.lines(about)
	}
	t.printf("%s\n\n", t.Faint(fmt.Sprintf("requests %d to %d of the stream, %d in the warm-up", r.Plan.Number, max(r.Plan.Last, 1)-1, r.Warm)))
	if s.unreached() { // the times of refused connections would look like those of a fast backend
		t.wrapped("reached", t.Bad("nobody: no connection came about, so nothing here tells of the backend. Is it running, and at this address?"))
		t.printf("\n")
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
		t.wrapped("friends", fmt.Sprintf("%d of %d blocked, %s; with 95 %% confidence at most %s", f.Count, f.Of, percent(f.Rate), percent(f.Bound)))
	}
	if causes := s.causeText(); causes != "" {
		t.wrapped("let in", causes+" (no valid answer in time means: the friend is added)")
		if s.Undecided() {
			t.wrapped("", t.Bad("not one answer decided over anybody: whoever is asked about is let in"))
		}
	}
	t.printf("\n")
	showClock(t, s)
	showComparison(t, s.Comparison)
	showBrokenRules(t, s)
	showTelling(t, s)
	showEnd(t, s)
}

func shardText(r *simulate.Result) string {
	loop := Safe(r.Plan.Loop)
	if loop == "open" {
		loop = "open loop"
	}
	if r.Plan.Shards <= 1 {
		return loop
	}
	return fmt.Sprintf("%s, %d of %d shards", loop, len(r.Shards), r.Plan.Shards)
}

func labelTable(t *Terminal, s *Simulation) {
	t.printf("%s\n", t.Faint(fmt.Sprintf("%-14s %8s %8s %8s %7s %6s %6s  %s", "LABEL", "ACCOUNTS", "ALLOWED", "BLOCKED", "LET IN",
		"RECALL", "PREC.", "CAUGHT AFTER")))
	for _, w := range s.rows() {
		blocked, open := fmt.Sprintf("%8d", w.Blocked), fmt.Sprintf("%7d", w.FailOpen)
		if w.FailOpen > 0 {
			open = t.Bad(open)
		}
		allowed := fmt.Sprintf("%8d", w.Allowed)
		recall, precision, caught := "", "", ""
		if w.Label != simulate.Benign {
			recall, precision = fmt.Sprintf("%.1f%%", w.Recall*100), fmt.Sprintf("%.1f%%", w.Precision*100)
			caught = caughtText(&w)
			if w.Allowed > 0 {
				allowed = t.Bad(allowed)
			}
		} else if w.Blocked > 0 {
			blocked = t.Bad(blocked)
		}
		row := fmt.Sprintf("%-14s %8d %s %s %s %6s %6s  %s", Safe(string(w.Label)), w.Accounts, allowed, blocked, open, recall, precision, caught)
		t.printf("%s\n", strings.TrimRight(row, " "))
	}
	t.printf("\n")
}

func caughtText(w *simulate.Row) string {
	switch {
	case w.Label == "malicious":
		return ""
	case !w.Caught:
		return "never"
	}
	return fmt.Sprintf("%d, %s", w.CaughtAmong, seconds(w.CaughtWithin.Round(time.Millisecond)))
}

func showProof(t *Terminal, s *Simulation) {
	t.wrapped("leaks", s.leakText())
	paint := t.Bad
	switch {
	case s.Limit == nil:
		paint = t.Doubtful
	case s.Limit.Proof == simulate.Proven:
		paint = t.Good
	}
	for _, line := range wrap(s.limitText(), t.Width-10) {
		t.printf("          %s\n", paint(line))
	}
}

func showClock(t *Terminal, s *Simulation) {
	c := &s.Clock
	t.wrapped("latency", fmt.Sprintf("from when %s: p50 %s, p90 %s, p99 %s, p99.9 %s, max %s", since(s.Result), millis(c.P50), millis(c.P90), millis(c.P99),
		millis(c.P999), millis(c.Max)))
	room := fmt.Sprintf("%.1f %% of the deadline of %s left at p99.9; late %d, of which %d were valid but for that", c.HeadRoom*100, seconds(c.Deadline), c.Late, c.LateRight)
	t.wrapped("head-room", room)
	showPicture(t, &s.Result.Timeline)
	rate := fmt.Sprintf("%.1f per second", c.Sent)
	if s.Result.Plan.Loop == "open" {
		rate += fmt.Sprintf(" of %.1f asked; %s pacing, itself late by p50 %s, p99 %s, max %s", c.Asked, Safe(string(s.Result.Pacing)), millis(c.OwnP50),
			millis(c.OwnP99), millis(c.OwnMax))
	}
	t.wrapped("sent", rate)
	if c.Waited > 0 {
		t.wrapped("", t.Doubtful(fmt.Sprintf("%d waited for a free connection, up to %s, which counts as latency", c.Waited, millis(c.WaitedMax))))
	}
	if c.Behind {
		t.wrapped("", t.Bad("chatcb fell behind: the latencies above are partly its own"))
	}
	t.printf("\n")
}

// since is from when latency counts: in a closed loop no request is due.
func since(r *simulate.Result) string {
	if r.Plan.Loop == "open" {
		return "due"
	}
	return "sent"
}

// showPicture draws the slowest latency over time, a column a slot.
func showPicture(t *Terminal, line *simulate.Timeline) {
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
	t.printf("%s%s\n", t.Faint("p99       "), text)
	t.printf("%s\n", t.Faint(fmt.Sprintf("          over time, %s a column, highest %s", seconds(line.Width*time.Duration(per)), millis(highest))))
}

func showBrokenRules(t *Terminal, s *Simulation) {
	for _, id := range s.rules() {
		f := s.Result.Findings[id]
		mark := t.Doubtful(fmt.Sprintf("%-4s", Safe(string(f.Level))))
		if f.Fails {
			mark = t.Bad(fmt.Sprintf("%-4s", Safe(string(f.Level))))
		}
		t.printf("%s  %s  %d×  %s\n", mark, Safe(id), f.Count, t.fit(f.Message, max(t.Width-26, 40)))
	}
	if len(s.Result.Findings) > 0 {
		t.printf("%s\n\n", t.Faint("chatcb explain ID says more"))
	}
}

func showTelling(t *Terminal, s *Simulation) {
	if len(s.Telling) == 0 {
		return
	}
	t.printf("%s\n", t.Strong("the requests that say most"))
	for _, x := range s.Telling {
		what := Safe(string(x.Outcome))
		if x.Outcome == simulate.FailOpen {
			what = "let in: " + Safe(string(x.Cause))
		}
		room := max(t.Width-width(what)-width(Safe(string(x.Label)))-width(millis(x.Took))-10, 16)
		from := t.fit(x.From, min(max(room/2, room-width(Safe(x.Account))), 32))
		account := t.fit(x.Account, min(room-width(from), 32))
		t.printf("  %s %s  %s → %s  %s\n", t.Bad(what), Safe(string(x.Label)), from, account, millis(x.Took))
		if x.Wording != "" {
			t.printf("    %s\n", t.Faint(t.fit(x.Wording, t.Width-6)))
		}
		t.printf("    %s\n", Safe(x.Repeat))
	}
	t.printf("\n")
}

func showEnd(t *Terminal, s *Simulation) {
	var parts []string
	if s.Result.Interrupted {
		parts = append(parts, "interrupted")
	}
	parts = append(parts, plural(int(s.Result.Requests), "request"))
	if leaks := s.closingLeaks(); leaks != "" {
		parts = append(parts, leaks)
	}
	parts = append(parts, fmt.Sprintf("%d allowed, %d blocked, %d let in", s.Score.Benign.Allowed+s.Score.Malicious.Allowed,
		s.Score.Benign.Blocked+s.Score.Malicious.Blocked, s.Score.Benign.FailOpen+s.Score.Malicious.FailOpen))
	parts = append(parts, fmt.Sprintf("exit %d", s.Status))
	t.printf("%s  %s\n", t.verdict(s.word()), strings.Join(wrapParts(parts, t.Width-6), "\n      "))
}
