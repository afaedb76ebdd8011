package check

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// htmlTimes shows what ran when, in rows against one axis of time. Lengths are in its own units.
type htmlTimes struct {
	Height   int
	Summary  string  // for who cannot see it
	Scale    string  // what the full width stands for
	Deadline float64 // where it stands; 0 if it is beyond the picture
	Rows     []htmlRow

	whole time.Duration
}

type htmlRow struct {
	Y      int
	Anchor template.URL
	Name   string
	Title  string
	Bars   []htmlBar
	Text   string
	TextX  float64
	Before bool // the text stands before the bars, since there is no room behind them
}

type htmlBar struct {
	Class    string
	X, Width float64
}

const (
	timesRow  = 22
	timesX    = 150
	timesBars = 586
	timesRows = 12
)

func newTimes(rows int, whole time.Duration, summary string) *htmlTimes {
	return &htmlTimes{Height: (rows+1)*timesRow + 4, whole: whole, Scale: report.Millis(whole), Summary: summary}
}

func (t *htmlTimes) x(at time.Duration) float64 {
	return timesX + timesBars*float64(at)/float64(t.whole)
}

// row begins a row, and bar adds a part of it.
func (t *htmlTimes) row(name, title string, anchor template.URL) *htmlRow {
	t.Rows = append(t.Rows, htmlRow{
		Y: (len(t.Rows) + 1) * timesRow, Anchor: anchor, Name: term.Fit(name, 19).String(),
		Title: title,
	})
	return &t.Rows[len(t.Rows)-1]
}

func (t *htmlTimes) bar(r *htmlRow, class string, from, to time.Duration) {
	x, end := t.x(min(max(0, from), t.whole)), t.x(min(to, t.whole))
	r.Bars = append(r.Bars, htmlBar{class, tenth(x), tenth(max(end-x, 1.5))})
	if r.TextX = tenth(end + 6); end > timesX+timesBars-60 {
		r.TextX, r.Before = tenth(t.x(max(0, from))-6), from > t.whole/8
	}
}

func tenth(f float64) float64 { return float64(int(f*10+0.5)) / 10 }

// Ledger shows where the time of a case went, if it was worth a picture: a row for each exchange that is shown.
func (c *caseView) Ledger() *htmlTimes {
	words := c.run.words
	steps := c.Steps[:min(len(c.Steps), 2*maxShown)]
	longest, deadline := time.Duration(0), time.Duration(0)
	for i := range steps {
		longest, deadline = max(longest, steps[i].Exchange.Phases.LastByte), max(deadline, steps[i].Exchange.Limit())
	}
	if len(steps) == 1 || c.Kind == passed || longest < deadline/20 { // words will do
		return nil
	}
	t := newTimes(len(steps), longest, words.Say("html.ledger", "n", len(steps), "took", report.Millis(longest)))
	if deadline < longest {
		t.Deadline = tenth(t.x(deadline))
	}
	for i := range steps {
		x := &steps[i].Exchange
		took := words.Say("report.took", "took", report.Millis(x.Phases.LastByte), "limit", report.Seconds(x.Limit()))
		row := t.row(steps[i].Name, steps[i].Name+": "+took, "")
		at := time.Duration(0)
		for _, p := range report.Phases(&x.Phases) {
			t.bar(row, "p-"+p.Name, at, at+p.Took)
			at += p.Took
		}
		row.Text = report.Millis(x.Phases.LastByte)
	}
	return t
}

// Timeline shows when the longest cases of a run ran.
func (v *view) Timeline() *htmlTimes {
	list := slices.DeleteFunc(slices.Clone(v.Cases), func(c *caseView) bool { return c.Took <= 0 || c.Started.IsZero() || v.Started.IsZero() })
	if len(list) == 0 || v.Took <= 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b *caseView) int { return cmp.Compare(b.Took, a.Took) })
	list = list[:min(timesRows, len(list))]
	slices.SortStableFunc(list, func(a, b *caseView) int { return a.Started.Compare(b.Started) })
	t := newTimes(len(list), v.Took, v.words.Say("html.longest", "n", len(list), "took", report.Millis(v.Took)))
	for _, c := range list {
		row := t.row(c.ID, fmt.Sprintf("%s %s: %s", c.ID, c.Title, report.Millis(c.Took)), c.Anchor)
		from := c.Started.Sub(v.Started)
		t.bar(row, "b-"+string(c.Kind), from, from+c.Took)
		row.Text = report.Millis(c.Took)
	}
	return t
}
