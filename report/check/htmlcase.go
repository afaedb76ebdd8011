package check

import (
	"html/template"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// htmlCase is a case in full.
type htmlCase struct {
	Anchor                           template.URL
	Kind, Word, Status, Took         string
	Tags                             string // with blanks between them
	ID, Title, Message, Leak, Repeat safe.Untrusted
	Facts                            html.Facts
	Same                             *html.Link // the case that tells the rest of the facts
	Findings                         []htmlFinding
	Ledger                           *htmlTimes
	Diffs                            []htmlDiff
	Steps                            []html.Exchange
	LeftOut                          int
	rank                             kind
	scenario                         string
}

type htmlFinding struct {
	Level, Word          string
	Rule, Title, Account safe.Untrusted
	Fields               html.Facts
	Same                 *html.Link     // the case that tells the rest of the fields
	Step                 safe.Untrusted // name of the exchange that shows it
}

// maxShown is how many exchanges of a case a page shows: the first, and those that show a finding. Where all is well it
// is fewer. JSON has them all.
const (
	maxShown     = 6
	maxShownPass = 3
)

func newHTMLCase(words *language.Words, c *result.Case, anchor template.URL) htmlCase {
	k := kindOf(c)
	h := htmlCase{
		Anchor: anchor, Kind: k.name(), Word: k.word(), Status: string(c.Status), Took: report.Millis(c.Took),
		Tags: strings.Join(c.Tags, " "), rank: k, scenario: c.Scenario,
		ID: safe.Untrusted(c.ID), Title: safe.Untrusted(c.Title), Repeat: safe.Untrusted(c.Repeat),
		Message: safe.Untrusted(safe.Clip(c.Message, 400)),
		Facts:   factsOf(caseParts(words, c).without("leak", "again")), Diffs: newHTMLDiffs(c), LeftOut: c.LeftOut,
	}
	if len(c.Leaks) > 0 {
		h.Leak = safe.Untrusted(leakText(words, c.Leaks, c.Assumed))
	}
	for i := range c.Findings {
		h.Findings = append(h.Findings, newHTMLFinding(words, c, &c.Findings[i]))
	}
	most := maxShownPass
	if k != passed {
		h.Ledger, most = newLedger(words, c), maxShown
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		telling := slices.ContainsFunc(c.Findings, func(f result.Finding) bool { return f.Step == i })
		if len(h.Steps) >= most && !telling || len(h.Steps) >= 2*most {
			h.LeftOut++
			continue
		}
		x := html.NewExchange(words, s.Name, &s.Exchange, &s.Judgement, s.CutSent, s.CutReceived)
		x.Shows = x.Shows || telling
		h.Steps = append(h.Steps, x)
	}
	return h
}

func newHTMLFinding(words *language.Words, c *result.Case, f *result.Finding) htmlFinding {
	k, _ := findingKind(c, f)
	h := htmlFinding{
		Level: k.name(), Word: k.word(), Rule: safe.Untrusted(f.Rule), Title: safe.Untrusted(f.Title),
		Account: safe.Untrusted(f.Account),
	}
	fields := findingParts(words, f).without("account")
	if f.Rule == c.Scenario { // the case says so already
		fields = fields.without(string(f.Severity), "translation", "why")
	}
	h.Fields = factsOf(fields)
	if f.Step >= 0 && f.Step < len(c.Steps) {
		h.Step = safe.Untrusted(c.Steps[f.Step].Name)
	}
	return h
}
