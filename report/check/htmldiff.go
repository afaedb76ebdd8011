package check

import (
	"bytes"
	"slices"

	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// htmlDiff compares a probe with its control.
type htmlDiff struct {
	Control, Probe safe.Untrusted // names of the steps
	Sent, Received []html.Span
	Same           bool // the answers do not differ
}

// maxDiffs is how many probes of a case are compared, and around how many bytes are shown of what does not differ, before a
// difference and after it.
const (
	maxDiffs = 4
	around   = 50
)

// newHTMLDiffs compares the probes of a case that is not all well with the control before them, or with the first where there
// is none before.
func newHTMLDiffs(c *result.Case) []htmlDiff {
	if kindOf(c) == passed {
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
				Control: safe.Untrusted(base.Name), Probe: safe.Untrusted(s.Name),
				Sent:     html.Difference(html.Mask(base.Exchange.Sent), html.Mask(s.Exchange.Sent), around),
				Received: html.Difference(html.Mask(base.Exchange.Received), html.Mask(s.Exchange.Received), around),
				Same:     bytes.Equal(base.Exchange.Received, s.Exchange.Received),
			})
		}
	}
	return list
}
