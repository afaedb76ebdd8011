package simulation

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/simulate/score"
)

// columns are the heads of columns, by their names; those with numbers have a star.
func (s *view) columns(names ...string) (head []html.Column) {
	for _, name := range names {
		name, number := strings.CutSuffix(name, "*")
		head = append(head, html.Column{Text: s.words.Label(name), Number: number})
	}
	return head
}

// labels is the table of what became of whom.
func (s *view) labels() html.Table {
	t := html.Table{
		Anchor: "labels", Title: s.say("simulation.labels"), Note: s.say("simulation.labels-note"),
		Head: s.columns("label", "accounts*", "allowed*", "blocked*", "let in*", "share", "recall*", "precision*", "caught after"),
	}
	for _, w := range s.Rows() {
		all, right, wrong := max(float64(w.Accounts), 1), float64(w.Allowed), float64(w.Blocked)
		allowed, blocked, recall, precision := "pass", "fail", "", ""
		if w.Label.Malicious() {
			right, wrong = wrong, right
			allowed, blocked = blocked, allowed
			recall, precision = report.Percent(w.Recall), report.Percent(w.Precision)
		}
		open := float64(w.FailOpen)
		label := s.say("simulation.bar", "right", 100*right/all, "wrong", 100*wrong/all, "open", 100*open/all)
		cells := append(html.Cells(string(w.Label), fmt.Sprint(w.Accounts)), html.Number(w.Allowed, allowed), html.Number(w.Blocked, blocked),
			html.Number(w.FailOpen, "warn"), html.Cell{Bar: html.NewBar(label, []string{"pass", "fail", "warn"}, right/all, wrong/all, open/all)})
		cells = append(cells, html.Cells(recall, precision, s.caughtHTML(&w))...)
		t.Rows = append(t.Rows, html.Row{Cells: cells, Strong: w.Label == "malicious"})
	}
	return t
}

// caughtHTML says after how many requests a campaign was caught, and after what time.
func (s *view) caughtHTML(w *score.Row) string {
	if w.Caught && w.Label.Malicious() && w.Label != "malicious" {
		return s.say("simulation.caught", "n", w.CaughtAmong, "time", report.Seconds(w.CaughtWithin.Round(time.Millisecond)))
	}
	return s.caughtText(w)
}

// times is the table of latencies by what became of requests, and by part.
func (s *view) times() html.Table {
	t := html.Table{
		Anchor: "latency-table", Title: s.say("simulation.parts"),
		Head: s.columns("of", "requests*", "p50*", "p90*", "p99*", "p99.9*", "max*"),
	}
	for _, parts := range []map[string]*clock.Histogram{s.Result.Effects.All(), s.Result.Phases.All()} {
		for _, name := range slices.Sorted(maps.Keys(parts)) {
			h := parts[name]
			if h.N() == 0 {
				continue
			}
			texts, q := []string{s.words.Label(name), fmt.Sprint(h.N())}, h.Quantiles()
			for _, d := range []time.Duration{q.P50, q.P90, q.P99, q.P999, q.Max} {
				texts = append(texts, report.Millis(d))
			}
			t.Rows = append(t.Rows, html.Row{Cells: html.Cells(texts...)})
		}
	}
	return t
}

func (s *view) brokenRules() html.Table {
	t := html.Table{Anchor: "rules", Title: s.say("simulation.rules"), Head: s.columns("rule", "level", "times*", "the first")}
	t.Head[3].Long = true
	for _, id := range s.Rules() {
		f := s.Result.Findings[id]
		row := html.Row{Cells: html.Cells(id, string(f.Level), fmt.Sprint(f.Count), s.message(f))}
		if f.Fails {
			row.Cells[1].Kind = "fail"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// ChangeTable is how the run stands against an earlier one. The intervals of all shares have one axis, and so have those of
// all times.
func (s *view) ChangeTable() html.Table {
	t := html.Table{
		Anchor: "compared", Title: s.ComparisonHead(), Note: s.say("simulation.intervals"),
		Head: s.columns("measure", "before*", "now*", "change", "interval", "between"),
	}
	spans := changeSpans(s.Comparison)
	for i, r := range s.Changes() {
		row := html.Row{Cells: html.Cells(r.What, r.Before, r.After, r.Word, "", r.Between())}
		row.Cells[3].Kind = shownKind(r.Shown)
		spans[i].Label = r.Between()
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
