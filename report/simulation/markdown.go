package simulation

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Markdown writes the run as Markdown, for a job summary or a comment.
func Markdown(w io.Writer, s *Simulation) error {
	b := new(strings.Builder)
	r, c := s.Result, &s.Clock
	fmt.Fprintf(b, "# %s: %s\n\n", s.word(), safe.Markdown(r.Plan.Target))
	fmt.Fprintf(b, "%s, seed %d, %s; %d requests, %.1f per second.\n\n", safe.Markdown(r.Plan.Load), r.Plan.Seed, safe.Markdown(shardText(r)), r.Requests, c.Sent)
	b.WriteString("| label | accounts | allowed | blocked | let in | recall | precision | caught after |\n|---|--:|--:|--:|--:|--:|--:|---|\n")
	for _, row := range s.rows() {
		recall, precision, caught := "", "", ""
		if row.Label != traffic.Benign {
			recall, precision, caught = report.Percent(row.Recall), report.Percent(row.Precision), caughtText(&row)
		}
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d | %s | %s | %s |\n", safe.Markdown(string(row.Label)), row.Accounts, row.Allowed, row.Blocked, row.FailOpen, recall,
			precision, caught)
	}
	b.WriteString("\n")
	for _, f := range s.facts() {
		fmt.Fprintf(b, "- **%s**: %s\n", f.Name, safe.Markdown(f.Value))
	}
	markdownComparison(b, s.Comparison)
	if len(r.Findings) > 0 {
		b.WriteString("\n| rule | level | times | what |\n|---|---|--:|---|\n")
		for _, id := range s.rules() {
			f := r.Findings[id]
			fmt.Fprintf(b, "| %s | %s | %d | %s |\n", safe.Markdown(id), safe.Markdown(string(f.Level)), f.Count, safe.Markdown(f.Message))
		}
	}
	if len(s.Telling) > 0 {
		b.WriteString("\n## The requests that say most\n\n")
	}
	for _, x := range s.Telling {
		fmt.Fprintf(b, "- **%s** %s, %s → %s: %s\n  %s\n", safe.Markdown(outcomeText(&x)), safe.Markdown(string(x.Label)), safe.MarkdownCode(x.From), safe.MarkdownCode(x.Account), safe.MarkdownCode(x.Wording), safe.MarkdownCode(x.Repeat))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func outcomeText(x *TellingRequest) string {
	if x.Outcome == score.FailOpen {
		return "let in: " + safe.Text(string(x.Cause))
	}
	return safe.Text(string(x.Outcome))
}

// facts are what the run says in sentences.
func (s *Simulation) facts() (facts html.Facts) {
	r, c := s.Result, &s.Clock
	add := func(name, format string, args ...any) {
		facts.Add(name, fmt.Sprintf(format, args...))
	}
	if s.Score.Malicious.Accounts > 0 {
		add("Leaks", "%s: %s", s.leakText(), s.limitText())
	}
	if f := s.Score.FalseBlocks; f.Of > 0 {
		add("Friends blocked", "%d of %d, %s; with 95 %% confidence at most %s", f.Count, f.Of, report.Percent(f.Rate), report.Percent(f.Bound))
	}
	if causes := s.causeText(); causes != "" {
		add("Let in by default", "%s", causes)
	}
	add("Latency", "from when %s: p50 %s, p90 %s, p99 %s, p99.9 %s, max %s", since(r), report.Millis(c.P50), report.Millis(c.P90), report.Millis(c.P99), report.Millis(c.P999), report.Millis(c.Max))
	add("Head-room", "%.1f %% of %s left at p99.9; late %d, of which %d were valid but for that", c.HeadRoom*100, report.Seconds(c.Deadline), c.Late, c.LateRight)
	if r.Plan.Loop == "open" {
		add("Sent", "%.1f of %.1f per second asked; %s pacing, itself late by p50 %s, p99 %s, max %s", c.Sent, c.Asked, safe.Text(string(r.Pacing)), report.Millis(c.OwnP50),
			report.Millis(c.OwnP99), report.Millis(c.OwnMax))
	}
	if c.Waited > 0 {
		add("Waited", "%d for a free connection, up to %s; it counts as latency", c.Waited, report.Millis(c.WaitedMax))
	}
	if c.Behind {
		add("Behind", "chatcb itself fell behind: the latencies are partly its own")
	}
	add("Took", "%s, from %s", report.Seconds(r.Took), r.Started.Format(time.RFC3339))
	return facts
}
