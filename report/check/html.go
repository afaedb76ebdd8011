package check

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/result"
)

// writeHTML renders a run as one page that needs nothing else: no network, no other file, and no JavaScript but for
// searching and the keyboard.
func writeHTML(w io.Writer, v *view) error {
	p := &html.Page{
		Words: v.words, Command: "chatcb check", Verdict: "PASS", Kind: "pass", Target: v.Target, Started: v.Started,
		Tiles: v.tiles(), Facts: v.facts(), Body: v,
	}
	if v.Exit != 0 {
		p.Verdict, p.Kind = "FAIL", "fail"
	}
	if v.Cause != "" {
		p.Banners = append(p.Banners, html.Banner{
			Kind: "fail", Title: v.words.Say("check.one-cause-short"), Text: v.Cause,
		})
	}
	for _, tr := range v.Troubles() {
		p.Banners = append(p.Banners, html.Banner{Kind: "fail", Title: tr.ID, Text: tr.Message})
	}
	body, err := templates.ReadFile("templates/html.html")
	if err != nil {
		return err
	}
	return p.Write(w, string(body))
}

// tiles are the numbers that matter most: leaks, then the cases by kind.
func (v *view) tiles() (tiles []html.Tile) {
	kind := "pass"
	if v.Counts.Leaks > 0 {
		kind = "fail"
	}
	tiles = append(tiles, html.Tile{Kind: kind, Number: fmt.Sprint(v.Counts.Leaks), Name: v.words.Label("leaks")})
	if len(v.Denials) > 0 {
		tiles = append(tiles, v.denialTile())
	}
	for _, t := range v.Kinds() {
		if t.Number != "0" || t.Kind == string(failing) {
			t.Href = template.URL("#?show=" + t.Kind)
			tiles = append(tiles, t)
		}
	}
	return tiles
}

// denialTile says of how many kinds of denial it is proved that they take effect.
func (v *view) denialTile() html.Tile {
	n := map[result.DenialState]int{}
	for _, d := range v.Denials {
		n[d.State]++
	}
	t := html.Tile{Kind: "warn", Number: fmt.Sprint(n[result.Proved]), Name: v.words.Say("check.denials-proved"), Note: v.DenialText()}
	switch {
	case n[result.Ignored] > 0:
		t.Kind, t.Number, t.Name = "fail", fmt.Sprint(n[result.Ignored]), v.words.Say("check.denials-ignored")
	case n[result.Proved] > 0:
		t.Kind = "pass"
	}
	return t
}

// Kinds are tiles of all kinds of cases.
func (v *view) Kinds() (tiles []html.Tile) {
	all := v.total()
	for _, k := range kinds() {
		tiles = append(tiles, html.Tile{Kind: string(k), Number: fmt.Sprint(all.Count[k]), Name: v.words.Say("check.done-" + string(k))})
	}
	return tiles
}

func (v *view) facts() (list report.Facts) {
	list.Add("cases", fmt.Sprint(len(v.Cases)))
	list.Add("requests", fmt.Sprint(v.Counts.Exchanges))
	list.Add("took", report.Millis(v.Took))
	list.Add("deadline", report.Seconds(v.Deadline))
	if v.Depth != result.OfReplay {
		list.Add("depth", v.Depth)
		list.Add("seed", fmt.Sprint(v.Seed))
	}
	list.Add("exit status", fmt.Sprint(v.Exit))
	list.Add("requirements", v.Requirements)
	return list
}

// Link leads to the case.
func (c *caseView) Link() *html.Link { return &html.Link{Anchor: c.Anchor, ID: c.ID} }

// told is what is told of a thing, and which case tells the rest; nil if there is none.
type told struct {
	Facts report.Facts
	Rest  *html.Link
}

// Told are the facts of the case but for those that a case above it on the page tells, too.
func (c *caseView) Told() told {
	return c.run.once("case "+c.Scenario, c.Facts().Without("leak", "again"), c)
}

// Told are the facts of the finding but for those that its case tells, or a finding of the same rule above it on the page.
func (f *findingView) Told() told {
	facts := f.Facts().Without("account")
	if f.Rule == f.Case.Scenario {
		facts = facts.Without(string(f.Severity), "translation", "why")
	}
	return f.Case.run.once("finding "+f.Rule, facts, f.Case)
}

// once leaves out what was told of a thing before. It is called in the order of the page.
func (v *view) once(of string, facts report.Facts, c *caseView) told {
	first, ok := v.told[of]
	if !ok {
		v.told[of] = told{slices.Clone(facts), c.Link()}
		return told{Facts: facts}
	}
	n := len(facts)
	own := []string{"what", "account", "received"} // is read at a glance
	facts = slices.DeleteFunc(facts, func(fact report.Fact) bool {
		return slices.Contains(first.Facts, fact) && !slices.Contains(own, fact.Name)
	})
	if len(facts) == n || *first.Rest == *c.Link() {
		return told{Facts: facts}
	}
	return told{facts, first.Rest}
}

// GroupTable has a row for each part of the catalogue, which shows its cases.
func (v *view) GroupTable() html.Table {
	words := v.words
	t := html.Table{Anchor: "groups", Title: words.Say("html.groups"), Head: []html.Column{
		{Text: words.Label("group")}, {Text: words.Label("cases"), Number: true},
	}}
	for _, k := range v.Columns() {
		t.Head = append(t.Head, html.Column{Text: words.Say("check.kind-" + string(k)), Number: true})
	}
	t.Head = append(t.Head, html.Column{Text: words.Label("time"), Number: true})
	for _, g := range v.Rows() {
		row := html.Row{Strong: g.ID == "", Cells: html.Cells(strings.TrimSpace(g.ID+" "+g.Title), fmt.Sprint(len(g.Cases)))}
		if !row.Strong {
			row.Cells[0].Href = template.URL("#?q=" + g.ID + "-")
		}
		for _, k := range v.Columns() {
			row.Cells = append(row.Cells, html.Number(g.Count[k], string(k)))
		}
		row.Cells = append(row.Cells, html.Cells(report.Millis(g.Took))...)
		t.Rows = append(t.Rows, row)
	}
	return t
}
