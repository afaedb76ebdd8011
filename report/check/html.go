package check

import (
	_ "embed" // the page, its style and its script
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

var (
	//go:embed html/page.html
	htmlPageText string
	//go:embed html/style.css
	htmlStyle string
	//go:embed html/script.js
	htmlScript string
)

// htmlPage is what the page shows. Every text in it is made safe: the template escapes it for HTML, and what acts on the
// order of characters is spelt out.
type htmlPage struct {
	Style     template.CSS // of chatcb itself, as is Script
	Script    template.JS
	Policy    string // Content-Security-Policy: nothing but this style and this script
	Verdict   string
	Failed    bool
	Target    safe.Untrusted
	Started   string
	StartedAt string // for machines
	Facts     html.Facts
	Cause     safe.Untrusted
	Troubles  []htmlTrouble
	Tiles     []htmlTile
	Problems  []htmlProblem
	Groups    []htmlGroup
	Kinds     []string // the columns of the table of groups
	Timeline  *htmlTimeline
	Cases     []htmlCase
}

// htmlTile counts the cases of a kind, and lets them be shown or hidden.
type htmlTile struct {
	Kind  string
	Word  string
	Count int
}

type htmlGroup struct {
	ID, Title string
	Cases     int
	Counts    []htmlTile
	Took      string
}

// htmlProblem is one thing that is wrong, with links to the cases that show it.
type htmlProblem struct {
	Kind, Word   string
	Label, Title safe.Untrusted
	Leaks        []safe.Untrusted
	Fields       html.Facts
	Repeat       safe.Untrusted
	Cases        []htmlLink
}

type htmlLink struct {
	Anchor string
	ID     safe.Untrusted
}

type htmlTrouble struct{ ID, Message safe.Untrusted }

// writeHTML renders a run as one page that needs nothing else: no network, no other file, and no JavaScript but for
// searching and the keyboard.
func writeHTML(w io.Writer, run *result.Run) error {
	page, err := template.New("page").Parse(htmlPageText)
	if err != nil {
		return err
	}
	return page.Execute(w, newHTMLPage(run))
}

func newHTMLPage(run *result.Run) *htmlPage {
	p := &htmlPage{
		Style: template.CSS(htmlStyle), Script: template.JS(htmlScript),
		Policy: fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'",
			html.Hash(htmlStyle), html.Hash(htmlScript)),
		Verdict: "PASS", Failed: run.Exit != 0,
		Target: safe.Untrusted(run.Target), Cause: safe.Untrusted(run.Cause),
		Started:   run.Started.UTC().Format("2 January 2006, 15:04:05 UTC"),
		StartedAt: run.Started.UTC().Format(time.RFC3339),
		Facts:     htmlFacts(run),
		Timeline:  newHTMLTimeline(run),
	}
	if p.Failed {
		p.Verdict = "FAIL"
	}
	for _, tr := range troubles(run) {
		p.Troubles = append(p.Troubles, htmlTrouble{safe.Untrusted(tr.ID), safe.Untrusted(tr.Message)})
	}
	all := total(groups(run))
	for k, n := range all.Count {
		p.Tiles = append(p.Tiles, htmlTile{kind(k).name(), kind(k).done(), n})
	}
	p.table(run, all)
	anchors := make(map[*result.Case]string)
	for i := range run.Cases {
		anchors[&run.Cases[i]] = fmt.Sprintf("c%d", i+1)
		p.Cases = append(p.Cases, newHTMLCase(&run.Cases[i], i+1))
	}
	for _, pr := range problems(run) {
		p.Problems = append(p.Problems, newHTMLProblem(pr, anchors))
	}
	return p
}

func htmlFacts(run *result.Run) (list html.Facts) {
	if run.Counts.Leaks > 0 {
		list.Add("leaks", fmt.Sprint(run.Counts.Leaks))
	}
	list.Add("cases", fmt.Sprint(len(run.Cases)))
	list.Add("requests", fmt.Sprint(run.Counts.Exchanges))
	list.Add("took", report.Millis(run.Took))
	list.Add("deadline", report.Seconds(run.Deadline))
	list.Add("profile", string(run.Profile))
	list.Add("seed", fmt.Sprint(run.Seed))
	list.Add("exit status", fmt.Sprint(run.Exit))
	list.Add("requirements", run.Requirements)
	return list
}

func (p *htmlPage) table(run *result.Run, all *group) {
	kinds := columns(all)
	for _, k := range kinds {
		p.Kinds = append(p.Kinds, k.name())
	}
	list := groups(run)
	if len(list) > 1 {
		list = append(list, all)
	}
	for _, g := range list {
		row := htmlGroup{ID: g.ID, Title: g.Title, Cases: len(g.Cases), Took: report.Millis(g.Took)}
		for _, k := range kinds {
			row.Counts = append(row.Counts, htmlTile{Kind: k.name(), Count: g.Count[k]})
		}
		p.Groups = append(p.Groups, row)
	}
}

func newHTMLProblem(p *problem, anchors map[*result.Case]string) htmlProblem {
	f := &p.finding
	h := htmlProblem{
		Kind: p.kind.name(), Word: p.kind.word(), Label: safe.Untrusted(p.label()), Title: safe.Untrusted(p.title()),
		Repeat: safe.Untrusted(p.first.Repeat), Fields: factsOf(p.parts().without("leak", "account", "sent", "cases", "again")),
	}
	for _, id := range p.leaks {
		h.Leaks = append(h.Leaks, safe.Untrusted(id))
	}
	if f.Account != "" && len(p.cases) == 1 {
		h.Title += " · " + safe.Untrusted(f.Account)
	}
	for _, c := range p.cases {
		h.Cases = append(h.Cases, htmlLink{anchors[c], safe.Untrusted(c.ID)})
	}
	return h
}

// factsOf makes parts ready for a page.
func factsOf(list parts) (facts html.Facts) {
	for _, p := range list {
		facts.Add(p.name, p.text)
	}
	return facts
}
