package check

import (
	"bytes"
	"slices"

	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/result"
)

// htmlDiff compares a probe with its control.
type htmlDiff struct {
	Control, Probe string // names of the steps
	Sent, Received []html.Span
	Same           bool // the answers do not differ
}

// maxDiffs is how many probes of a case are compared, and around how many bytes are shown of what does not differ, before a
// difference and after it.
const (
	maxDiffs = 3
	around   = 50
)

// Diffs compares the probes of a case that is not all well with the control before them, or with the first where there
// is none before.
func (c *caseView) Diffs() []htmlDiff {
	if c.Kind == passed {
		return nil
	}
	control := slices.IndexFunc(c.Steps, func(s result.Step) bool { return s.Role == result.Control })
	if control < 0 {
		return nil
	}
	var list []htmlDiff
	for i := range c.Steps {
		switch s := &c.Steps[i]; {
		case s.Role == result.Control:
			control = i
		case s.Role == result.Probe && len(list) < maxDiffs:
			base := &c.Steps[control]
			list = append(list, htmlDiff{
				Control: base.Name, Probe: s.Name,
				Sent:     html.Difference(html.Mask(base.Exchange.Sent), html.Mask(s.Exchange.Sent), around),
				Received: html.Difference(html.Mask(base.Exchange.Received), html.Mask(s.Exchange.Received), around),
				Same:     bytes.Equal(base.Exchange.Received, s.Exchange.Received),
			})
		}
	}
	return list
}

// maxShown is how many exchanges of a case a page shows: the first, and those that show a finding. Where nothing fails it
// is fewer: a page is to have less than a megabyte. JSON has them all.
const (
	maxShown     = 4
	maxShownElse = 2
)

// Exchanges are those that the page shows.
func (c *caseView) Exchanges() (list []*html.Exchange) {
	most := maxShownElse
	if c.Kind == failing {
		most = maxShown
	}
	for i := range c.Steps {
		telling := slices.ContainsFunc(c.Findings, func(f *findingView) bool { return f.Step == i })
		if len(list) >= most && !telling || len(list) >= 2*most {
			continue
		}
		list = append(list, &html.Exchange{Step: &c.Steps[i], Words: c.run.words, Shows: telling})
	}
	return list
}

// NotShown is how many exchanges there are beside so many that the page shows.
func (c *caseView) NotShown(shown int) int { return len(c.Steps) - shown + c.LeftOut }
