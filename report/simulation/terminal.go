package simulation

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
)

// Show shows a run of chatcb simulate: what became of whom, the time, what was broken, the requests that say most,
// and the closing line.
func Show(t *term.Terminal, run *Simulation) {
	s := &view{run, t.Words}
	r := s.Result
	start := t.Strong(t.Fit(r.Plan.Target, t.Width))
	about := s.About()
	if start.Width()+2+term.Columns(about) <= t.Width {
		t.Printf("%s  %s\n", start, about)
	} else {
		t.Printf("%s\n", start)
		t.Lines(about, "")
	}
	t.Printf("%s\n\n", t.Faint(t.Say("simulation.stream", "first", r.Plan.Number, "last", max(r.Plan.Last, 1)-1, "warm", r.Warm)))
	if s.unreached() { // the times of refused connections would look like those of a fast backend
		t.Row("reached", t.Bad(t.Say("simulation.unreached")))
		t.Printf("\n")
		showBrokenRules(t, s)
		showEnd(t, s)
		return
	}
	if s.Result.Silent() {
		t.Row("answered", t.Bad(t.Say("simulation.silent")))
		t.Printf("\n")
	}
	labelTable(t, s)
	s.showFacts(t, s.outcomes())
	t.Printf("\n")
	s.showFacts(t, s.latencies())
	showPicture(t, &s.Result.Timeline)
	t.Printf("\n")
	s.showComparison(t)
	showBrokenRules(t, s)
	showTelling(t, s)
	showEnd(t, s)
}

// About says what was played.
func (s *view) About() string {
	return s.say("simulation.about", "load", s.load(), "seed", s.Result.Plan.Seed, "loop", s.loop())
}

func (s *view) load() string { return Load(s.words, s.Result.Plan.Load) }

// Load says a load, as a plan has it, in a language. Shapes have names of their own, which are those of the flag.
func Load(words *language.Words, load string) string {
	var rate float64
	if n, _ := fmt.Sscanf(load, "constant %g per second", &rate); n == 1 {
		return words.Say("simulation.constant", "rate", rate)
	}
	return load
}

// loop is the loop in words, and the shards that there are of it.
func (s *view) loop() string {
	loop, jobs := s.say("simulation.open-loop"), 0
	if n, _ := fmt.Sscanf(s.Result.Plan.Loop, "closed loop, %d at a time", &jobs); n == 1 {
		loop = s.say("simulation.closed-loop", "n", jobs)
	}
	if s.Result.Plan.Shards > 1 {
		return s.say("simulation.shards", "loop", loop, "n", len(s.Result.Shards), "all", s.Result.Plan.Shards)
	}
	return loop
}

// heads prints the heads of columns, by their names.
func heads(t *term.Terminal, columns string, names ...string) {
	var texts []any
	for _, name := range names {
		texts = append(texts, strings.ToUpper(t.Words.Label(name)))
	}
	t.Printf("%s\n", t.Faint(term.Textf(columns, texts...)))
}

func labelTable(t *term.Terminal, s *view) {
	const columns = "%-14s %8s %8s %8s %8s %6s %6s  %s"
	heads(t, columns, "label", "accounts", "allowed", "blocked", "let in", "recall", "prec.", "caught after")
	for _, w := range s.Rows() {
		allowed, blocked, open := term.Harmless(w.Allowed), term.Harmless(w.Blocked), term.Harmless(w.FailOpen)
		if w.FailOpen > 0 {
			open = t.Bad(open)
		}
		recall, precision := "", ""
		if w.Label.Malicious() {
			recall, precision = fmt.Sprintf("%.1f%%", w.Recall*100), fmt.Sprintf("%.1f%%", w.Precision*100)
		}
		switch {
		case w.Label.Malicious() && w.Allowed > 0:
			allowed = t.Bad(allowed)
		case !w.Label.Malicious() && w.Blocked > 0:
			blocked = t.Bad(blocked)
		}
		row := term.Textf(columns, w.Label, fmt.Sprint(w.Accounts), allowed, blocked, open, recall, precision, s.caughtText(&w))
		t.Printf("%s\n", row.TrimRight())
	}
	t.Printf("\n")
}

