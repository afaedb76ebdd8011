package scenarios

import (
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/result"
)

// Update returns the baseline that accepts exactly what failed in the run: entries that still hold stay as they are,
// what is new gets the owner, reason and risk that are given and expires after the given days, what no longer fails
// goes. What did not run stays. A security MUST is accepted only with a risk in words.
func (b Baseline) Update(run *result.Run, with result.Accepted, days int) (Baseline, error) {
	day := run.Started.AddDate(0, 0, days).Format(time.DateOnly)
	today := run.Started.Format(time.DateOnly)
	next := Baseline{}
	for i := range run.Cases {
		c := &run.Cases[i]
		for _, rule := range failing(c) {
			if next.entry(c, rule) != nil {
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
			next = append(next, e)
		}
	}
	return append(next, slices.DeleteFunc(slices.Clone(b), func(old result.Accepted) bool {
		return slices.ContainsFunc(run.Cases, func(c result.Case) bool { return concerns(&old, &c) && c.Status != result.Skip })
	})...), nil
}

// failing lists the rules for which the case fails, or would without the baseline.
func failing(c *result.Case) []string {
	var rules []string
	for i := range c.Accepted {
		rules = append(rules, c.Accepted[i].Rule)
	}
	for i := range c.Findings {
		if c.Findings[i].Fails {
			rules = append(rules, c.Findings[i].Rule)
		}
	}
	if c.Status == result.Untestable && c.Fails {
		rules = append(rules, UntestableRule)
	}
	return rules
}

func (b Baseline) entry(c *result.Case, rule string) *result.Accepted {
	i := slices.IndexFunc(b, func(e result.Accepted) bool { return concerns(&e, c) && e.Rule == rule })
	if i < 0 {
		return nil
	}
	return &b[i]
}

// Append appends the baseline as the YAML that ReadBaseline reads.
func (b Baseline) Append(dst []byte) []byte {
	text, err := yaml.Marshal(baselineFile{1, append([]result.Accepted{}, b...)})
	if err != nil {
		panic(err) // texts and a number
	}
	return append(append(dst, "# Failures that are accepted, by whom, why, and until when: see chatcb check --help.\n"...), text...)
}
