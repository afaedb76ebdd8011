package replay

import (
	"strings"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/replay"
	replayreport "github.com/chatcb/chatcb/report/replay"
)

// trouble says on stderr why a replay has less to show than it was asked for.
func (o *options) trouble(t *replay.Tally) {
	switch {
	case t.Requests == 0:
		o.App.Tell("notice.nothing-sent", "why", o.whyNothing())
	case t.Unreached > 0:
		o.App.ErrTerminal().Printf("%s\n", replayreport.NotReached(o.App.Words(), t))
	}
}

func (o *options) whyNothing() language.Text {
	var flags []string
	for _, f := range []struct {
		given bool
		name  string
	}{{o.Choice.Since != "", "--since " + o.Choice.Since}, {o.Choice.Last > 0, "--last " + o.Choice.Last.String()}, {
		o.Input.Where != "",
		"--where '" + o.Input.Where + "'",
	}} {
		if f.given {
			flags = append(flags, f.name)
		}
	}
	files := strings.Join(o.files, ", ")
	switch {
	case o.Edit:
		return language.T("no request was left in the editor, or none was there to edit")
	case len(flags) > 0:
		return language.T("no record of {files} fits {flags:and}", "files", files, "flags", flags)
	}
	return language.T("there is no record in {files}", "files", files)
}
