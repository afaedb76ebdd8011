package replay

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
)

// trouble says on stderr why a replay has less to show than it was asked for.
func (o *options) trouble(t *replay.Tally) {
	switch {
	case t.Requests == 0:
		o.app.ErrTerminal().Printf("nothing was sent: %s\n", o.whyNothing())
	case t.Unreached > 0:
		o.app.ErrTerminal().Printf("%s\n", notReached(t))
	}
}

func (o *options) whyNothing() string {
	var flags []string
	for _, f := range []struct {
		given bool
		name  string
	}{{o.choice.since != "", "--since " + o.choice.since}, {o.choice.last > 0, "--last " + o.choice.last.String()}, {o.input.Where != "", "--where '" + o.input.Where + "'"}} {
		if f.given {
			flags = append(flags, f.name)
		}
	}
	files := strings.Join(o.files, ", ")
	switch {
	case o.renewal.edit:
		return "no request was left in the editor, or none was there to edit"
	case len(flags) > 0:
		return fmt.Sprintf("no record of %s fits %s", files, strings.Join(flags, " and "))
	}
	return "there is no record in " + files
}

// notReached says how many requests found nobody, why the first did not, and what to do.
func notReached(t *replay.Tally) string {
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
