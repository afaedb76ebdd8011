package simulation

import (
	"io"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// markdown writes the run as Markdown, for a job summary or a comment.
func markdown(w io.Writer, run *Simulation, words *language.Words) error {
	b, s := safe.NewMarkdown(), run.in(words)
	r := s.Result
	b.Printf("# %s: %s\n\n", s.word(), r.Plan.Target)
	b.Printf("%s\n\n", s.say("simulation.summary", "about", s.about(), "n", r.Requests, "rate", s.Clock.Sent))
	s.markdownHeads(b, "|---|--:|--:|--:|--:|--:|--:|---|", "label", "accounts", "allowed", "blocked", "let in", "recall", "precision",
		"caught after")
	for _, row := range s.rows() {
		recall, precision, caught := "", "", ""
		if row.Label != traffic.Benign {
			recall, precision, caught = report.Percent(row.Recall), report.Percent(row.Precision), s.caughtText(&row)
		}
		b.Printf("| %s | %d | %d | %d | %d | %s | %s | %s |\n", row.Label, row.Accounts, row.Allowed, row.Blocked, row.FailOpen, recall,
			precision, caught)
	}
	b.Printf("\n")
	for _, f := range s.facts() {
		b.Printf("- **%s**: %s\n", words.Label(f.name), f.text)
	}
	s.markdownComparison(b)
	if len(r.Findings) > 0 {
		b.Printf("\n")
		s.markdownHeads(b, "|---|---|--:|---|", "rule", "level", "times", "what")
		for _, id := range s.rules() {
			f := r.Findings[id]
			b.Printf("| %s | %s | %d | %s |\n", id, f.Level, f.Count, s.message(f))
		}
	}
	if len(s.Telling) > 0 {
		b.Printf("\n## %s\n\n", s.say("simulation.telling"))
	}
	for _, x := range s.Telling {
		unwanted, protected := x.Pair()
		b.Printf("- **%s** %s, %s → %s: %s\n  %s\n", s.outcomeText(&x), x.Label, safe.Code(unwanted), safe.Code(protected),
			safe.Code(x.Wording), safe.Code(x.Repeat))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdownHeads writes the heads of columns, by their names, and the line below them.
func (s *Simulation) markdownHeads(b *safe.Markdown, line string, names ...string) {
	for _, name := range names {
		b.Printf("| %s ", s.words.Label(name))
	}
	b.Printf("|\n%s\n", safe.Raw(line))
}

func (s *Simulation) outcomeText(x *TellingRequest) string {
	if x.Outcome == score.FailOpen {
		return s.say("simulation.let-in-by", "cause", string(x.Cause))
	}
	return s.words.Label(string(x.Outcome))
}
