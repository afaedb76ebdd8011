package simulation

import (
	_ "embed" // the body of the page
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

//go:embed html/body.html
var htmlBody string

// htmlSimulation is what the page of a simulation shows.
type htmlSimulation struct {
	Labels, Times, Rules html.Table
	Latency, Rates       *html.Chart
	Against              *htmlComparison // nil without an earlier run
	Telling              []htmlTelling
	Facts                html.Facts
}

type htmlComparison struct {
	html.Table
	Notes []string
	Sum   string
}

type htmlTelling struct {
	Kind, Word, Took                 string
	Label, From, To, Wording, Repeat safe.Untrusted
}

// writeHTML writes the run as one page that needs nothing else: no network and no other file.
func writeHTML(w io.Writer, s *Simulation) error {
	r := s.Result
	body := &htmlSimulation{Labels: s.labels(), Times: s.times(), Rules: s.brokenRules(), Latency: s.latencyChart(), Rates: s.rateChart()}
	for _, f := range s.facts() {
		body.Facts.Add(f.name, f.text)
	}
	for _, x := range s.Telling {
		unwanted, protected := x.Pair()
		t := htmlTelling{
			"fail", "LEAK", report.Millis(x.Took), safe.Untrusted(x.Label), safe.Untrusted(unwanted), safe.Untrusted(protected),
			safe.Untrusted(x.Wording), safe.Untrusted(x.Repeat),
		}
		if x.Label == traffic.Benign {
			t.Kind, t.Word = "warn", "FRIEND"
		}
		t.Label = safe.Untrusted(fmt.Sprintf("%s, %s", x.Label, outcomeText(&x)))
		body.Telling = append(body.Telling, t)
	}
	if c := s.Comparison; c != nil {
		body.Against = &htmlComparison{changeTable(c), comparisonNotes(c), comparisonSum(c)}
	}
	p := &html.Page{
		Command: "chatcb simulate", Verdict: s.word(), Kind: map[string]string{"PASS": "pass", "NOTE": "warn", "FAIL": "fail"}[s.word()],
		Target: safe.Untrusted(r.Plan.Target), Started: r.Started, Tiles: s.tiles(), Body: body,
		About: safe.Text(fmt.Sprintf("%s, %s", r.Plan.Load, shardText(r))),
	}
	p.Facts.Add("seed", fmt.Sprint(r.Plan.Seed))
	p.Facts.Add("took", report.Seconds(r.Took.Round(time.Millisecond)))
	p.Facts.Add("rate", fmt.Sprintf("%.1f per second", s.Clock.Sent))
	p.Facts.Add("deadline", report.Seconds(s.Clock.Deadline))
	p.Facts.Add("head-room at p99.9", fmt.Sprintf("%.1f %%", s.Clock.HeadRoom*100))
	p.Facts.Add("exit status", fmt.Sprint(s.Status))
	for _, f := range s.facts() {
		if f.name == "undecided" || f.name == "behind" {
			p.Banners = append(p.Banners, html.Banner{Kind: "fail", Title: safe.Untrusted(f.name), Text: safe.Untrusted(f.text)})
		}
	}
	return p.Write(w, htmlBody)
}

// tiles are the numbers that matter most.
func (s *Simulation) tiles() []html.Tile {
	good := func(n uint64) string {
		if n == 0 {
			return "pass"
		}
		return "fail"
	}
	m, f, c := &s.Score.Malicious, s.Score.FalseBlocks, &s.Clock
	open := s.Score.Benign.FailOpen + m.FailOpen
	tiles := []html.Tile{
		{Number: fmt.Sprint(s.Result.Requests), Name: "requests"},
		{Kind: good(m.Leaks), Number: fmt.Sprint(m.Leaks), Name: "leaks", Note: "95 %: at most " + report.Percent(m.Bound)},
		{Kind: good(open), Number: fmt.Sprint(open), Name: "let in", Note: "no valid answer in time"},
		{Kind: good(f.Count), Number: fmt.Sprint(f.Count), Name: "friends blocked", Note: "95 %: at most " + report.Percent(f.Bound)},
	}
	if s.Limit == nil && m.Leaks > 0 {
		tiles[1].Kind = "warn"
	}
	for _, q := range []struct {
		name string
		d    time.Duration
	}{{"p50", c.P50}, {"p99", c.P99}, {"p99.9", c.P999}} {
		kind := "pass"
		if q.d > c.Deadline {
			kind = "fail"
		}
		tiles = append(tiles, html.Tile{Kind: kind, Number: report.Millis(q.d), Name: q.name})
	}
	return tiles
}

// labels is the table of what became of whom.
func (s *Simulation) labels() html.Table {
	t := html.Table{
		Anchor: "labels", Title: "What became of whom", Note: "A bar shows what is right, what is wrong and what was let in by default, in this order.",
		Head: []html.Column{
			{Text: "label"},
			{Text: "accounts", Number: true},
			{Text: "allowed", Number: true},
			{Text: "blocked", Number: true},
			{Text: "let in", Number: true},
			{Text: "share"},
			{Text: "recall", Number: true},
			{Text: "precision", Number: true},
			{Text: "caught after"},
		},
	}
	for _, w := range s.rows() {
		all, right, wrong := max(float64(w.Accounts), 1), float64(w.Allowed), float64(w.Blocked)
		allowed, blocked, recall, precision, caught := "pass", "fail", "", "", ""
		if w.Label != traffic.Benign {
			right, wrong = wrong, right
			allowed, blocked = blocked, allowed
			recall, precision, caught = report.Percent(w.Recall), report.Percent(w.Precision), caughtText(&w)
		}
		open := float64(w.FailOpen)
		label := fmt.Sprintf("%.1f %% right, %.1f %% wrong, %.1f %% let in", 100*right/all, 100*wrong/all, 100*open/all)
		cells := append(html.Cells(string(w.Label), fmt.Sprint(w.Accounts)), html.Number(w.Allowed, allowed), html.Number(w.Blocked, blocked),
			html.Number(w.FailOpen, "warn"), html.Cell{Bar: html.NewBar(label, []string{"pass", "fail", "warn"}, right/all, wrong/all, open/all)})
		t.Rows = append(t.Rows, html.Row{Cells: append(cells, html.Cells(recall, precision, caught)...), Strong: w.Label == "malicious"})
	}
	return t
}

// times is the table of latencies by what became of requests, and by part.
func (s *Simulation) times() html.Table {
	t := html.Table{Anchor: "latency-table", Title: "Latency by effect and by part", Head: []html.Column{
		{Text: "of"},
		{Text: "requests", Number: true},
		{Text: "p50", Number: true},
		{Text: "p90", Number: true},
		{Text: "p99", Number: true},
		{Text: "p99.9", Number: true},
		{Text: "max", Number: true},
	}}
	add := func(name string, h *clock.Histogram) {
		if h.N() == 0 {
			return
		}
		texts := []string{name, fmt.Sprint(h.N())}
		for _, q := range []float64{0.5, 0.9, 0.99, 0.999, 1} {
			texts = append(texts, report.Millis(h.Quantile(q)))
		}
		t.Rows = append(t.Rows, html.Row{Cells: html.Cells(texts...)})
	}
	for _, name := range slices.Sorted(maps.Keys(s.Result.Effects)) {
		add(string(name), s.Result.Effects[name])
	}
	for _, name := range slices.Sorted(maps.Keys(s.Result.Phases)) {
		add(string(name), s.Result.Phases[name])
	}
	return t
}

func (s *Simulation) brokenRules() html.Table {
	t := html.Table{Anchor: "rules", Title: "Broken rules", Head: []html.Column{
		{Text: "rule"}, {Text: "level"}, {Text: "times", Number: true}, {Text: "the first", Long: true},
	}}
	for _, id := range s.rules() {
		f := s.Result.Findings[id]
		row := html.Row{Cells: html.Cells(id, string(f.Level), fmt.Sprint(f.Count), f.Message)}
		if f.Fails {
			row.Cells[1].Kind = "fail"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// latencyChart is latency over time: a cell for each slot and row, darker for more requests, with the quantiles over them.
func (s *Simulation) latencyChart() *html.Chart {
	t := &s.Result.Timeline
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
	c := &html.Chart{
		Anchor: "latency", Title: "Latency over time", Summary: fmt.Sprintf("requests by when they were %s and how long they took",
			since(s.Result)),
		Note: fmt.Sprintf("From when a request was %s to the last byte of its answer; the stronger the colour, the more requests.",
			since(s.Result)),
	}
	c.Time(t.Width * time.Duration(len(t.Slots)))
	c.Logarithmic(score.RowTop(max(low-1, 0)), max(score.RowTop(high), s.Clock.Deadline*5/4))
	p50, p99 := make([]float64, len(t.Slots)), make([]float64, len(t.Slots))
	for i := range t.Slots {
		from := t.Width * time.Duration(i)
		for row, n := range t.Slots[i].Rows {
			if n > 0 {
				c.Heat(from, from+t.Width, float64(score.RowTop(max(row-1, 0))), float64(score.RowTop(row)), float64(n)/float64(most),
					fmt.Sprintf("%s: %d up to %s", report.Seconds(from), n, report.Millis(score.RowTop(row))))
			}
		}
		p50[i], p99[i] = float64(t.Slots[i].Quantile(0.5)), float64(t.Slots[i].Quantile(0.99))
	}
	c.Line("note", "p50", t.Width, p50)
	c.Line("accepted", "p99", t.Width, p99)
	c.Across(float64(s.Clock.Deadline), "deadline "+report.Seconds(s.Clock.Deadline))
	return c
}

// rateChart is how many requests there were a second, and how many of them let their accounts in by default.
func (s *Simulation) rateChart() *html.Chart {
	t := &s.Result.Timeline
	if len(t.Slots) == 0 {
		return nil
	}
	c := &html.Chart{
		Anchor: "rates", Title: "Requests over time", Note: "A second.", Summary: "requests a second, and those that let accounts in by default",
	}
	sent, open, most := make([]float64, len(t.Slots)), make([]float64, len(t.Slots)), 0.0
	for i := range t.Slots {
		sent[i], open[i] = float64(t.Slots[i].Requests)/t.Width.Seconds(), float64(t.Slots[i].FailOpen)/t.Width.Seconds()
		most = math.Max(most, sent[i])
	}
	c.Time(t.Width * time.Duration(len(t.Slots)))
	c.Linear(most)
	c.Line("note", "requests "+since(s.Result), t.Width, sent)
	c.Line("fail", "let in", t.Width, open)
	return c
}

// changeTable is how the run stands against an earlier one.
func changeTable(c *score.Comparison) html.Table {
	t := html.Table{Anchor: "compared", Title: comparisonHead(c), Head: []html.Column{
		{Text: "measure"}, {Text: "before", Number: true}, {Text: "now", Number: true}, {Text: "change"}, {Text: "between"},
	}}
	for _, r := range changeRows(c) {
		row := html.Row{Cells: html.Cells(r.What, r.Before, r.After, r.Word(), r.Change)}
		row.Cells[3].Kind = map[score.Shown]string{score.Worse: "fail", score.Better: "pass"}[r.Shown]
		t.Rows = append(t.Rows, row)
	}
	return t
}
