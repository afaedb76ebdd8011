package cmd

import (
	"context"
	"slices"

	"github.com/chatcb/chatcb/simulate"
)

// simulateMode is what is done with the requests of the stream instead of playing and scoring them.
type simulateMode struct {
	flag string // that asks for it
	run  func(context.Context, *simulate.Simulation) error
}

// mode finds what the flags ask for; nil means to play. Flags on the command line that would have no effect are refused:
// somebody counts on them. Those of a configuration are for the other runs.
func (o *simulateOptions) mode() (*simulateMode, error) {
	f := o.cmd.Flags()
	var asked *simulateMode
	for _, m := range []simulateMode{
		{"out", o.generate}, {"only", o.playOnly}, {"find-limit", o.findLimit}, {"hunt", o.playHunt}, {"map", o.playMap},
	} {
		if !f.Changed(m.flag) {
			continue
		}
		if asked != nil {
			return nil, usagef("--%s and --%s exclude each other", asked.flag, m.flag)
		}
		asked = &m
	}
	if asked == nil {
		return nil, nil
	}
	idle := []string{"result", "report", "compare", "fail-on-change", "record", "metrics-addr", "max-leak"}
	if i := slices.IndexFunc(idle, o.typed); i >= 0 {
		return nil, usagef("--%s says nothing with --%s: nothing is scored", idle[i], asked.flag)
	}
	return asked, nil
}

// typed reports whether a flag stands on the command line.
func (o *simulateOptions) typed(name string) bool { return typed(o.cmd, name) }
