package simulation

import (
	"crypto/sha256"
	_ "embed" // the page
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"math"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

//go:embed html/simulate.html
var simulatePageText string

//go:embed html/simulate.css
var simulateStyle string

// simulatePage is what the page of a simulation shows; the template escapes every text.
type simulatePage struct {
	Style   template.CSS
	Policy  string
	Word    string
	Failed  bool
	Target  safe.Untrusted
	Summary string
	Facts   html.Facts
	Rows    []simulateRow
	Chart   *simulateChart
	Rules   []simulateRule
	Telling []simulateTelling
	Against *simulateAgainst
}

// simulateAgainst is how the run stands against an earlier one.
type simulateAgainst struct {
	Head, Sum string
	Notes     []string
	Rows      []changeRow
}

type simulateRow struct {
	Label                             safe.Untrusted
	Accounts, Allowed, Blocked, LetIn uint64
	Good, Wrong, Open                 float64 // shares of the bar, in per cent
	Recall, Precision, Caught         string
}

type simulateRule struct {
	ID, Level, Message safe.Untrusted
	Count              uint64
	Fails              bool
}

type simulateTelling struct {
	Label, From, To, Wording, Repeat safe.Untrusted
	What, Took                       string
}

// simulateChart is latency over time: a cell for each slot and row, darker for more requests.
type simulateChart struct {
	Width, Height int
	Cells         []chartCell
	Lines         []chartLine
	Deadline      int // y; negative if it is above the picture
	From, To      string
	Since         string // "due" or "sent"
}

type chartCell struct {
	X, Y, W, H int
	Opacity    string
	Title      string
}

type chartLine struct {
	Y    int
	Text string
}

// writeHTML writes the run as one page that needs nothing else: no network, no other file, no script.
func writeHTML(w io.Writer, s *Simulation) error {
	page, err := template.New("simulate").Parse(simulatePageText)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(simulateStyle))
	p := simulatePage{
		Style: template.CSS(simulateStyle), Word: s.word(), Failed: s.Status != 0, Target: safe.Untrusted(s.Result.Plan.Target),
		Policy:  "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
		Summary: fmt.Sprintf("%s, seed %d, %s, %d requests", s.Result.Plan.Load, s.Result.Plan.Seed, shardText(s.Result), s.Result.Requests),
		Chart:   chartOf(&s.Result.Timeline, s.Clock.Deadline),
	}
	for _, f := range s.facts() {
		p.Facts.Add(f.name, f.text)
	}
	if p.Chart != nil {
		p.Chart.Since = since(s.Result)
	}
	for _, row := range s.rows() {
		p.Rows = append(p.Rows, rowOf(&row))
	}
	for _, id := range s.rules() {
		f := s.Result.Findings[id]
		p.Rules = append(p.Rules, simulateRule{safe.Untrusted(id), safe.Untrusted(f.Level), safe.Untrusted(f.Message), f.Count, f.Fails})
	}
	for _, x := range s.Telling {
		p.Telling = append(p.Telling, simulateTelling{
			safe.Untrusted(x.Label), safe.Untrusted(x.From), safe.Untrusted(x.Account), safe.Untrusted(x.Wording), safe.Untrusted(x.Repeat),
			outcomeText(&x), report.Millis(x.Took),
		})
	}
	if c := s.Comparison; c != nil {
		p.Against = &simulateAgainst{comparisonHead(c), comparisonSum(c), comparisonNotes(c), changeRows(c)}
	}
	return page.Execute(w, p)
}

func rowOf(w *score.Row) simulateRow {
	r := simulateRow{Label: safe.Untrusted(w.Label), Accounts: w.Accounts, Allowed: w.Allowed, Blocked: w.Blocked, LetIn: w.FailOpen}
	all := max(float64(w.Accounts), 1)
	good, wrong := w.Allowed, w.Blocked
	if w.Label != traffic.Benign {
		good, wrong = wrong, good
		r.Recall, r.Precision, r.Caught = report.Percent(w.Recall), report.Percent(w.Precision), caughtText(w)
	}
	r.Good, r.Wrong, r.Open = 100*float64(good)/all, 100*float64(wrong)/all, 100*float64(w.FailOpen)/all
	return r
}

const (
	chartWidth      = 960 // pixels, about
	chartCellMost   = 24
	chartCellHeight = 5
)

// chartOf draws the timeline from the lowest row that has requests to the highest.
func chartOf(t *score.Timeline, deadline time.Duration) *simulateChart {
	low, high, most := -1, 0, uint32(1)
	for i := range t.Slots {
		for row, n := range t.Slots[i].Rows {
			if n > 0 {
				if low < 0 || row < low {
					low = row
				}
				high, most = max(high, row), max(most, n)
			}
		}
	}
	if low < 0 {
		return nil
	}
	cell := min(chartWidth/len(t.Slots), chartCellMost)
	c := &simulateChart{
		Width: len(t.Slots) * cell, Height: (high - low + 1) * chartCellHeight, Deadline: -1,
		From: "0 s", To: report.Seconds(t.Width * time.Duration(len(t.Slots))),
	}
	y := func(row int) int { return (high - row) * chartCellHeight }
	for i := range t.Slots {
		for row, n := range t.Slots[i].Rows {
			if n > 0 {
				c.Cells = append(c.Cells, chartCell{
					i * cell, y(row), cell, chartCellHeight, fmt.Sprintf("%.2f", 0.15+0.85*math.Sqrt(float64(n)/float64(most))),
					fmt.Sprintf("%s: %d up to %s", report.Seconds(t.Width*time.Duration(i)), n, report.Millis(score.RowTop(row))),
				})
			}
		}
	}
	for row := low; row <= high; row++ {
		if row%8 == 3 && row-low > 2 && high-row > 2 || row == low || row == high {
			c.Lines = append(c.Lines, chartLine{y(row) + chartCellHeight, report.Millis(score.RowTop(row))})
		}
		if score.RowTop(row) >= deadline && c.Deadline < 0 {
			c.Deadline = y(row)
		}
	}
	return c
}

// OpenAt is where the third part of the bar begins.
func (r simulateRow) OpenAt() string { return fmt.Sprintf("%.2f", r.Good+r.Wrong) }

// Frame, Full and Axis are the outer width and height of the chart, and the height of the text under it.
func (c *simulateChart) Frame() int { return c.Width + 70 }

// Full is the outer height of the chart.
func (c *simulateChart) Full() int { return c.Height + 30 }

// Axis is the height of the text under the chart.
func (c *simulateChart) Axis() int { return c.Height + 14 }
