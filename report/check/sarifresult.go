package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

type (
	sarifResult struct { // 3.27
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Kind         string             `json:"kind"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Properties   sarifProperties    `json:"properties"`
	}
	sarifLocation struct { // 3.28
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations"`
	}
	sarifPhysical struct { // 3.29
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct { // 3.4
		URI string `json:"uri"`
	}
	sarifRegion struct { // 3.30
		StartLine int `json:"startLine"`
	}
	sarifLogical struct { // 3.33
		Name string `json:"name"`
		Full string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
	sarifSuppression struct { // 3.35
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
)

// sarifBuilder collects results and the rules that they name.
type sarifBuilder struct {
	rules   []sarifRule
	index   map[string]int
	results []sarifResult
	broken  []*result.Case // without a verdict
}

func (b *sarifBuilder) add(run *result.Run, c *result.Case) {
	seen := make(map[string]int)
	failed := false
	for i := range c.Findings {
		f := &c.Findings[i]
		failed = failed || f.Fails
		b.result(run, c, f, seen)
	}
	whole := wholeCase(c)
	switch {
	case c.Status == result.Error:
		b.broken = append(b.broken, c)
	case c.Status == result.Untestable, c.Fails && !failed:
		whole.Level = rule.Fail
		b.result(run, c, &whole, seen)
	}
}

func (b *sarifBuilder) result(run *result.Run, c *result.Case, f *result.Finding, seen map[string]int) {
	seen[f.Rule]++
	k, entry := findingKind(c, f)
	if c.Status == result.Untestable {
		if a, ok := acceptedBy(c, scenarios.UntestableRule); ok {
			k, entry = accepted, a
		}
	}
	r := sarifResult{
		RuleID: safe.Text(f.Rule), RuleIndex: b.rule(f), Level: sarifLevelOf(f.Level, f.Fails), Kind: "fail",
		Message:      sarifText{Text: safe.Text(sarifMessage(c, f))},
		Locations:    []sarifLocation{locationOf(run, c)},
		Fingerprints: map[string]string{"chatcb/v1": fingerprint(c.ID, f.Rule, seen[f.Rule])},
		Properties:   sarifProperties{Severity: string(f.Severity), Case: safe.Text(c.ID), Repeat: safe.Text(c.Repeat)},
	}
	if c.Later {
		r.Level = "note"
	}
	if k == accepted {
		r.Suppressions = []sarifSuppression{{"external", "accepted", safe.Text(acceptance(&entry))}}
	}
	b.results = append(b.results, r)
}

// rule is the index of the rule that f breaks, described when it comes first.
func (b *sarifBuilder) rule(f *result.Finding) int {
	if b.index == nil {
		b.index = make(map[string]int)
	}
	i, ok := b.index[f.Rule]
	if !ok {
		i = len(b.rules)
		b.index[f.Rule] = i
		b.rules = append(b.rules, newSarifRule(f))
	}
	return i
}

// fingerprint names a result by what does not change from run to run: neither times nor ports nor generated accounts.
func fingerprint(id, ruleID string, number int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %d", id, ruleID, number))
	return hex.EncodeToString(sum[:16])
}

func sarifMessage(c *result.Case, f *result.Finding) string {
	parts := []string{c.ID + ": " + safe.OrElse(f.Message, f.Title, string(c.Status))}
	if f.Account != "" {
		parts = append(parts, "account: "+f.Account)
	}
	for _, id := range c.Leaks {
		parts = append(parts, "leak: "+id+" was to be blocked, and Chat adds the friend")
	}
	if f.Expected != "" {
		parts = append(parts, "expected: "+f.Expected)
	}
	if f.Received != "" {
		parts = append(parts, "received: "+safe.Clip(f.Received, 240))
	}
	return joinSentences(parts)
}

// locationOf is where a case stands: in the user's file, or at the target. Consumers show no result without an artifact.
func locationOf(run *result.Run, c *result.Case) sarifLocation {
	l := sarifLocation{
		Physical: sarifPhysical{Artifact: sarifArtifact{uriOf(run.Target)}},
		Logical:  []sarifLogical{{safe.Text(c.ID), "chatcb." + groupID(c.Scenario) + "." + safe.Text(c.ID), "member"}},
	}
	if file, line := fileLine(c.File); file != "" {
		l.Physical = sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: sarifURI(file)}).String()}, Region: &sarifRegion{line}}
	}
	return l
}

// uriOf is the target as a URI, whatever it is.
func uriOf(target string) string {
	if u, err := url.Parse(target); err == nil && u.Scheme != "" {
		return u.String()
	}
	return (&url.URL{Scheme: "chatcb", Opaque: url.PathEscape(target)}).String()
}

// joinSentences puts texts behind one another, each ended.
func joinSentences(texts []string) string {
	var b strings.Builder
	for _, t := range texts {
		if t == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t)
		if !strings.ContainsAny(t[len(t)-1:], ".!?") {
			b.WriteByte('.')
		}
	}
	return b.String()
}
