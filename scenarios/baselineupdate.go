package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/result"
)

// Update returns the baseline that accepts exactly what failed in the run: entries that still hold stay as they are,
// what is new gets the owner, reason and risk that are given and expires after the given days, what no longer fails
// goes. What did not run stays. A security MUST is accepted only with a risk in words.
func (b *Baseline) Update(run *result.Run, with result.Accepted, days int) (*Baseline, error) {
	day := run.Started.AddDate(0, 0, days).Format(time.DateOnly)
	today := run.Started.Format(time.DateOnly)
	next := &Baseline{}
	for i := range run.Cases {
		c := &run.Cases[i]
		for _, rule := range failing(c) {
			if next.accepts(c, rule) {
				continue
			}
			e := with
			e.Case, e.Rule, e.Expires = c.ID, rule, day
			if old := b.entry(c, rule); old != nil && old.Expires >= today {
				e = *old
			}
			risky := slices.ContainsFunc(c.Findings, func(f result.Finding) bool { return f.Rule == rule && grave(rule, f.Severity) })
			if err := checkAccepted(&e, risky); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", e.Case, e.Rule, err)
			}
			next.Entries = append(next.Entries, e)
		}
	}
	if b != nil {
		for _, old := range b.Entries {
			ran := slices.ContainsFunc(run.Cases, func(c result.Case) bool {
				return (c.ID == old.Case || c.Scenario == old.Case) && c.Status != result.Skip
			})
			if !ran {
				next.Entries = append(next.Entries, old)
			}
		}
	}
	return next, nil
}

// failing lists the rules for which the case fails, or would without the baseline.
func failing(c *result.Case) []string {
	var rules []string
	for i := range c.Accepted {
		rules = append(rules, c.Accepted[i].Rule)
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Fails && !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	if c.Status == result.Untestable && c.Fails && !slices.Contains(rules, UntestableRule) {
		rules = append(rules, UntestableRule)
	}
	return rules
}

func (b *Baseline) entry(c *result.Case, rule string) *result.Accepted {
	if b == nil {
		return nil
	}
	for i := range b.Entries {
		e := &b.Entries[i]
		if (e.Case == c.ID || e.Case == c.Scenario) && e.Rule == rule {
			return e
		}
	}
	return nil
}

func (b *Baseline) accepts(c *result.Case, rule string) bool { return b.entry(c, rule) != nil }

// Append appends the baseline as the YAML that ReadBaseline reads.
func (b *Baseline) Append(dst []byte) []byte {
	dst = append(dst, "# Failures that are accepted, by whom, why, and until when: see chatcb check --help.\nversion: 1\naccept:"...)
	if len(b.Entries) == 0 {
		return append(dst, " []\n"...)
	}
	dst = append(dst, '\n')
	for i := range b.Entries {
		e := &b.Entries[i]
		for k, field := range []struct{ name, text string }{
			{"case", e.Case}, {"rule", e.Rule}, {"reason", e.Reason}, {"owner", e.Owner}, {"expires", e.Expires}, {"accept_risk", e.AcceptRisk},
		} {
			if field.text == "" {
				continue
			}
			lead := "    "
			if k == 0 {
				lead = "  - "
			}
			dst = fmt.Appendf(dst, "%s%s: %s\n", lead, field.name, quoteYAML(field.text))
		}
	}
	return dst
}

// quoteYAML spells a text as a scalar: plain where nothing can be misread, else in double quotes.
func quoteYAML(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("-/. 0123456789", r)
	}
	first := s != "" && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z')
	if first && strings.TrimFunc(s, plain) == "" && s == strings.TrimSpace(s) && !slices.Contains(reserved, strings.ToLower(s)) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// reserved are the plain scalars that YAML takes for something else.
var reserved = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
