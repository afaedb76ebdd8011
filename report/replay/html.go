package replay

import (
	"cmp"
	_ "embed" // the body of the page
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
)

//go:embed html/body.html
var htmlBody string

// htmlReplay is what the page of a replay shows.
type htmlReplay struct {
	Matrix, Changes, Times html.Table
	Kinds                  []html.Tile
	Cases                  []htmlChange // opened first
	LeftOut                int
}

type htmlChange struct {
	Anchor, Kind, Word, Took string
	Before, Now, Repeat      safe.Untrusted
	Step                     html.Exchange
}

// kinds are how changes look on a page.
var kinds = map[replay.Change]string{
	replay.Opened: "fail", replay.Broke: "warn", replay.Closed: "note", replay.Noise: "accepted", replay.Same: "pass", replay.Unknown: "skip",
}

// writeHTML renders a replay as one page that needs nothing else.
func writeHTML(w io.Writer, r *Report) error {
	p := &html.Page{
		Command: "chatcb replay", Verdict: "PASS", Kind: "pass", Target: safe.Untrusted(r.run.Target), Started: r.run.Started,
		About: "timing " + r.timing.String(), Body: r.html(),
	}
	if r.run.Exit != outcome.OK {
		p.Verdict, p.Kind = "FAIL", "fail"
	}
	p.Tiles = append(p.Tiles, html.Tile{Number: fmt.Sprint(r.tally.Requests), Name: "requests"},
		html.Tile{Number: fmt.Sprint(r.tally.Accounts), Name: "accounts"})
	for _, c := range replay.Changes() {
		if n := r.tally.Changes[c]; n > 0 || c == replay.Opened {
			t := html.Tile{Kind: kinds[c], Number: fmt.Sprint(n), Name: string(c)}
			if n == 0 {
				t.Kind = "pass"
			}
			p.Tiles = append(p.Tiles, t)
		}
	}
	p.Facts.Add("took", report.Millis(r.run.Took))
	p.Facts.Add("deadline", report.Seconds(r.run.Deadline))
	p.Facts.Add("exit status", fmt.Sprint(r.run.Exit))
	for _, c := range r.tally.RenewedCounts() {
		p.Facts.Add("renewed "+c.Name, fmt.Sprint(c.N))
	}
	if r.tally.Unreached > 0 {
		p.Banners = append(p.Banners, html.Banner{Kind: "fail", Title: "not reached", Text: safe.Untrusted(NotReached(r.tally))})
	}
	if r.run.Interrupted {
		p.Banners = append(p.Banners, html.Banner{Kind: "warn", Title: "interrupted", Text: "what had not been sent is missing"})
	}
	return p.Write(w, htmlBody)
}

func (r *Report) html() *htmlReplay {
	b := &htmlReplay{Matrix: r.matrixTable(), Changes: r.changeTable(), Times: r.timeTable(), LeftOut: r.leftOut}
	order := make([]int, len(r.changed))
	count := map[replay.Change]int{}
	for i, c := range r.changed {
		order[i] = i
		count[c]++
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(rank(r.changed[x]), rank(r.changed[y])) })
	for _, i := range order {
		c, change := &r.run.Cases[i], r.changed[i]
		s := &c.Steps[0]
		f := &c.Findings[0]
		b.Cases = append(b.Cases, htmlChange{
			fmt.Sprintf("c%d", i+1), kinds[change], strings.ToUpper(string(change)), report.Millis(c.Took),
			safe.Untrusted(strings.TrimSuffix(f.Expected, ", as before")), safe.Untrusted(f.Received), safe.Untrusted(c.Repeat),
			html.NewExchange(s.Name, &s.Exchange, &s.Judgement, s.CutSent, s.CutReceived),
		})
	}
	for _, c := range []replay.Change{replay.Opened, replay.Broke, replay.Closed} {
		b.Kinds = append(b.Kinds, html.Tile{Kind: kinds[c], Number: fmt.Sprint(count[c]), Name: string(c)})
	}
	return b
}

func rank(c replay.Change) int { return slices.Index(replay.Changes(), c) }

// matrixTable is what became of accounts before, in rows, and now, in columns.
func (r *Report) matrixTable() html.Table {
	t := html.Table{
		Anchor: "matrix", Title: "Before × now", Note: "Accounts by what became of them before, in the rows, and now, in the columns.",
		Head: []html.Column{{Text: "before"}},
	}
	before, now := map[string]bool{}, map[string]bool{}
	for p := range r.matrix {
		before[p.before], now[p.now] = true, true
	}
	columns := slices.Sorted(maps.Keys(now))
	for _, name := range columns {
		t.Head = append(t.Head, html.Column{Text: name, Number: true})
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		row := html.Row{Cells: html.Cells(name)}
		for _, column := range columns {
			cell := html.Number(0, "")
			for _, c := range replay.Changes() {
				if n := r.matrix[pair{c, name, column}]; n > 0 {
					cell = html.Number(n, kinds[c])
					break
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// changeTable lists what changed by cause, opened first.
func (r *Report) changeTable() html.Table {
	t := html.Table{Anchor: "changes", Title: "What changed", Head: []html.Column{
		{Text: "change"}, {Text: "before"}, {Text: "now"}, {Text: "accounts", Number: true},
	}}
	list := slices.SortedFunc(maps.Keys(r.matrix), func(a, b pair) int {
		return cmp.Or(cmp.Compare(rank(a.change), rank(b.change)), cmp.Compare(r.matrix[b], r.matrix[a]),
			cmp.Compare(a.before+a.now, b.before+b.now))
	})
	for _, p := range list {
		if p.change != replay.Same {
			row := html.Row{Cells: html.Cells(string(p.change), p.before, p.now, fmt.Sprint(r.matrix[p]))}
			row.Cells[0].Kind = kinds[p.change]
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// timeTable is how long answers took, before and now, and how late requests were.
func (r *Report) timeTable() html.Table {
	t := html.Table{Anchor: "times", Title: "Latency before and now", Head: []html.Column{
		{Text: "of"}, {Text: "requests", Number: true}, {Text: "p50", Number: true}, {Text: "p99", Number: true}, {Text: "max", Number: true},
	}}
	for _, of := range []struct {
		name string
		h    *clock.Histogram
	}{{"answers before", &r.tally.Before}, {"answers now", &r.tally.After}, {"sent late by", &r.tally.Late}} {
		if of.h.N() > 0 {
			t.Rows = append(t.Rows, html.Row{Cells: html.Cells(of.name, fmt.Sprint(of.h.N()), report.Fine(of.h.Quantile(0.5)),
				report.Fine(of.h.Quantile(0.99)), report.Fine(of.h.Max()))})
		}
	}
	return t
}
