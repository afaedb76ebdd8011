package simulation

import (
	"cmp"
	_ "embed" // the body of the page
	"fmt"
	"html/template"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
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
	ByLabel, OverTime    []*html.Chart
	Latency              []*html.Chart
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
	body := &htmlSimulation{Labels: s.labels(), Times: s.times(), Rules: s.brokenRules()}
	if c := s.charts(); c != nil {
		body.ByLabel, body.OverTime, body.Latency = c.byLabel(), c.overTime(), []*html.Chart{c.heatMap(), c.histogram(), c.nines()}
	}
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
		Command: "chatcb simulate", Verdict: s.word(), Kind: map[string]string{"PASS": "pass", "NOTE": "warn", "FAIL": "fail", "RUNNING": "note"}[s.word()],
		Target: safe.Untrusted(r.Plan.Target), Started: r.Started, Tiles: s.tiles(), Body: body, Contents: body.contents(),
		About: safe.Text(fmt.Sprintf("%s, %s", r.Plan.Load, shardText(r))), Live: s.Number, Done: s.Done,
	}
	why := safe.Untrusted("Why")
	if s.Number > 0 {
		why = "So far"
		p.Facts.Add("to go", roughly(s.Left))
	} else {
		p.Facts.Add("exit status", fmt.Sprint(s.Status))
	}
	p.Facts.Add("seed", fmt.Sprint(r.Plan.Seed))
	p.Facts.Add("took", report.Seconds(r.Took.Round(time.Millisecond)))
	p.Facts.Add("deadline", report.Seconds(s.Clock.Deadline))
	p.Facts.Add("pacing", string(r.Pacing))
	if reasons := s.reasons(); len(reasons) > 0 {
		p.Banners = append(p.Banners, html.Banner{Kind: p.Kind, Title: why, Text: safe.Untrusted(strings.Join(reasons, "; "))})
	}
	for _, f := range s.facts() {
		if f.name == "behind" {
			p.Banners = append(p.Banners, html.Banner{Kind: "warn", Title: "The load", Text: safe.Untrusted(f.text)})
		}
	}
	return p.Write(w, htmlBody)
}

// roughly writes a time in whole seconds, and nothing for none.
func roughly(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.Round(time.Second).String()
}

// contents are the parts of the page.
func (b *htmlSimulation) contents() (links []html.Link) {
	add := func(there bool, anchor template.URL, name string) {
		if there {
			links = append(links, html.Link{Anchor: anchor, ID: safe.Untrusted(name)})
		}
	}
	add(len(b.Labels.Rows) > 0, "labels", "What became of whom")
	add(b.Against != nil, "compared", "Against an earlier run")
	add(len(b.OverTime) > 0, "over-time", "Over time")
	add(len(b.Latency) > 0, "latency", "Latency")
	add(len(b.Rules.Rows) > 0, "rules", "Broken rules")
	add(len(b.Telling) > 0, "telling", "The requests that say most")
	return links
}

