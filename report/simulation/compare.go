package simulation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
)

// changeRow is a line of a comparison, as words.
type changeRow struct {
	What, Before, After, Change string
	Shown                       score.Shown
}

// Word is what the line shows.
func (r changeRow) Word() string {
	if r.Shown == score.NoneShown {
		return "none shown"
	}
	return strings.ToUpper(string(r.Shown))
}

// changeRows are the lines of the comparison: shares with the interval of their change, times with the intervals in
// which the true ones lie.
func changeRows(c *score.Comparison) (rows []changeRow) {
	for _, r := range c.Rates {
		what := r.Measure
		if r.Label != "" {
			what += ", " + string(r.Label)
		}
		rows = append(rows, changeRow{
			what, report.Percent(r.Before.Rate), report.Percent(r.After.Rate),
			points(r.Low) + " to " + points(r.High) + " points", r.Shown,
		})
	}
	for _, r := range c.Times {
		rows = append(rows, changeRow{
			fmt.Sprintf("latency p%g", r.Quantile*100), report.Millis(r.Before.At), report.Millis(r.After.At),
			between(r.Before) + ", now " + between(r.After), r.Shown,
		})
	}
	return rows
}

func points(share float64) string {
	p := share * 100
	if p > -0.005 && p < 0.005 {
		return "0"
	}
	return fmt.Sprintf("%+.2f", p)
}

func between(s score.TimeSpan) string {
	if s.High < 0 {
		return "over " + report.Millis(s.Low)
	}
	return report.Millis(s.Low) + " to " + report.Millis(s.High)
}

// comparisonNotes are what weakens a comparison, in sentences.
func comparisonNotes(c *score.Comparison) []string {
	notes := slices.Clone(c.Notes)
	if c.Unrated != "" {
		notes = append(notes, "rates are not compared: "+c.Unrated)
	}
	if c.Untimed != "" {
		notes = append(notes, "times are not compared: "+c.Untimed)
	}
	return notes
}

// comparisonHead says what the run is held against.
func comparisonHead(c *score.Comparison) string {
	return fmt.Sprintf("Against the run of %s, %s", c.Started.Format(time.RFC3339), report.Plural(int(c.Requests), "request"))
}

// comparisonSum says what the comparison shows as a whole.
func comparisonSum(c *score.Comparison) string {
	worse, better := c.Count(score.Worse), c.Count(score.Better)
	switch {
	case len(c.Rates)+len(c.Times) == 0:
		return "nothing is compared"
	case worse+better == 0:
		return "no difference shown; the intervals say how large one may be"
	}
	return fmt.Sprintf("%d worse, %d better; where equal backends are played the same requests, chance shows any difference in at most %g %% of comparisons", worse, better, c.Chance*100)
}

// showComparison shows how a run stands against an earlier one.
func showComparison(t *term.Terminal, c *score.Comparison) {
	if c == nil {
		return
	}
	t.Printf("%s\n", t.Strong(comparisonHead(c)))
	for _, note := range comparisonNotes(c) {
		t.Printf("  ")
		t.Lines(t.Doubtful(note), "  ")
	}
	t.Printf("%s\n", t.Faint(fmt.Sprintf("%-22s %8s %8s  %-10s  %s", "MEASURE", "BEFORE", "NOW", "CHANGE", "BETWEEN")))
	const column = 22 + 1 + 8 + 1 + 8 + 2 + 10 + 2 // where the last begins
	for _, r := range changeRows(c) {
		paint := t.Faint
		switch r.Shown {
		case score.Worse:
			paint = t.Bad
		case score.Better:
			paint = t.Good
		}
		between := t.Faint(r.Change)
		if before, now, ok := strings.Cut(r.Change, ", "); ok && column+between.Width() > t.Width {
			between = term.Textf("%s\n%*s%s", t.Faint(before+","), column, "", t.Faint(now))
		}
		t.Printf("%-22s %8s %8s  %-10s  %s\n", t.Fit(r.What, 22), r.Before, r.After, paint(r.Word()), between)
	}
	t.Lines(comparisonSum(c), "")
	t.Printf("\n")
}

// markdownComparison writes the same as Markdown.
func markdownComparison(b *safe.Markdown, c *score.Comparison) {
	if c == nil {
		return
	}
	b.Printf("\n## %s\n\n", comparisonHead(c))
	for _, note := range comparisonNotes(c) {
		b.Printf("- %s\n", note)
	}
	b.Printf("\n| measure | before | now | change | between |\n|---|--:|--:|---|---|\n")
	for _, r := range changeRows(c) {
		b.Printf("| %s | %s | %s | %s | %s |\n", r.What, r.Before, r.After, r.Word(), r.Change)
	}
	b.Printf("\n%s\n", comparisonSum(c))
}
