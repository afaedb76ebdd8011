package replay

import (
	"fmt"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
)

// PlanInWords says what a dry run came to.
func PlanInWords(y *replay.Planning, p *replay.Player) string {
	text := fmt.Sprintf("dry run: nothing was sent; %s would go to %s", report.Plural(y.Requests, "request"), p.Renewal.Target)
	if p.Against != nil {
		text += " (twice) and " + p.Renewal2.Target.String()
	}
	if !p.Timing.Max {
		text += fmt.Sprintf(", the last due after %s (--timing %s)", y.Last.Round(1e6), p.Timing)
	}
	if y.Verbatim > 0 {
		text += fmt.Sprintf("; %s could not be read, and would go as captured", report.Plural(y.Verbatim, "request"))
	}
	return text
}

// NotReached says how many requests found nobody, why the first did not, and what to do.
func NotReached(t *replay.Tally) string {
	missed := fmt.Sprintf("%d of %s did not reach", t.Unreached, report.Plural(t.Requests, "request"))
	if t.Unreached == t.Requests {
		missed = "no request reached"
	}
	todo := "is it running, and is the URL right?"
	if t.FirstUnreached.Failure.Cause == callback.TLS {
		todo = "see to its certificate, or to the URL"
	}
	return fmt.Sprintf("%s %s: %s; %s", missed, t.FirstUnreached.Target, t.FirstUnreached.Failure.Detail, todo)
}
