package replay

import (
	_ "embed" // the body of the page
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

//go:embed html/body.html
var htmlBody string

// htmlReplay is what the page of a replay shows.
type htmlReplay struct {
	Tables         []html.Table
	Title, NoMatch string
	Kinds          []html.Tile
	Cases          []htmlChange // opened first
	LeftOut        string
}

type htmlChange struct {
	Anchor           template.URL
	Kind, Word, Took string
	Before, Now      string
	Repeat           string
	Step             *html.Exchange
}

// writeHTML renders a replay as one page that needs nothing else.
func writeHTML(w io.Writer, r *Report, words *language.Words) error {
	body := r.html(words)
	p := &html.Page{
		Words: words, Command: "chatcb replay", Verdict: "PASS", Kind: "pass", Target: r.run.Target, Started: r.run.Started,
		About: words.Say("replay.timing", "timing", timingIn(words, r.timing)), Body: body,
	}
	if r.run.Exit != outcome.OK {
		p.Verdict, p.Kind = "FAIL", "fail"
	}
	p.Tiles = append(p.Tiles, html.Tile{Number: fmt.Sprint(r.tally.Requests), Name: words.Label("requests")},
		html.Tile{Number: fmt.Sprint(r.tally.Accounts), Name: words.Label("accounts")})
	for _, c := range replay.Changes() {
		if n := r.tally.Changes[c]; n > 0 || c == replay.Opened {
			t := html.Tile{Kind: kinds[c], Number: fmt.Sprint(n), Name: words.Label(string(c)), Href: template.URL("#?show=" + kinds[c])}
			if n == 0 || c != replay.Opened && c != replay.Broke && c != replay.Closed {
				t.Href = "" // there are no cases of it
			}
			if n == 0 {
				t.Kind = "pass"
			}
			p.Tiles = append(p.Tiles, t)
		}
	}
	p.Facts.Add("took", report.Millis(r.run.Took))
	p.Facts.Add("deadline", report.Seconds(r.run.Deadline))
	p.Facts.Add("exit status", fmt.Sprint(r.run.Exit))
	for _, name := range replay.Renewable() {
		if n := r.tally.Renewed[name]; n > 0 {
			p.Facts.Add(words.Say("replay.renewed-what", "what", words.Label(name)), fmt.Sprint(n))
		}
	}
	for _, t := range body.Tables {
		if len(t.Rows) > 0 {
			p.Contents = append(p.Contents, html.Link{Anchor: template.URL(t.Anchor), ID: t.Title})
		}
	}
	if len(r.changed) > 0 {
		p.Contents = append(p.Contents, html.Link{Anchor: "cases", ID: words.Say("replay.decisions")})
	}
	if r.tally.Unreached > 0 {
		p.Banners = append(p.Banners, html.Banner{
			Kind: "fail", Title: words.Say("replay.not-reached-title"), Text: NotReached(words, r.tally),
		})
	}
	if r.run.Interrupted {
		p.Banners = append(p.Banners, html.Banner{
			Kind: "warn", Title: words.Say("replay.interrupted"), Text: words.Say("replay.interrupted-why"),
		})
	}
	return p.Write(w, htmlBody)
}

// tables are the matrix, what changed, and the times.
func (r *Report) tables(words *language.Words) []html.Table {
	return []html.Table{r.flips.matrix(words), r.flips.changes(words), timeTable(words, r.tally)}
}

func (r *Report) html(words *language.Words) *htmlReplay {
	b := &htmlReplay{
		Tables: r.tables(words), Title: words.Say("replay.decisions"), NoMatch: words.Say("replay.no-match"),
	}
	left := 0
	for _, n := range r.leftOut {
		left += n
	}
	if left > 0 {
		b.LeftOut = words.Say("replay.left-out", "n", left)
	}
	count := map[replay.Change]int{}
	for _, i := range r.ordered() {
		c, d := &r.run.Cases[i], &r.changed[i]
		count[d.change]++
		b.Cases = append(b.Cases, htmlChange{
			template.URL(fmt.Sprintf("c%d", i+1)), kinds[d.change], strings.ToUpper(string(d.change)), report.Millis(c.Took),
			d.before.in(words), d.now.in(words), c.Repeat,
			&html.Exchange{Step: &c.Steps[0], Words: words},
		})
	}
	for _, c := range []replay.Change{replay.Opened, replay.Broke, replay.Closed} {
		b.Kinds = append(b.Kinds, html.Tile{Kind: kinds[c], Number: fmt.Sprint(count[c]), Name: words.Label(string(c))})
	}
	return b
}

// maxListed is how many decisions of each change a page of Markdown lists: the others are in the other reports.
const maxListed = 50

// markdown renders a replay as a page of Markdown.
func markdown(w io.Writer, r *Report, words *language.Words) error {
	b := safe.NewMarkdown()
	verdict := "✅ PASS"
	if r.run.Exit != outcome.OK {
		verdict = "❌ FAIL"
	}
	b.Printf("## %s · chatcb replay\n\n", verdict)
	b.Printf("%s · %s · %s\n\n", safe.Code(safe.Clip(r.run.Target, 400)), words.Say("replay.summary", "requests", r.tally.Requests,
		"accounts", r.tally.Accounts, "took", report.Millis(r.run.Took)), words.Say("replay.timing", "timing", timingIn(words, r.timing)))
	if r.tally.Unreached > 0 {
		b.Printf("> **%s** %s\n\n", words.Say("replay.not-reached-title"), NotReached(words, r.tally))
	}
	if r.run.Interrupted {
		b.Printf("> **%s** %s\n\n", words.Say("replay.interrupted"), words.Say("replay.interrupted-why"))
	}
	for _, table := range r.tables(words) {
		b.Printf("### %s\n\n", table.Title)
		table.Markdown(b)
	}
	listed, last := 0, replay.Change("")
	more := func() {
		if left := listed - maxListed + r.leftOut[last]; left > 0 {
			b.Printf("- %s\n", words.Say("replay.left-out", "n", left))
		}
	}
	for _, i := range r.ordered() {
		c, d := &r.run.Cases[i], &r.changed[i]
		if d.change != last {
			more()
			listed, last = 0, d.change
			b.Printf("\n### %s\n\n%s\n", strings.ToUpper(string(d.change)), safe.CodeBlock(safe.Clip(c.Repeat, 4000)))
		}
		if listed++; listed <= maxListed {
			b.Printf("- %s: %s → %s\n", safe.Clip(c.Steps[0].Name, 400), d.before.in(words), d.now.in(words))
		}
	}
	more()
	_, err := io.WriteString(w, b.String())
	return err
}

// text renders a replay as a terminal without colour shows it.
func text(w io.Writer, r *Report, words *language.Words) error {
	t := &term.Terminal{W: w, Width: 80, Words: words}
	t.Titled(t.Strong("replay"), r.run.Target, t.Say("replay.timing", "timing", timingIn(words, r.timing)))
	t.Printf("\n")
	for _, table := range r.tables(words)[:2] { // the tally has the times
		table.Show(t)
	}
	for _, i := range r.ordered() {
		d := &r.changed[i]
		t.Printf("%5d  %s  %s  %s → %s\n", d.number, changeWord(t, d.change), d.hook.Pair(d.from, d.to), d.before.in(words), d.now.in(words))
	}
	ShowTally(t, r.tally, r.timing, r.run.Exit)
	return nil
}
