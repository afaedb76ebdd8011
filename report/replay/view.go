package replay

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

//go:embed templates
var templates embed.FS

// view is a report in one language, as all formats for people show it.
type view struct {
	*result.Run
	Tally   *replay.Tally
	About   string // when requests were due
	Tables  []html.Table
	Banners []html.Banner
	Groups  []group // opened first
	Kinds   []html.Tile
	LeftOut int // decisions that changed, and that the report does not have

	words  *language.Words
	timing replay.Timing
}

// group are the decisions that changed in one way.
type group struct {
	Change  replay.Change
	Word    string
	Cases   []shown
	LeftOut int
}

// shown is a decision that changed, in the words of a view.
type shown struct {
	*changed
	*result.Case
	Kind, Word, Before, Now string
	Exchange                *html.Exchange
}

// First are the first cases.
func (g group) First(most int) []shown { return g.Cases[:min(most, len(g.Cases))] }

// Beyond is how many there are beside the first.
func (g group) Beyond(most int) int { return len(g.Cases) - len(g.First(most)) + g.LeftOut }

// in is the report in a language.
func (r *Report) in(words *language.Words) *view {
	v := &view{
		Run: &r.run, Tally: r.tally, About: words.Say("replay.timing", "timing", timingIn(words, r.timing)), words: words, timing: r.timing,
		Tables: []html.Table{r.flips.matrix(words), r.flips.changes(words), timeTable(words, r.tally)},
	}
	banner := func(kind, title, text string) {
		v.Banners = append(v.Banners, html.Banner{Kind: kind, Title: title, Text: text})
	}
	if r.tally.Unreached > 0 {
		banner("fail", words.Say("replay.not-reached-title"), NotReached(words, r.tally))
	}
	if r.run.Interrupted {
		banner("warn", words.Say("replay.interrupted"), words.Say("replay.interrupted-why"))
	}
	for _, c := range reported {
		g := group{c, strings.ToUpper(string(c)), nil, r.leftOut[c]}
		for i := range r.changed {
			if d, of := &r.changed[i], &r.run.Cases[i]; d.change == c {
				exchange := &html.Exchange{Step: &of.Steps[0], Words: words}
				g.Cases = append(g.Cases, shown{d, of, kinds[c], g.Word, d.before.in(words), d.now.in(words), exchange})
			}
		}
		if v.LeftOut += g.LeftOut; len(g.Cases) > 0 {
			v.Groups = append(v.Groups, g)
		}
		v.Kinds = append(v.Kinds, html.Tile{Kind: kinds[c], Number: fmt.Sprint(len(g.Cases)), Name: words.Label(string(c))})
	}
	return v
}

// writeHTML renders a replay as one page that needs nothing else.
func writeHTML(w io.Writer, v *view) error {
	p := &html.Page{
		Words: v.words, Command: "chatcb replay", Verdict: "PASS", Kind: "pass", Target: v.Target, Started: v.Started,
		About: v.About, Banners: v.Banners, Body: v,
	}
	if v.Exit != outcome.OK {
		p.Verdict, p.Kind = "FAIL", "fail"
	}
	p.Tiles = append(p.Tiles, html.Tile{Number: fmt.Sprint(v.Tally.Requests), Name: v.words.Label("requests")},
		html.Tile{Number: fmt.Sprint(v.Tally.Accounts), Name: v.words.Label("accounts")})
	for _, c := range replay.Changes() {
		n := v.Tally.Changes[c]
		t := html.Tile{Kind: kinds[c], Number: fmt.Sprint(n), Name: v.words.Label(string(c))}
		if n == 0 {
			t.Kind = "pass"
		} else if slices.Contains(reported, c) { // there are cases of it
			t.Href = template.URL("#?show=" + t.Kind)
		}
		if n > 0 || c == replay.Opened {
			p.Tiles = append(p.Tiles, t)
		}
	}
	p.Facts.Add("took", report.Millis(v.Took))
	p.Facts.Add("deadline", report.Seconds(v.Deadline))
	p.Facts.Add("exit status", fmt.Sprint(v.Exit))
	for _, name := range replay.Renewable() {
		if n := v.Tally.Renewed[name]; n > 0 {
			p.Facts.Add(v.words.Say("replay.renewed-what", "what", v.words.Label(name)), fmt.Sprint(n))
		}
	}
	body, err := templates.ReadFile("templates/html.html")
	if err != nil {
		return err
	}
	return p.Write(w, string(body))
}

// writeMarkdown renders a replay as a page of Markdown.
func writeMarkdown(w io.Writer, v *view) error {
	text, err := templates.ReadFile("templates/markdown.md")
	if err != nil {
		return err
	}
	funcs := report.Funcs(v.words)
	maps.Copy(funcs, html.MarkdownFuncs())
	t, err := safe.Template(string(text), funcs, safe.MarkdownText)
	if err != nil {
		return err
	}
	return t.Execute(w, v)
}

// writeText renders a replay as a terminal without colour shows it.
func writeText(w io.Writer, v *view) error {
	t := &term.Terminal{W: w, Width: 80, Words: v.words}
	t.Titled(t.Strong("replay"), v.Target, v.About)
	t.Printf("\n")
	for _, table := range v.Tables[:2] { // the tally has the times
		table.Show(t)
	}
	for _, g := range v.Groups {
		for _, d := range g.Cases {
			t.Printf("%5d  %s  %s  %s → %s\n", d.number, changeWord(t, g.Change), d.pair(), d.Before, d.Now)
		}
	}
	ShowTally(t, v.Tally, v.timing, v.Exit)
	return nil
}