// reasons are why the run does not pass, or is not judged.
func (s *Simulation) reasons() (reasons []string) {
	for _, f := range s.facts() {
		switch {
		case f.name == "limit" && (s.unjudged() || s.Limit != nil && s.Limit.Proof != score.Proven):
			reasons = append(reasons, "leaks: "+f.text)
		case f.name == "undecided", f.name == "broken":
			reasons = append(reasons, f.text)
		}
	}
	if n := s.Failing(); n > 0 {
		reasons = append(reasons, report.Plural(n, "answer")+" broke a rule that fails the run")
	}
	if c := s.Comparison; c != nil && c.Count(score.Worse) > 0 {
		reasons = append(reasons, comparisonSum(c))
	}
	return reasons
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
	sent := fmt.Sprintf("%.1f per second", c.Sent)
	if s.Result.Plan.Loop == "open" {
		sent = fmt.Sprintf("%.1f per second of %.1f asked", c.Sent, c.Scheduled)
	}
	tiles := []html.Tile{
		{Number: fmt.Sprint(s.Result.Requests), Name: "requests", Note: sent},
		{Kind: good(m.Leaks), Number: fmt.Sprint(m.Leaks), Name: "leaks", Note: fmt.Sprintf("of %d; 95 %%: at most %s", m.Accounts, report.Percent(m.Bound)), Href: "#labels"},
		{Kind: good(open), Number: fmt.Sprint(open), Name: "let in", Note: "no valid answer in time"},
		{Kind: good(f.Count), Number: fmt.Sprint(f.Count), Name: "friends blocked", Note: fmt.Sprintf("of %d; 95 %%: at most %s", f.Of, report.Percent(f.Bound))},
	}
	if s.Limit == nil && m.Leaks > 0 {
		tiles[1].Kind = "warn"
	}
	for _, q := range []struct {
		name    string
		measure score.Measure
		d       time.Duration
	}{{"p50", "", c.P50}, {"p99", score.MeasureP99, c.P99}, {"p99.9", score.MeasureP999, c.P999}} {
		t := html.Tile{Kind: "pass", Number: report.Millis(q.d), Name: q.name, Href: "#latency"}
		for _, h := range s.Held {
			if h.Measure == q.measure {
				t.Note = "allowed: " + report.Millis(time.Duration(h.Max))
				if !h.Kept {
					t.Kind = "fail"
				}
			}
		}
		if q.d > c.Deadline {
			t.Kind = "fail"
		}
		tiles = append(tiles, t)
	}
	room := html.Tile{Kind: "pass", Number: fmt.Sprintf("%.0f %%", 100*c.HeadRoom), Name: "head-room", Note: "of " + report.Seconds(c.Deadline) + ", at p99.9"}
	if c.HeadRoom < 0 {
		room.Kind = "fail"
	}
	return append(tiles, room)
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
			recall, precision, caught = report.Percent(w.Recall), report.Percent(w.Precision), caughtHTML(&w)
		}
		open := float64(w.FailOpen)
		label := fmt.Sprintf("%.1f %% right, %.1f %% wrong, %.1f %% let in", 100*right/all, 100*wrong/all, 100*open/all)
		cells := append(html.Cells(string(w.Label), fmt.Sprint(w.Accounts)), html.Number(w.Allowed, allowed), html.Number(w.Blocked, blocked),
			html.Number(w.FailOpen, "warn"), html.Cell{Bar: html.NewBar(label, []string{"pass", "fail", "warn"}, right/all, wrong/all, open/all)})
		t.Rows = append(t.Rows, html.Row{Cells: append(cells, html.Cells(recall, precision, caught)...), Strong: w.Label == "malicious"})
	}
	return t
}

// caughtHTML says after how many requests a campaign was caught, and after what time.
func caughtHTML(w *score.Row) string {
	if w.Caught && w.Label != "malicious" {
		return report.Plural(w.CaughtAmong, "request") + ", " + report.Seconds(w.CaughtWithin.Round(time.Millisecond))
	}
	return caughtText(w)
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

// changeTable is how the run stands against an earlier one. The intervals of all shares have one axis, and so have those of
// all times.
func changeTable(c *score.Comparison) html.Table {
	t := html.Table{Anchor: "compared", Title: comparisonHead(c), Note: "The intervals are those of the change of a share, around none, and of a time before (grey) and now.",
		Head: []html.Column{
			{Text: "measure"}, {Text: "before", Number: true}, {Text: "now", Number: true}, {Text: "change"}, {Text: "interval"}, {Text: "between"},
		}}
	spans := changeSpans(c)
	for i, r := range changeRows(c) {
		row := html.Row{Cells: html.Cells(r.What, r.Before, r.After, r.Word(), "", r.Change)}
		row.Cells[3].Kind = shownKind(r.Shown)
		spans[i].Label = r.Change
		row.Cells[4].Intervals = spans[i]
		t.Rows = append(t.Rows, row)
	}
	return t
}

func shownKind(shown score.Shown) string {
	return map[score.Shown]string{score.Worse: "fail", score.Better: "pass"}[shown]
}

// changeSpans are the pictures of the lines of a comparison.
func changeSpans(c *score.Comparison) (spans []*html.Intervals) {
	widest := 0.0
	for _, r := range c.Rates {
		widest = max(widest, -r.Low, r.High)
	}
	for _, r := range c.Rates {
		at := func(v float64) float64 { return 50 + 50*v/max(widest, 1e-9) }
		s := &html.Intervals{Zero: 50}
		s.Add(cmp.Or(shownKind(r.Shown), "note"), at(r.Low), at(r.High), at(r.After.Rate-r.Before.Rate))
		spans = append(spans, s)
	}
	low, high := time.Duration(math.MaxInt64), time.Microsecond
	for _, r := range c.Times {
		for _, x := range []score.TimeSpan{r.Before, r.After} {
			low, high = max(min(low, x.Low), time.Microsecond), max(high, x.High, x.At)
		}
	}
	for _, r := range c.Times {
		at := func(d time.Duration) float64 {
			return 100 * math.Log(float64(max(d, low))/float64(low)) / max(math.Log(float64(high)/float64(low)), 1e-9)
		}
		s := &html.Intervals{Zero: -1}
		for i, x := range []score.TimeSpan{r.Before, r.After} {
			if x.High < 0 {
				x.High = high // there are too few requests to tell
			}
			s.Add([]string{"skip", cmp.Or(shownKind(r.Shown), "note")}[i], at(x.Low), at(x.High), at(x.At))
		}
		spans = append(spans, s)
	}
	return spans
}
