package check

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// sarifLog is what a log of SARIF 2.1.0 has: a result for each finding, a notification for trouble of the tool. The library that has
// its objects as types writes members that are not meant, such as a byteOffset beside startLine, and needs a JSON Schema validator and
// net/http.
type sarifLog struct {
	*view
	Rules      []*sarifRule
	Results    []*sarifResult
	Notes      []trouble
	Successful bool
}

// sarifResult is a finding, and which one of its rule it is in its case.
type sarifResult struct {
	*findingView
	Index  int    // of its rule
	File   string // the user's file with its scenario, or one that stands for the target: nobody shows a result without an artifact
	Line   int
	number int
}

// sarifRule is a rule, told by the first finding of it.
type sarifRule struct {
	*findingView
	Text, Markdown string // what there is to read of it, harmless already
}

// sarif renders a run as SARIF 2.1.0.
func sarif(w io.Writer, v *view) error {
	log := &sarifLog{view: v, Successful: true}
	if v.Cause != "" {
		log.Notes = append(log.Notes, trouble{ID: "cause", Message: v.Cause})
	}
	for _, tr := range v.Troubles() {
		log.Notes = append(log.Notes, tr)
		log.Successful = log.Successful && !tr.Tool
	}
	for _, c := range v.Cases {
		log.add(c)
	}
	t, err := v.template("sarif.json", func(text string) safe.Own { return jsonText(safe.Text(text)) })
	if err != nil {
		return err
	}
	return t.Execute(w, log)
}

func (log *sarifLog) add(c *caseView) {
	seen := make(map[string]int)
	add := func(f *findingView) {
		seen[f.Rule]++
		r := &sarifResult{findingView: f, Index: log.rule(f), File: "chatcb-check", number: seen[f.Rule]}
		if file, line := fileLine(c.File); file != "" {
			r.File, r.Line = (&url.URL{Path: relative(file)}).String(), line
		}
		log.Results = append(log.Results, r)
	}
	failed := false
	for _, f := range c.Findings {
		failed = failed || f.Fails
		add(f)
	}
	whole := c.whole()
	switch {
	case c.Status == result.Error:
		log.Notes = append(log.Notes, trouble{ID: c.ID, Message: c.Message})
		log.Successful = false
	case c.Status == result.Untestable, c.Fails && !failed:
		whole.Level = rule.Fail
		add(whole)
	}
}

// rule is the index of the rule that f breaks.
func (log *sarifLog) rule(f *findingView) int {
	if i := slices.IndexFunc(log.Rules, func(r *sarifRule) bool { return r.Rule == f.Rule }); i >= 0 {
		return i
	}
	r := &sarifRule{findingView: f}
	for _, fact := range f.Facts().Only(string(f.Severity), "why", "fix") {
		r.Text = strings.TrimPrefix(r.Text+"\n\n"+safe.Text(fact.Text), "\n\n")
		name := log.words.Label(fact.Name)
		r.Markdown += fmt.Sprintf("**%s** %s\n\n", safe.MarkdownText(strings.ToUpper(name[:1])+name[1:]), safe.MarkdownText(fact.Text))
	}
	log.Rules = append(log.Rules, r)
	return len(log.Rules) - 1
}

// jsonText spells a text as JSON.
func jsonText(text string) safe.Own {
	b, _ := json.Marshal(text) // fails for no text
	return safe.Raw(string(b))
}

func sarifTime(t time.Time) string {
	if t.Year() <= 1 {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// sarifLevel turns a level into SARIF's word (3.27.10). What fails the run is an error, whatever it is by default.
func sarifLevel(l rule.Level, fails bool) string {
	switch {
	case fails, l == rule.Fail:
		return "error"
	case l == rule.Warn:
		return "warning"
	}
	return "note"
}

// Fingerprint names the result by what does not change from run to run: neither times nor ports nor generated accounts.
func (r *sarifResult) Fingerprint() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %d", r.Case.ID, r.Rule, r.number))
	return hex.EncodeToString(sum[:16])
}

// Acceptance says who answers for the failure, also of a case of which the baseline accepts that nothing is proved.
func (r *sarifResult) Acceptance() string {
	if a := r.Case.acceptedBy(scenarios.UntestableRule); a != nil && r.Case.Status == result.Untestable {
		return r.Case.run.acceptance(a)
	}
	return r.findingView.Acceptance()
}

// Sentences tell the finding.
func (r *sarifResult) Sentences() string {
	c := r.Case
	sentences := []string{c.ID + ": " + cmp.Or(r.Message, r.Title, string(c.Status))}
	list := r.Facts().Only("account", "expected", "received")
	list.Add("leak", c.Leak())
	for _, fact := range list {
		sentences = append(sentences, c.run.words.Label(fact.Name)+": "+safe.Clip(fact.Text, 240))
	}
	for i, s := range sentences {
		sentences[i] = strings.TrimRight(s, ".") + "."
	}
	return strings.Join(sentences, " ")
}

// relative is a file as the path of a relative reference, seen from the working directory where that leads to it. GitHub refuses a
// report with a location that is no relative reference.
func relative(file string) string {
	if filepath.IsAbs(file) {
		if here, err := filepath.Abs("."); err == nil {
			if inside, err := filepath.Rel(here, file); err == nil && filepath.IsLocal(inside) {
				file = inside
			}
		}
	}
	return strings.TrimLeft(filepath.ToSlash(strings.TrimPrefix(file, filepath.VolumeName(file))), "/")
}
