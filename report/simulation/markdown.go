package simulation

import (
	"io"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// markdown writes the run as Markdown, for a job summary or a comment.
func markdown(w io.Writer, s *Simulation) error {
	b := safe.NewMarkdown()
	r := s.Result
	b.Printf("# %s: %s\n\n", s.word(), r.Plan.Target)
	b.Printf("%s, seed %d, %s; %d requests, %.1f per second.\n\n", r.Plan.Load, r.Plan.Seed, shardText(r), r.Requests, s.Clock.Sent)
	b.Printf("| label | accounts | allowed | blocked | let in | recall | precision | caught after |\n|---|--:|--:|--:|--:|--:|--:|---|\n")
	for _, row := range s.rows() {
		recall, precision, caught := "", "", ""
		if row.Label != traffic.Benign {
			recall, precision, caught = report.Percent(row.Recall), report.Percent(row.Precision), caughtText(&row)
		}
		b.Printf("| %s | %d | %d | %d | %d | %s | %s | %s |\n", row.Label, row.Accounts, row.Allowed, row.Blocked, row.FailOpen, recall,
			precision, caught)
	}
	b.Printf("\n")
	for _, f := range s.facts() {
		b.Printf("- **%s**: %s\n", f.name, f.text)
	}
	markdownComparison(b, s.Comparison)
	if len(r.Findings) > 0 {
		b.Printf("\n| rule | level | times | what |\n|---|---|--:|---|\n")
		for _, id := range s.rules() {
			f := r.Findings[id]
			b.Printf("| %s | %s | %d | %s |\n", id, f.Level, f.Count, f.Message)
		}
	}
	if len(s.Telling) > 0 {
		b.Printf("\n## The requests that say most\n\n")
	}
	for _, x := range s.Telling {
		unwanted, protected := x.Pair()
		b.Printf("- **%s** %s, %s → %s: %s\n  %s\n", outcomeText(&x), x.Label, safe.Code(unwanted), safe.Code(protected),
			safe.Code(x.Wording), safe.Code(x.Repeat))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func outcomeText(x *TellingRequest) string {
	if x.Outcome == score.FailOpen {
		return "let in: " + string(x.Cause)
	}
	return string(x.Outcome)
}
