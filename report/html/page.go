// Package html has the page that all reports are: one frame, and the parts that it is filled with. A page needs no network
// and no other file, and can be read without JavaScript.
package html

import (
	"crypto/sha256"
	_ "embed" // the frame, its style and its script
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
)

var (
	//go:embed page.html
	frame string
	//go:embed style.css
	style string
	//go:embed script.js
	script string
	//go:embed chart.js
	chartScript string
	//go:embed live.js
	liveScript string
)

// Page is what stands on every page. Kinds are those of the style sheet: fail, accepted, warn, note, pass and skip.
type Page struct {
	Words   *language.Words
	Command string // such as "chatcb check"
	Verdict string
	Kind    string // of the verdict
	Target  string
	Started time.Time
	About   string
	Tiles   []Tile // the numbers that matter most
	Facts   report.Facts
	Banners []Banner
	Body    any // what the template "body" shows

	// Live is the number of this state of a page that goes on, at whose address the next is to be had (/?after=LIVE, which is
	// answered when there is one); 0 for one that is complete. Done is how much of it is done, in per cent; 0 if nobody knows.
	Live uint64
	Done int
}

// Tile is a number in large.
type Tile struct {
	Kind         string // "" for one that is neither good nor bad
	Number, Name string
	Note         string
	Href         template.URL // within the page
}

// Banner is something to be said before all else.
type Banner struct {
	Kind        string
	Title, Text string
}

// Link leads to a place in the page.
type Link struct {
	Anchor template.URL // without the #; of chatcb's own making
	ID     string
}

// Write writes the page. The templates of its body define "body", and can use the parts of all pages.
func (p *Page) Write(w io.Writer, body string) error {
	t, err := template.New("").Funcs(report.Funcs(p.Words)).Funcs(template.FuncMap{
		"say":      p.say,
		"millis":   millis,
		"harmless": harmless,
	}).Parse(frame)
	if err == nil {
		t, err = t.Parse(body)
	}
	if err != nil {
		return err
	}
	for _, each := range t.Templates() {
		safe.Through("harmless", each.Tree.Root)
	}
	p.Started = p.Started.UTC()
	run, policy := script+chartScript, "default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'"
	if p.Live > 0 {
		run, policy = run+liveScript, policy+"; connect-src 'self'"
	}
	var b strings.Builder
	if err := t.ExecuteTemplate(&b, "body", p.Body); err != nil {
		return err
	}
	data := struct {
		*Page
		Sections []section    // of the body
		Style    template.CSS // of chatcb itself, as is Script
		Script   template.JS
		Policy   string // Content-Security-Policy: nothing but this style and this script
		Texts    string // of the script, as JSON
	}{p, sections(b.String()), template.CSS(style), template.JS(run), fmt.Sprintf(policy, hash(style), hash(run)), p.scriptTexts()}
	if err := t.ExecuteTemplate(w, "head", data); err != nil {
		return err
	}
	for line := range strings.Lines(b.String()) { // a body may have many megabytes, of which nobody needs a copy
		if _, err := io.WriteString(w, line); err != nil {
			return err
		}
	}
	return t.ExecuteTemplate(w, "foot", data)
}

var heading = lazy.Regexp(`<h2 id="([^"]*)">([^<]*)</h2>`)

// section is a heading of a body.
type section struct {
	Anchor template.URL
	Title  template.HTML
}

func sections(body string) (list []section) {
	for _, match := range heading().FindAllStringSubmatch(body, -1) {
		list = append(list, section{template.URL(match[1]), template.HTML(match[2])})
	}
	return list
}

// say is a text of html.txt, or with a dot in its key of any table.
func (p *Page) say(key string, args ...any) string {
	if !strings.Contains(key, ".") {
		key = "html." + key
	}
	return p.Words.Say(key, args...)
}

// harmless is somebody's text as nothing acts by it; what is HTML already was made by chatcb.
func harmless(v any) any {
	switch v := v.(type) {
	case template.HTML, template.CSS, template.JS, template.URL:
		return v
	}
	return safe.Text(fmt.Sprint(v))
}

// scriptTexts are what the script says, by their keys.
func (p *Page) scriptTexts() string {
	texts := map[string]string{}
	for key, text := range p.Words.Room("html") {
		if name, ok := strings.CutPrefix(key, "script-"); ok {
			texts[name] = text
		}
	}
	text, _ := json.Marshal(texts) // nothing but texts
	return string(text)
}

// hash is a text as the source of a Content-Security-Policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
