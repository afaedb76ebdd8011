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
	"github.com/chatcb/chatcb/language"
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
	// What the page says between its parts.
	Legend, Right, Wrong, Open, OverTimeTitle, LatencyTitle, TellingTitle, Said string
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
func writeHTML(w io.Writer, run *Simulation, words *language.Words) error {
	s := run.in(words)
	r := s.Result
	body := &htmlSimulation{
		Labels: s.labels(), Times: s.times(), Rules: s.brokenRules(), Legend: s.say("simulation.legend"), Right: words.Label("right"),
		Wrong: s.say("simulation.wrong"), Open: s.say("simulation.by-default"), OverTimeTitle: s.say("simulation.over-time"),
		LatencyTitle: s.say("simulation.latency-title"), TellingTitle: s.say("simulation.telling"), Said: s.say("simulation.said"),
	}
	if c := s.charts(); c != nil {
		body.ByLabel, body.OverTime, body.Latency = c.byLabel(), c.overTime(), []*html.Chart{c.heatMap(), c.histogram(), c.nines()}
	}
	for _, f := range s.facts() {
		body.Facts.Add(words.Label(f.name), f.text)
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
		t.Label = safe.Untrusted(s.say("simulation.labelled", "label", string(x.Label), "what", s.outcomeText(&x)))
		body.Telling = append(body.Telling, t)
	}
	if s.Comparison != nil {
		body.Against = &htmlComparison{s.changeTable(), s.comparisonNotes(), s.comparisonSum()}
	}
	p := &html.Page{
		Words: words, Command: "chatcb simulate", Verdict: s.word(), Kind: map[string]string{"PASS": "pass", "NOTE": "warn", "FAIL": "fail"}[s.word()],
		Target: safe.Untrusted(r.Plan.Target), Started: r.Started, Tiles: s.tiles(), Body: body, Contents: s.contents(body),
		About: safe.Text(s.say("simulation.played", "load", s.load(), "loop", s.loop())), Live: s.Number, Done: s.Done,
	}
	why := s.say("simulation.why")
	if s.Number > 0 {
		p.Kind, why = "note", s.say("simulation.so-far")
		p.Facts.Add("to go", roughly(s.Left))
	} else {
		p.Facts.Add("exit status", fmt.Sprint(s.Status))
	}
	p.Facts.Add("seed", fmt.Sprint(r.Plan.Seed))
	p.Facts.Add("took", report.Seconds(r.Took.Round(time.Millisecond)))
	p.Facts.Add("deadline", report.Seconds(s.Clock.Deadline))
	p.Facts.Add("pacing", string(r.Pacing))
	if reasons := s.reasons(); len(reasons) > 0 {
		text := reasons[0]
		for _, more := range reasons[1:] {
			text = s.say("list.then", "before", text, "after", more)
		}
		p.Banners = append(p.Banners, html.Banner{Kind: p.Kind, Title: safe.Untrusted(why), Text: safe.Untrusted(text)})
	}
	for _, f := range s.facts() {
		if f.name == "behind" {
			p.Banners = append(p.Banners, html.Banner{Kind: "warn", Title: safe.Untrusted(s.say("simulation.the-load")), Text: safe.Untrusted(f.text)})
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

// columns are the heads of columns, by their names; those with numbers have a star.
func (s *Simulation) columns(names ...string) (head []html.Column) {
	for _, name := range names {
		name, number := strings.CutSuffix(name, "*")
		head = append(head, html.Column{Text: s.words.Label(name), Number: number})
	}
	return head
}

// contents are the parts of the page.
func (s *Simulation) contents(b *htmlSimulation) (links []html.Link) {
	add := func(there bool, anchor template.URL, name string) {
		if there {
			links = append(links, html.Link{Anchor: anchor, ID: safe.Untrusted(name)})
		}
	}
	add(len(b.Labels.Rows) > 0, "labels", b.Labels.Title)
	add(b.Against != nil, "compared", s.say("simulation.against-earlier"))
	add(len(b.OverTime) > 0, "over-time", b.OverTimeTitle)
	add(len(b.Latency) > 0, "latency", b.LatencyTitle)
	add(len(b.Rules.Rows) > 0, "rules", b.Rules.Title)
	add(len(b.Telling) > 0, "telling", b.TellingTitle)
	return links
}

// reasons are why the run does not pass, or is not judged.
func (s *Simulation) reasons() (reasons []string) {
	for _, f := range s.facts() {
		switch {
		case f.name == "limit" && (s.unjudged() || s.Limit != nil && s.Limit.Proof != score.Proven):
			reasons = append(reasons, s.say("simulation.reason-leaks", "text", f.text))
		case f.name == "undecided", f.name == "broken":
			reasons = append(reasons, f.text)
		}
	}
	if n := s.Failing(); n > 0 {
		reasons = append(reasons, s.say("simulation.reason-rules", "n", n))
	}
	if c := s.Comparison; c != nil && c.Count(score.Worse) > 0 {
		reasons = append(reasons, s.comparisonSum())
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
	label := s.words.Label
	bound := func(all uint64, bound float64) string {
		return s.say("simulation.tile-bound", "all", all, "bound", report.Percent(bound))
	}
	sent := s.say("simulation.sent", "rate", c.Sent)
	if s.open() {
		sent = s.say("simulation.tile-sent", "rate", c.Sent, "asked", c.Scheduled)
	}
	tiles := []html.Tile{
		{Number: fmt.Sprint(s.Result.Requests), Name: label("requests"), Note: sent},
		{Kind: good(m.Leaks), Number: fmt.Sprint(m.Leaks), Name: label("leaks"), Note: bound(m.Accounts, m.Bound), Href: "#labels"},
		{Kind: good(open), Number: fmt.Sprint(open), Name: label("let in"), Note: s.say("simulation.tile-open")},
		{Kind: good(f.Count), Number: fmt.Sprint(f.Count), Name: s.say("simulation.friends-blocked"), Note: bound(f.Of, f.Bound)},
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
				t.Note = s.say("simulation.tile-max", "max", report.Millis(time.Duration(h.Max)))
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
	room := html.Tile{Kind: "pass", Number: fmt.Sprintf("%.0f %%", 100*c.HeadRoom), Name: label("head-room"), Note: s.say("simulation.tile-room", "deadline", report.Seconds(c.Deadline))}
	if c.HeadRoom < 0 {
		room.Kind = "fail"
	}
	return append(tiles, room)
}

// labels is the table of what became of whom.
func (s *Simulation) labels() html.Table {
	t := html.Table{
		Anchor: "labels", Title: s.say("simulation.labels"), Note: s.say("simulation.labels-note"),
		Head: s.columns("label", "accounts*", "allowed*", "blocked*", "let in*", "share", "recall*", "precision*", "caught after"),
	}
	for _, w := range s.rows() {
		all, right, wrong := max(float64(w.Accounts), 1), float64(w.Allowed), float64(w.Blocked)
		allowed, blocked, recall, precision, caught := "pass", "fail", "", "", ""
		if w.Label != traffic.Benign {
			right, wrong = wrong, right
			allowed, blocked = blocked, allowed
			recall, precision, caught = report.Percent(w.Recall), report.Percent(w.Precision), s.caughtHTML(&w)
		}
		open := float64(w.FailOpen)
		label := s.say("simulation.bar", "right", 100*right/all, "wrong", 100*wrong/all, "open", 100*open/all)
		cells := append(html.Cells(string(w.Label), fmt.Sprint(w.Accounts)), html.Number(w.Allowed, allowed), html.Number(w.Blocked, blocked),
			html.Number(w.FailOpen, "warn"), html.Cell{Bar: html.NewBar(label, []string{"pass", "fail", "warn"}, right/all, wrong/all, open/all)})
		t.Rows = append(t.Rows, html.Row{Cells: append(cells, html.Cells(recall, precision, caught)...), Strong: w.Label == "malicious"})
	}
	return t
}

// caughtHTML says after how many requests a campaign was caught, and after what time.
func (s *Simulation) caughtHTML(w *score.Row) string {
	if w.Caught && w.Label != "malicious" {
		return s.say("simulation.caught", "n", w.CaughtAmong, "time", report.Seconds(w.CaughtWithin.Round(time.Millisecond)))
	}
	return s.caughtText(w)
}

// times is the table of latencies by what became of requests, and by part.
func (s *Simulation) times() html.Table {
	t := html.Table{
		Anchor: "latency-table", Title: s.say("simulation.parts"),
		Head: s.columns("of", "requests*", "p50*", "p90*", "p99*", "p99.9*", "max*"),
	}
	add := func(name string, h *clock.Histogram) {
		if h.N() == 0 {
			return
		}
		texts := []string{s.words.Label(name), fmt.Sprint(h.N())}
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
	t := html.Table{Anchor: "rules", Title: s.say("simulation.rules"), Head: s.columns("rule", "level", "times*", "the first")}
	t.Head[3].Long = true
	for _, id := range s.rules() {
		f := s.Result.Findings[id]
		row := html.Row{Cells: html.Cells(id, string(f.Level), fmt.Sprint(f.Count), s.message(f))}
		if f.Fails {
			row.Cells[1].Kind = "fail"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// changeTable is how the run stands against an earlier one. The intervals of all shares have one axis, and so have those of
// all times.
func (s *Simulation) changeTable() html.Table {
	t := html.Table{
		Anchor: "compared", Title: s.comparisonHead(), Note: s.say("simulation.intervals"),
		Head: s.columns("measure", "before*", "now*", "change", "interval", "between"),
	}
	spans := changeSpans(s.Comparison)
	for i, r := range s.changes() {
		between := language.Join(r.Change...)
		row := html.Row{Cells: html.Cells(r.What, r.Before, r.After, r.Word, "", between)}
		row.Cells[3].Kind = shownKind(r.Shown)
		spans[i].Label = between
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
