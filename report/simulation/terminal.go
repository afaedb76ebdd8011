package simulation

import (
	"fmt"
	"slices"
	"text/template"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
)

// Show shows a run of chatcb simulate: what became of whom, the time, what was broken, the requests that say most,
// and the closing line. Where no connection came about, there are no times: those of refused connections would look like those of a
// fast backend.
func Show(t *term.Terminal, run *Simulation) {
	s := &view{run, t.Words}
	t.Show(templates, "run.txt", s, template.FuncMap{
		"title": func() (nothing term.Text) { s.showTitle(t); return nothing },
		"last":  func() uint64 { return max(s.Result.Plan.Last, 1) - 1 },

		// of what became of whom
		"count": func(n uint64, bad bool) term.Text {
			if bad && n > 0 {
				return t.Bad(n)
			}
			return term.Harmless(n)
		},
		"share": func(there bool, share float64) string {
			if !there {
				return ""
			}
			return fmt.Sprintf("%.1f%%", share*100)
		},
		"caught":  s.caughtText,
		"painted": func(f report.Fact) term.Text { return s.painted(t, f) },
		"picture": func() term.Text { return picture(t, &s.Result.Timeline) },

		// of an earlier run
		"change": func(r changeRow) term.Text {
			return map[score.Shown]func(any) term.Text{score.Worse: t.Bad, score.Better: t.Good, score.NoneShown: t.Faint}[r.Shown](r.Word)
		},
		"between": func(r changeRow) term.Text {
			const column = 22 + 1 + 8 + 1 + 8 + 2 + 10 + 2 // where it begins
			if all := r.Between(); len(r.Change) < 2 || column+term.Columns(all) <= t.Width {
				return t.Faint(all)
			}
			return term.Textf("%s\n%*s%s", t.Faint(r.Change[0]), column, "", t.Faint(r.Change[1]))
		},

		// of requests
		"message":     s.message,
		"messageRoom": func() int { return max(t.Width-26, 40) },
		"people":      func(x *TellingRequest) term.Text { return s.people(t, x) },
	})
}

// showTitle shows whom the run was against, and what was played.
func (s *view) showTitle(t *term.Terminal) {
	start, about := t.Strong(t.Fit(s.Result.Plan.Target, t.Width)), s.About()
	if start.Width()+2+term.Columns(about) <= t.Width {
		t.Printf("%s  %s\n", start, about)
	} else {
		t.Printf("%s\n", start)
		t.Lines(about, "")
	}
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

func (s *view) caughtText(w *score.Row) string {
	switch {
	case !w.Label.Malicious(), w.Label == "malicious":
		return ""
	case !w.Caught:
		return s.say("simulation.never")
	}
	return fmt.Sprintf("%d, %s", w.CaughtAmong, report.Seconds(w.CaughtWithin.Round(time.Millisecond)))
}

// painted is a fact in the colour of what it says.
func (s *view) painted(t *term.Terminal, f report.Fact) term.Text {
	switch limit := f.Name == "limit"; {
	case f.Name == "waited", limit && s.Limit == nil:
		return t.Doubtful(f.Text)
	case f.Name == "kept", limit && s.Limit.Proof == score.Proven:
		return t.Good(f.Text)
	case f.Name == "undecided", f.Name == "behind", f.Name == "broken", limit:
		return t.Bad(f.Text)
	}
	return term.Harmless(f.Text)
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

// picture draws the slowest latency over time, a column a slot.
func picture(t *term.Terminal, line *score.Timeline) (drawn term.Text) {
	columns := min(t.Width-10, 60)
	if len(line.Slots) < 2 || columns < 10 {
		return drawn
	}
	per := (len(line.Slots) + columns - 1) / columns
	highest := time.Duration(1)
	var tops []time.Duration
	for slots := range slices.Chunk(line.Slots, per) {
		top := time.Duration(0)
		for i := range slots {
			top = max(top, slots[i].Quantile(0.99))
		}
		tops, highest = append(tops, top), max(highest, top)
	}
	const levels = " ▁▂▃▄▅▆▇█"
	bars := []rune(levels)
	text := ""
	for _, top := range tops {
		text += string(bars[int(float64(top)/float64(highest)*float64(len(bars)-1)+0.5)])
	}
	return term.Textf("%s%s\n          %s\n", t.Faint("p99       "), text, t.Faint(t.Say("simulation.picture",
		"width", report.Seconds(line.Width*time.Duration(per)), "highest", report.Millis(highest))))
}

// people are those of a request that says much, with what became of it, as far as there is room.
func (s *view) people(t *term.Terminal, x *TellingRequest) term.Text {
	what, label, took, pair := t.Bad(s.Outcome(x)), term.Harmless(x.Label), report.Millis(x.Took), x.Pair()
	room := max(t.Width-what.Width()-label.Width()-len(took)-10, 16)
	from := t.Fit(pair[0], min(max(room/2, room-term.Harmless(pair[1]).Width()), 32))
	return term.Textf("%s %s  %s → %s  %s", what, label, from, t.Fit(pair[1], min(room-from.Width(), 32)), took)
}

// Closing is what stands behind the verdict, in parts.
func (s *view) Closing() (parts []string) {
	if s.Result.Interrupted {
		parts = append(parts, s.say("simulation.interrupted"))
	}
	parts = append(parts, s.say("simulation.requests", "n", s.Result.Requests))
	if leaks := s.closingLeaks(); leaks != "" {
		parts = append(parts, leaks)
	}
	b, m := &s.Score.Benign, &s.Score.Malicious
	return append(parts, s.say("simulation.outcomes", "allowed", b.Allowed+m.Allowed, "blocked", b.Blocked+m.Blocked,
		"open", b.FailOpen+m.FailOpen),
		s.say("report.exit", "status", int(s.Status)))
}
