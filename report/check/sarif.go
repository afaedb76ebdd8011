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
	"strings"
	"time"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage    = "https://github.com/chatcb/chatcb"
)

// object is an object of SARIF 2.1.0, by the names of the specification. The library that has them as types writes members
// that are not meant, such as a byteOffset beside startLine, and needs a JSON Schema validator and net/http.
type object map[string]any

// own is text that is harmless already.
type own string

// MarshalJSON writes the object, its texts made harmless and without the members that are empty.
func (o object) MarshalJSON() ([]byte, error) {
	members := make(map[string]any, len(o))
	for name, value := range o {
		if text, ok := value.(string); ok {
			value = safe.Text(text)
		}
		if value != "" {
			members[name] = value
		}
	}
	return json.Marshal(members)
}

// sarif renders a run as SARIF 2.1.0: a result for each finding, a notification for trouble of the tool.
func sarif(w io.Writer, v *view) error {
	b := sarifBuilder{words: v.words, rules: []object{}, results: []object{}, notes: []object{}, successful: true}
	if v.Cause != "" {
		b.note("cause", v.Cause)
	}
	for _, tr := range v.Troubles() {
		b.note(tr.ID, tr.Message)
		b.successful = b.successful && !tr.Tool
	}
	for _, c := range v.Cases {
		b.add(c)
	}
	return safe.WriteJSON(w, object{"$schema": sarifSchema, "version": "2.1.0", "runs": []object{{
		"tool":              object{"driver": object{"name": "chatcb", "informationUri": homepage, "rules": b.rules}},
		"automationDetails": object{"id": "chatcb/check/" + string(v.Depth) + "/"},
		"invocations": []object{{
			"startTimeUtc": sarifTime(v.Started), "endTimeUtc": sarifTime(v.Started.Add(v.Took)), "exitCode": v.Exit,
			"executionSuccessful": b.successful, "toolExecutionNotifications": b.notes,
			"properties": object{"profile": string(v.Depth), "seed": fmt.Sprint(v.Seed), "target": v.Target},
		}},
		"columnKind": "utf16CodeUnits",
		"results":    b.results,
	}}}, " ")
}

func sarifTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// sarifBuilder collects results and the rules that they name.
type sarifBuilder struct {
	words                 *language.Words
	rules, results, notes []object
	index                 map[string]int
	successful            bool
}

func (b *sarifBuilder) note(id, message string) {
	b.notes = append(b.notes, object{"level": "error", "message": object{"text": message}, "descriptor": object{"id": id}})
}

func (b *sarifBuilder) add(c *caseView) {
	seen := make(map[string]int)
	failed := false
	for _, f := range c.Findings {
		failed = failed || f.Fails
		b.result(f, seen)
	}
	whole := c.whole()
	switch {
	case c.Status == result.Error:
		b.note(c.ID, c.Message)
		b.successful = false
	case c.Status == result.Untestable, c.Fails && !failed:
		whole.Level = rule.Fail
		b.result(whole, seen)
	}
}

func (b *sarifBuilder) result(f *findingView, seen map[string]int) {
	seen[f.Rule]++
	c := f.of
	r := object{
		"ruleId": f.Rule, "ruleIndex": b.rule(f), "level": sarifLevel(f.Level, f.Fails), "kind": "fail",
		"message":             object{"text": f.sarifMessage()},
		"locations":           []object{locationOf(c)},
		"partialFingerprints": object{"chatcb/v1": fingerprint(c.ID, f.Rule, seen[f.Rule])},
		"properties":          object{"severity": string(f.Severity), "case": c.ID, "repeat": c.Repeat},
	}
	if c.Later {
		r["level"] = "note"
	}
	if f.Kind == accepted || c.Status == result.Untestable && c.acceptedBy(scenarios.UntestableRule) != nil {
		r["suppressions"] = []object{{"kind": "external", "status": "accepted", "justification": f.Acceptance()}}
	}
	b.results = append(b.results, r)
}

// rule is the index of the rule that f breaks, described when it comes first.
func (b *sarifBuilder) rule(f *findingView) int {
	if b.index == nil {
		b.index = make(map[string]int)
	}
	i, ok := b.index[f.Rule]
	if !ok {
		i = len(b.rules)
		b.index[f.Rule] = i
		b.rules = append(b.rules, sarifRule(b.words, f))
	}
	return i
}

// sarifRule describes the rule that a finding breaks.
func sarifRule(words *language.Words, f *findingView) object {
	var texts []string
	page := safe.NewMarkdown()
	for _, p := range f.Facts().Only(string(f.Severity), "why", "fix") {
		texts = append(texts, safe.Text(p.Text))
		name := words.Label(p.Name)
		page.Printf("**%s** %s\n\n", strings.ToUpper(name[:1])+name[1:], p.Text)
	}
	short := cmp.Or(f.Title, f.Rule)
	help := object{"text": short}
	if len(texts) > 0 {
		help = object{"text": own(strings.Join(texts, "\n\n")), "markdown": own(page.String())}
	}
	return object{
		"id":                   f.Rule,
		"shortDescription":     object{"text": short},
		"fullDescription":      object{"text": cmp.Or(f.Sentence, short)},
		"help":                 help,
		"defaultConfiguration": object{"level": sarifLevel(f.Level, false)},
		"properties": object{
			"tags": []string{groupID(f.Rule), string(f.Severity)}, "precision": "very-high", "severity": string(f.Severity),
		},
	}
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

// fingerprint names a result by what does not change from run to run: neither times nor ports nor generated accounts.
func fingerprint(id, rule string, number int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %d", id, rule, number))
	return hex.EncodeToString(sum[:16])
}

// sarifMessage tells a finding in sentences.
func (f *findingView) sarifMessage() string {
	c := f.of
	sentences := []string{c.ID + ": " + cmp.Or(f.Message, f.Title, string(c.Status))}
	list := f.Facts().Only("account", "expected", "received")
	list.Add("leak", c.Leak())
	for _, p := range list {
		sentences = append(sentences, c.run.words.Label(p.Name)+": "+safe.Clip(p.Text, 240))
	}
	for i, s := range sentences {
		sentences[i] = strings.TrimRight(s, ".") + "."
	}
	return strings.Join(sentences, " ")
}

// locationOf is where a case stands: in the user's file, or in a file that stands for the target. Consumers show no result
// without an artifact, and GitHub refuses a report with a location that is no relative reference.
func locationOf(c *caseView) object {
	physical := object{"artifactLocation": object{"uri": "chatcb-check"}}
	if file, line := fileLine(c.File); file != "" {
		physical = object{
			"artifactLocation": object{"uri": (&url.URL{Path: relative(file)}).String()},
			"region":           object{"startLine": line},
		}
	}
	return object{
		"physicalLocation": physical,
		"logicalLocations": []object{{"name": c.ID, "fullyQualifiedName": "chatcb." + groupID(c.Scenario) + "." + c.ID, "kind": "member"}},
	}
}

// relative is a file as the path of a relative reference, seen from the working directory where that leads to it.
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