func (s *view) caughtText(w *score.Row) string {
	switch {
	case !w.Label.Malicious(), w.Label == "malicious":
		return ""
	case !w.Caught:
		return s.say("simulation.never")
	}
	return fmt.Sprintf("%d, %s", w.CaughtAmong, report.Seconds(w.CaughtWithin.Round(time.Millisecond)))
}

func (s *view) showFacts(t *term.Terminal, facts report.Facts) {
	for _, f := range facts {
		text := term.Harmless(f.Text)
		switch limit := f.Name == "limit"; {
		case f.Name == "waited", limit && s.Limit == nil:
			text = t.Doubtful(text)
		case f.Name == "kept", limit && s.Limit.Proof == score.Proven:
			text = t.Good(text)
		case f.Name == "undecided", f.Name == "behind", f.Name == "broken", limit:
			text = t.Bad(text)
		}
		t.Row(f.Name, text)
	}
}

// Outcome says what became of a request that says much.
func (s *view) Outcome(x *TellingRequest) string {
	if x.Outcome == score.FailOpen {
		return s.say("simulation.let-in-by", "cause", string(x.Cause))
	}
	return s.words.Label(string(x.Outcome))
}

// message is the first finding of a rule, in the language of the run where it is known how it came about.
func (s *view) message(f *score.Finding) string {
	if f.First.Rule == nil {
		return f.Message // it was read from a file
	}
	return f.First.In(s.words).Message
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
	t.Printf("          %s\n", t.Faint(t.Say("simulation.picture", "width", report.Seconds(line.Width*time.Duration(per)),
		"highest", report.Millis(highest))))
}

func showBrokenRules(t *term.Terminal, s *view) {
	for _, id := range s.Rules() {
		f := s.Result.Findings[id]
		mark := t.Doubtful(f.Level)
		if f.Fails {
			mark = t.Bad(f.Level)
		}
		t.Printf("%-4s  %s  %d×  %s\n", mark, id, f.Count, t.Fit(s.message(f), max(t.Width-26, 40)))
	}
	if len(s.Result.Findings) > 0 {
		t.Printf("%s\n\n", t.Faint(t.Say("simulation.explain")))
	}
}

func showTelling(t *term.Terminal, s *view) {
	if len(s.Telling) == 0 {
		return
	}
	t.Printf("%s\n", t.Strong(t.Say("simulation.telling")))
	for _, x := range s.Telling {
		what, label, took := t.Bad(s.Outcome(&x)), term.Harmless(x.Label), report.Millis(x.Took)
		room := max(t.Width-what.Width()-label.Width()-len(took)-10, 16)
		pair := x.Pair()
		from := t.Fit(pair[0], min(max(room/2, room-term.Harmless(pair[1]).Width()), 32))
		t.Printf("  %s %s  %s → %s  %s\n", what, label, from, t.Fit(pair[1], min(room-from.Width(), 32)), took)
		if x.Wording != "" {
			t.Printf("    %s\n", t.Faint(t.Fit(x.Wording, t.Width-6)))
		}
		t.Printf("    %s\n", x.Repeat)
	}
	t.Printf("\n")
}

func showEnd(t *term.Terminal, s *view) {
	var parts []string
	if s.Result.Interrupted {
		parts = append(parts, s.say("simulation.interrupted"))
	}
	parts = append(parts, s.say("simulation.requests", "n", s.Result.Requests))
	if leaks := s.closingLeaks(); leaks != "" {
		parts = append(parts, leaks)
	}
	b, m := &s.Score.Benign, &s.Score.Malicious
	parts = append(parts, s.say("simulation.outcomes", "allowed", b.Allowed+m.Allowed, "blocked", b.Blocked+m.Blocked,
		"open", b.FailOpen+m.FailOpen),
		s.say("report.exit", "status", int(s.Status)))
	term.Closing(t, term.Textf("%s ", t.Verdict(s.Word())), parts)
}
