package simulate

import (
	"context"
	"slices"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/settings"
	"github.com/chatcb/chatcb/simulate"
)

// mode is what is done with the requests of the stream instead of playing and scoring them.
type mode struct {
	flag string // that asks for it
	run  func(context.Context, *simulate.Simulation) error
}

// mode finds what the flags ask for, of which each excludes the others; nil means to play. Flags on the command line that would
// have no effect are refused: somebody counts on them. Those of a configuration are for the other runs.
func (o *options) mode() (*mode, error) {
	f := o.Cmd.Flags()
	var chosen *mode
	for _, m := range []mode{
		{"out", o.generate}, {"only", o.playOnly}, {"find-limit", o.findLimit}, {"hunt", o.playHunt}, {"map", o.playMap},
	} {
		if f.Changed(m.flag) {
			chosen = &m
		}
	}
	if chosen == nil {
		return nil, nil
	}
	idle := []string{
		"result", "report", "hdr", "compare", "fail-on-change", "record", "page", "keep-page", "metrics-addr",
		"max-leak", "max-p99", "max-p999", "max-blocked", "max-let-in",
	}
	if chosen.flag == "only" { // which may take the world and the load of another run
		idle = slices.DeleteFunc(idle, func(name string) bool { return name == "compare" })
	}
	if i := slices.IndexFunc(idle, o.typed); i >= 0 {
		return nil, exit.Usagef("--%s says nothing with --%s: nothing is scored", idle[i], chosen.flag)
	}
	return chosen, nil
}

// Typed reports whether a flag stands on the command line.
func (o *options) typed(name string) bool { return settings.Typed(o.Cmd, name) }
