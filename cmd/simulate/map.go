package simulate

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/search"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// mapFlags ask for what the backend's decision depends on.
type mapFlags struct {
	Count int `flag:"map" excludes:"hunt" atleast:"1" bare:"12"`
}

func (o *options) playMap(ctx context.Context, e *simulate.Simulation) error {
	if err := o.ownTarget(e, "--map"); err != nil {
		return err
	}
	bar := o.App.Progress(ctx, o.Decides.Count)
	bar.Step(0, "")
	found := search.Map(ctx, &e.Engine, o.Decides.Count, func(done int) { bar.Step(done, bar.Terminal.Words.Say("simulation.map-progress")) })
	bar.Done()
	m := &simulation.Map{Target: e.Wire.Target.String(), Map: found, Repeat: o.sendAgain}
	m.Status = outcome.Decide(outcome.Facts{
		Interrupted: ctx.Err() != nil,
		Trouble:     found.Bases.Unreached > 0 && found.Bases.Unreached == found.Bases.All(),
		Nothing:     found.Bases.Steady == 0,
	})
	return o.App.Show(m.Status,
		func(w io.Writer) error { return simulation.MapJSON(w, m) }, func(t *term.Terminal) { simulation.ShowMap(t, m) })
}

// ownTarget keeps what looks for ways around a filter away from the filters of others.
func (o *options) ownTarget(e *simulate.Simulation, flag string) error {
	if e.Wire.Target.Loopback() || o.Hunt.Own {
		return nil
	}
	return exit.Usagef("%s shows the ways around a filter: beyond loopback it needs --i-own-this-target", flag)
}

// sendAgain is the command that sends a request like this one, at this time or at its own. Nothing of it is left to the
// seed but RequestId.
func (o *options) sendAgain(d *traffic.Draw, now bool) string {
	q := &d.Request
	args := []string{"chatcb", "send", o.repeatURL}
	add := func(flag, value string) { args = append(args, "--"+flag, shell.Quote(value)) }
	for _, f := range callback.FieldsOf(q.Hook()) {
		switch {
		case f.Kind == callback.KindTime, f.Kind == callback.KindFlag:
		case f.Slot == callback.Requester && q.RequesterAccount == q.FromAccount:
		case f.OfItem && f.Slot == callback.To:
			for _, id := range q.Accounts() {
				add(f.Flag(), listed(id))
			}
		default:
			add(f.Flag(), f.Text(q, 0))
		}
	}
	add("platform", d.Platform)
	add("client-ip", d.ClientIP)
	if !now {
		args = append(args, "--event-time", strconv.FormatInt(q.EventTime, 10))
	}
	send, _, _ := o.Cmd.Root().Find([]string{"send"}) // it is there
	for _, arg := range flags.Repeated(o.Cmd) {
		name, _, _ := strings.Cut(strings.TrimPrefix(arg, "--"), " ")
		if name != "event-time" && send.Flags().Lookup(name) != nil { // there it is a time, which stands above
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
