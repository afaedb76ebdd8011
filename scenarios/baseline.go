package scenarios

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// Baseline is a list of failures that somebody answers for: they are shown and do not fail the run, until they expire.
type Baseline []result.Accepted

// baselineFile is the file of a baseline, as YAML.
type baselineFile struct {
	Version int               `yaml:"version" need:"yes" min:"1" max:"1" doc:"version of this format: 1"`
	Accept  []result.Accepted `yaml:"accept" need:"yes" doc:"the failures that are accepted"`
}

// UntestableRule stands in a baseline for a case that is untestable and breaks no rule.
const UntestableRule = "untestable"

// ReadBaseline reads a baseline file; the catalogue says which rules need a risk. Errors point into the file.
func ReadBaseline(file string, catalogue []*Scenario) (Baseline, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var f baselineFile
	if err := yamlfile.Read(file, text, &f).Err(); err != nil {
		return nil, err
	}
	for i := range f.Accept {
		e := &f.Accept[i]
		if err := checkAccepted(e, isGrave(e.Rule, catalogue)); err != nil {
			return nil, fmt.Errorf("%s: entry %d (%s, %s): %w", file, i+1, e.Case, e.Rule, err)
		}
	}
	return f.Accept, nil
}

func checkAccepted(a *result.Accepted, grave bool) error {
	if _, err := time.Parse(time.DateOnly, a.Expires); err != nil {
		return fmt.Errorf("expires: wanted a day such as 2026-12-31, got %q", a.Expires)
	}
	for _, field := range [][2]string{{"case", a.Case}, {"rule", a.Rule}, {"reason", a.Reason}, {"owner", a.Owner}} {
		if strings.TrimSpace(field[1]) == "" {
			return fmt.Errorf("%s is empty", field[0])
		}
	}
	if grave && strings.TrimSpace(a.AcceptRisk) == "" {
		return errors.New("a security rule that is a MUST is accepted only with accept_risk: say what is risked")
	}
	return nil
}

// isGrave reports whether a rule is about security and a MUST.
func isGrave(id string, catalogue []*Scenario) bool {
	return slices.ContainsFunc(catalogue, func(sc *Scenario) bool { return sc.ID == id && grave(id, sc.Severity) })
}

func grave(id string, s rule.Severity) bool {
	return strings.HasPrefix(id, "SEC-") && (s == rule.Must || s == rule.MustLinked)
}

// apply lets the entries that hold take back what they accept, and returns those that do not hold: expired ones, and
// stale ones, which accept what no longer fails. An entry whose cases did not run is neither.
func (b Baseline) apply(run *result.Run, catalogue []*Scenario) []result.Accepted {
	day := run.Started.Format(time.DateOnly)
	var bad []result.Accepted
	for _, entry := range b {
		used, ran := false, false
		switch {
		case entry.Expires < day:
			entry.Says = language.T("expired: it held until {date}", "date", entry.Expires)
		case !known(catalogue, entry.Case):
			entry.Says = language.T("stale: there is no scenario and no case of this name")
		}
		if entry.Says != nil {
			bad = append(bad, entry)
			continue
		}
		for i := range run.Cases {
			c := &run.Cases[i]
			if !concerns(&entry, c) || c.Status == result.Skip {
				continue
			}
			ran = true
			used = accept(c, &entry) || used
		}
		if ran && !used {
			entry.Says = language.T("stale: this no longer fails, so the entry can go")
			bad = append(bad, entry)
		}
	}
	for i := range bad {
		bad[i].Problem = bad[i].Says.SayIn(nil)
	}
	return bad
}

func known(catalogue []*Scenario, id string) bool {
	return slices.ContainsFunc(catalogue, func(sc *Scenario) bool { return sc.ID == id || slices.Contains(sc.Cases(), id) })
}

// concerns reports whether an entry is about a case: by its id, or that of its scenario.
func concerns(e *result.Accepted, c *result.Case) bool { return e.Case == c.ID || e.Case == c.Scenario }

// accept takes the entry's rule out of what fails the case. It reports whether there was something to take.
func accept(c *result.Case, entry *result.Accepted) bool {
	used := false
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Rule == entry.Rule && f.Fails {
			f.Fails, used = false, true
		}
	}
	untestable := c.Status == result.Untestable
	if untestable && entry.Rule == UntestableRule && c.Fails {
		used, untestable = true, false
	}
	if !used {
		return false
	}
	still := slices.ContainsFunc(c.Findings, func(f result.Finding) bool { return f.Fails })
	c.Fails = still || untestable || c.Status == result.Error
	c.Accepted = append(c.Accepted, *entry)
	return true
}
