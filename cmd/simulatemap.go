package cmd

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/search"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// mapFlags ask for what the backend's decision depends on.
type mapFlags struct{ count int }

func (m *mapFlags) bind(f *pflag.FlagSet) {
	f.IntVar(&m.count, "map", 0, "which fields the decision depends on: take so many requests, change their fields one at a time and two together, no faster than the load; loopback only")
	f.Lookup("map").NoOptDefVal = "12"
}

func (o *simulateOptions) playMap(ctx context.Context, e *simulate.Simulation) error {
	if o.decides.count < 1 {
		return usagef("--map: wanted 1 or more, got %d", o.decides.count)
	}
	if err := o.ownTarget(e, "--map"); err != nil {
		return err
	}
	bar := term.Progress{Terminal: o.app.errTerminal(), Total: o.decides.count}
	bar.Step(0, "")
	over := onInterrupt(ctx, bar.Say, draining)
	found := search.Map(ctx, &e.Engine, o.decides.count, func(done int) { bar.Step(done, "requests changed field by field") })
	over()
	bar.Done()
	m := &simulation.Map{Target: e.Wire.Target.String(), Map: found, Repeat: o.sendAgain}
	m.Status = outcome.Decide(outcome.Facts{
		Interrupted: ctx.Err() != nil,
		Trouble:     found.Bases.Unreached > 0 && found.Bases.Unreached == found.Bases.All(),
		Nothing:     found.Bases.Steady == 0,
	})
	if o.app.output != "text" {
		if err := simulation.MapJSON(o.app.stdout, m); err != nil {
			return err
		}
		return withStatus(m.Status)
	}
	simulation.ShowMap(o.app.terminal(), m)
	return withStatus(m.Status)
}

// ownTarget keeps what looks for ways around a filter away from the filters of others.
func (o *simulateOptions) ownTarget(e *simulate.Simulation, flag string) error {
	if e.Wire.Target.Loopback() || o.hunt.own {
		return nil
	}
	return usagef("%s shows the ways around a filter: beyond loopback it needs --i-own-this-target", flag)
}

// sendAgain is the command that sends a request like this one, at this time or at its own. Nothing of it is left to the
// seed but RequestId.
func (o *simulateOptions) sendAgain(d *traffic.Draw, now bool) string {
	q := &d.Request
	item := &q.Items[0]
	args := []string{"chatcb", "send", o.repeatURL, "--from", shellQuote(q.FromAccount)}
	if q.RequesterAccount != q.FromAccount {
		args = append(args, "--requester", shellQuote(q.RequesterAccount))
	}
	for _, id := range q.Accounts() {
		args = append(args, "--to", shellQuote(listed(id)))
	}
	for _, f := range []struct{ flag, value string }{
		{"--remark", item.Texts[callback.Remark]},
		{"--group", item.Texts[callback.Group]},
		{"--source", item.Texts[callback.Source]},
		{"--wording", item.Texts[callback.Wording]},
		{"--add-type", q.Texts[callback.AddType]},
		{"--platform", d.Platform},
		{"--client-ip", d.ClientIP},
	} {
		args = append(args, f.flag, shellQuote(f.value))
	}
	if !now {
		args = append(args, "--event-time", strconv.FormatInt(q.EventTime, 10))
	}
	send, _, _ := o.cmd.Root().Find([]string{"send"}) // it is there
	for _, arg := range repeatedFlags(o.cmd) {
		if name, _, _ := strings.Cut(strings.TrimPrefix(arg, "--"), " "); send.Flags().Lookup(name) != nil && !slices.Contains(notOfOne, name) {
			args = append(args, arg)
		}
	}
	return strings.Join(args, " ")
}

// listed spells one element of a list that is separated by commas.
func listed(id string) string {
	if !strings.ContainsAny(id, `,"`) {
		return id
	}
	return fmt.Sprintf(`"%s"`, strings.ReplaceAll(id, `"`, `""`))
}
