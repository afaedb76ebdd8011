package check

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

// htmlLedger is where the time of a case went: a row for each exchange, drawn as SVG. Lengths are in its own units.
type htmlLedger struct {
	Width, Height int
	Summary       string // for who cannot see it
	Scale         string // what the full width of the phases stands for
	Rows          []htmlRow
}

type htmlRow struct {
	Y              int
	Name, Text     string
	Share          int // of the deadline, in units of the meter
	Late           bool
	Bars           []htmlBar
	Title, Percent string
}

type htmlBar struct {
	Class, Title string
	X, Width     float64
}

// The layout of a ledger: the names, the meter against the deadline, the phases, the numbers.
const (
	ledgerRow    = 22
	ledgerMeterX = 120
	ledgerMeter  = 80
	ledgerBarsX  = 260
	ledgerBars   = 410
	ledgerWidth  = 740
)

func newHTMLLedger(c *result.Case) *htmlLedger {
	longest := time.Duration(0)
	for i := range c.Steps {
		longest = max(longest, c.Steps[i].Exchange.Phases.LastByte)
	}
	if longest <= 0 {
		return nil
	}
	l := &htmlLedger{
		Width: ledgerWidth, Height: len(c.Steps)*ledgerRow + 4, Scale: report.Millis(longest),
		Summary: fmt.Sprintf("%s, the slowest took %s", report.Plural(len(c.Steps), "exchange"), report.Millis(longest)),
	}
	for i := range c.Steps {
		l.Rows = append(l.Rows, ledgerRowOf(&c.Steps[i], i*ledgerRow, longest))
	}
	return l
}

func ledgerRowOf(s *result.Step, y int, longest time.Duration) htmlRow {
	x := &s.Exchange
	share := float64(x.Phases.LastByte) / float64(x.Limit())
	row := htmlRow{
		Y: y, Name: term.Fit(s.Name, 16).String(), Late: x.Late(), Share: min(ledgerMeter, int(share*ledgerMeter+0.999)),
		Percent: fmt.Sprintf("%.1f %%", share*100), Text: report.Millis(x.Phases.LastByte),
	}
	row.Title = fmt.Sprintf("%s: %s, %s of the deadline", safe.Untrusted(s.Name), row.Text, row.Percent)
	at := float64(ledgerBarsX)
	for _, p := range report.Phases(&x.Phases) {
		w := float64(p.Took) / float64(longest) * ledgerBars
		row.Bars = append(row.Bars, htmlBar{"p-" + p.Name, p.Name + " " + report.Millis(p.Took), tenth(at), tenth(w)})
		at += w
	}
	return row
}

func tenth(f float64) float64 { return float64(int(f*10+0.5)) / 10 }

// htmlTimeline shows when the longest cases of a run ran.
type htmlTimeline struct {
	Width, Height int
	Total         string
	Summary       string
	Rows          []htmlTimelineRow
}

type htmlTimelineRow struct {
	Y                             int
	Anchor, ID, Kind, Title, Text string
	X, Bar, TextX                 float64
	Place                         string // of the text: after the bar, before or inside it
}

const (
	timelineRows = 12
	timelineBars = 606
	timelineX    = 130
)

func newHTMLTimeline(run *result.Run) *htmlTimeline {
	var order []int
	for i := range run.Cases {
		if c := &run.Cases[i]; c.Took > 0 && !c.Started.IsZero() && !run.Started.IsZero() {
			order = append(order, i)
		}
	}
	if len(order) == 0 || run.Took <= 0 {
		return nil
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(run.Cases[b].Took, run.Cases[a].Took) })
	order = order[:min(timelineRows, len(order))]
	slices.SortStableFunc(order, func(a, b int) int { return run.Cases[a].Started.Compare(run.Cases[b].Started) })
	t := &htmlTimeline{
		Width: ledgerWidth, Height: len(order)*ledgerRow + 26, Total: report.Millis(run.Took),
		Summary: fmt.Sprintf("when the %d longest cases ran, in a run of %s", len(order), report.Millis(run.Took)),
	}
	for n, i := range order {
		t.Rows = append(t.Rows, timelineRow(run, i, n*ledgerRow+20))
	}
	return t
}

func timelineRow(run *result.Run, i, y int) htmlTimelineRow {
	c := &run.Cases[i]
	unit := timelineBars / float64(run.Took)
	from := min(max(0, float64(c.Started.Sub(run.Started))*unit), timelineBars)
	length := min(max(2, float64(c.Took)*unit), timelineBars-from+2)
	row := htmlTimelineRow{
		Y: y, Anchor: fmt.Sprintf("c%d", i+1), ID: term.Fit(c.ID, 17).String(), Kind: kindOf(c).name(), Text: report.Millis(c.Took),
		Title: fmt.Sprintf("%s %s: %s", safe.Untrusted(c.ID), safe.Untrusted(c.Title), report.Millis(c.Took)),
		X:     tenth(timelineX + from), Bar: tenth(length),
	}
	switch {
	case from+length < timelineBars-50:
		row.Place, row.TextX = "after", tenth(timelineX+from+length+6)
	case from > 70:
		row.Place, row.TextX = "before", tenth(timelineX+from-6)
	default:
		row.Place, row.TextX = "inside", tenth(timelineX+from+6)
	}
	return row
}
