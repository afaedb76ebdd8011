package check

import (
	_ "embed" // the body of the page
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

//go:embed html/body.html
var htmlBody string

// htmlRun is what the page of a run shows.
type htmlRun struct {
	Problems []htmlProblem
	Groups   html.Table
	Timeline *htmlTimes
	Kinds    []html.Tile // the kinds of cases
	Cases    []htmlCase  // the worst first
}

// htmlProblem is one thing that is wrong, with links to the cases that show it.
type htmlProblem struct {
	Kind, Word                 string
	Label, Title, Leak, Repeat safe.Untrusted
	Fields                     html.Facts
	Cases                      []html.Link
}

// writeHTML renders a run as one page that needs nothing else: no network, no other file, and no JavaScript but for
// searching and the keyboard.
func writeHTML(w io.Writer, run *result.Run) error {
	body := newHTMLRun(run)
	p := &html.Page{
		Words: run.Words(), Command: "chatcb check", Verdict: "PASS", Kind: "pass", Target: safe.Untrusted(run.Target), Started: run.Started,
		Tiles: htmlTiles(run), Facts: htmlFacts(run), Contents: body.contents(run.Words()), Body: body,
	}
	if run.Exit != 0 {
		p.Verdict, p.Kind = "FAIL", "fail"
	}
	if run.Cause != "" {
		p.Banners = append(p.Banners, html.Banner{
			Kind: "fail", Title: safe.Untrusted(run.Words().Say("check.one-cause-short")), Text: safe.Untrusted(run.Cause),
		})
	}
	for _, tr := range troubles(run) {
		p.Banners = append(p.Banners, html.Banner{Kind: "fail", Title: safe.Untrusted(tr.ID), Text: safe.Untrusted(tr.Message)})
	}
	return p.Write(w, htmlBody)
}

// htmlTiles are the numbers that matter most: leaks, then the cases by kind.
func htmlTiles(run *result.Run) (tiles []html.Tile) {
	kind := "pass"
	if run.Counts.Leaks > 0 {
		kind = "fail"
	}
	tiles = append(tiles, html.Tile{Kind: kind, Number: fmt.Sprint(run.Counts.Leaks), Name: run.Words().Label("leaks")})
	if len(run.Denials) > 0 {
		tiles = append(tiles, denialTile(run))
	}
	for _, t := range kindTiles(run) {
		if t.Number != "0" || t.Kind == failing.name() {
			t.Href = template.URL("#?show=" + t.Kind)
			tiles = append(tiles, t)
		}
	}
	return tiles
}

// denialTile says of how many kinds of denial it is proved that they take effect.
func denialTile(run *result.Run) html.Tile {
	n := map[result.DenialState]int{}
	for _, d := range run.Denials {
		n[d.State]++
	}
	t := html.Tile{Kind: "warn", Number: fmt.Sprint(n[result.Proved]), Name: run.Words().Say("check.denials-proved"), Note: run.DenialText()}
	switch {
	case n[result.Ignored] > 0:
		t.Kind, t.Number, t.Name = "fail", fmt.Sprint(n[result.Ignored]), run.Words().Say("check.denials-ignored")
	case n[result.Proved] > 0:
		t.Kind = "pass"
	}
	return t
}

func kindTiles(run *result.Run) (tiles []html.Tile) {
	for k, n := range total(run.Words(), groups(run)).Count {
		t := html.Tile{Kind: kind(k).name(), Number: fmt.Sprint(n), Name: kind(k).done(run.Words())}
		tiles = append(tiles, t)
	}
	return tiles
}

func htmlFacts(run *result.Run) (list html.Facts) {
	list.Add("cases", fmt.Sprint(len(run.Cases)))
	list.Add("requests", fmt.Sprint(run.Counts.Exchanges))
	list.Add("took", report.Millis(run.Took))
	list.Add("deadline", report.Seconds(run.Deadline))
	if run.Depth != result.OfReplay {
		list.Add("depth", run.Depth)
		list.Add("seed", fmt.Sprint(run.Seed))
	}
	list.Add("exit status", fmt.Sprint(run.Exit))
	list.Add("requirements", run.Requirements)
	return list
}

func newHTMLRun(run *result.Run) *htmlRun {
	anchors := anchorsOf(run)
	b := &htmlRun{Groups: groupTable(run), Timeline: newTimeline(run, anchors), Kinds: kindTiles(run)}
	for i := range run.Cases {
		b.Cases = append(b.Cases, newHTMLCase(run.Words(), &run.Cases[i], anchors[&run.Cases[i]]))
	}
	slices.SortStableFunc(b.Cases, func(x, y htmlCase) int { return int(x.rank) - int(y.rank) })
	tellOnce(b.Cases)
	for _, p := range problems(run) {
		h := htmlProblem{
			Kind: p.kind.name(), Word: p.kind.word(), Label: safe.Untrusted(p.label()), Title: safe.Untrusted(p.title()),
			Repeat: safe.Untrusted(p.first.Repeat), Fields: factsOf(p.parts().without("leak", "sent", "cases", "again")),
		}
		if len(p.leaks) > 0 {
			h.Leak = safe.Untrusted(leakText(p.words, p.leaks, p.assumed))
		}
		for _, c := range p.cases {
			h.Cases = append(h.Cases, html.Link{Anchor: anchors[c], ID: safe.Untrusted(c.ID)})
		}
		b.Problems = append(b.Problems, h)
	}
	return b
}

// plainID is an id that can stand in the address of a page as it is, and is no name of a place of the frame.
var plainID = regexp.MustCompile(`^[A-Z]{3}-[0-9]{3}(/[A-Za-z0-9._-]+)*$`)

// anchorsOf names the place of each case: by its id, so that the address of a case holds in the next report too.
func anchorsOf(run *result.Run) map[*result.Case]template.URL {
	anchors, taken := make(map[*result.Case]template.URL), make(map[string]bool)
	for i := range run.Cases {
		c := &run.Cases[i]
		anchor := c.ID
		if taken[anchor] || !plainID.MatchString(anchor) {
			anchor = fmt.Sprintf("c%d", i+1)
		}
		anchors[c], taken[anchor] = template.URL(anchor), true
	}
	return anchors
}

// tellOnce leaves out of a case, and of a finding, what the case above it says too that is of the same scenario, or has a finding
// of the same rule.
func tellOnce(cases []htmlCase) {
	said := make(map[string]htmlSaid)
	for i := range cases {
		c := &cases[i]
		link := html.Link{Anchor: c.Anchor, ID: c.ID}
		c.Facts, c.Same = once(said, "case "+c.scenario, c.Facts, link)
		for i := range c.Findings {
			f := &c.Findings[i]
			f.Fields, f.Same = once(said, "finding "+string(f.Rule), f.Fields, link)
		}
	}
}

// htmlSaid is what was said of a thing first, and where.
type htmlSaid struct {
	facts html.Facts
	link  html.Link
}

// once is the facts that were not said of a thing before, and where the others were; nil if there are none.
func once(said map[string]htmlSaid, of string, facts html.Facts, here html.Link) (html.Facts, *html.Link) {
	first, ok := said[of]
	if !ok {
		said[of] = htmlSaid{slices.Clone(facts), here}
		return facts, nil
	}
	n := len(facts)
	own := []string{"what", "account", "received"} // is read at a glance
	facts = slices.DeleteFunc(facts, func(fact html.Fact) bool {
		return slices.Contains(first.facts, fact) && !slices.Contains(own, fact.Name)
	})
	if len(facts) == n || first.link == here {
		return facts, nil
	}
	return facts, &first.link
}

func (b *htmlRun) contents(words *language.Words) (links []html.Link) {
	for _, part := range []struct {
		there  bool
		anchor template.URL
		id     string
	}{
		{len(b.Groups.Rows) > 0, "groups", words.Say("html.groups")},
		{len(b.Problems) > 0, "problems", words.Say("html.problems")},
		{b.Timeline != nil, "time", words.Say("html.took")},
		{true, "cases", words.Say("html.cases")},
	} {
		if part.there {
			links = append(links, html.Link{Anchor: part.anchor, ID: safe.Untrusted(part.id)})
		}
	}
	return links
}

// groupTable has a row for each part of the catalogue, which shows its cases.
func groupTable(run *result.Run) html.Table {
	list := groups(run)
	words := run.Words()
	all := total(words, list)
	kinds := columns(all)
	t := html.Table{Anchor: "groups", Title: words.Say("html.groups"), Head: []html.Column{
		{Text: words.Label("group")}, {Text: words.Label("cases"), Number: true},
	}}
	for _, k := range kinds {
		t.Head = append(t.Head, html.Column{Text: k.label(words), Number: true})
	}
	t.Head = append(t.Head, html.Column{Text: words.Label("time"), Number: true})
	if len(list) > 1 {
		list = append(list, all)
	}
	for _, g := range list {
		row := html.Row{Strong: g == all, Cells: html.Cells(strings.TrimSpace(g.ID+" "+g.Title), fmt.Sprint(len(g.Cases)))}
		if g != all {
			row.Cells[0].Href = template.URL("#?q=" + g.ID + "-")
		}
		for _, k := range kinds {
			row.Cells = append(row.Cells, html.Number(g.Count[k], k.name()))
		}
		row.Cells = append(row.Cells, html.Cells(report.Millis(g.Took))...)
		t.Rows = append(t.Rows, row)
	}
	return t
}

// factsOf makes parts ready for a page.
func factsOf(list parts) (facts html.Facts) {
	for _, p := range list {
		facts.Add(p.name, p.text)
	}
	return facts
}
