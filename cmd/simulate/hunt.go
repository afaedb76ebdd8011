package simulate

import (
	"context"
	"io"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/search"
)

// huntFlags ask for disguises that the backend falls for.
type huntFlags struct {
	count int
	out   string
	own   bool
}

func (h *huntFlags) bind(f *pflag.FlagSet) {
	f.IntVar(&h.count, "hunt", 0, "")
	flags.AtLeast(f, 1, "hunt")
	f.StringVar(&h.out, "hunt-out", "", "")
	f.BoolVar(&h.own, "i-own-this-target", false, "")
}

func (o *options) playHunt(ctx context.Context, e *simulate.Simulation) error {
	if err := o.ownTarget(e, "--hunt"); err != nil {
		return err
	}
	if err := o.out.force.Check("--hunt-out", o.hunt.out); err != nil {
		return err
	}
	bar := term.Progress{Terminal: o.app.ErrTerminal()}
	over := app.OnInterrupt(ctx, bar.Say, app.Draining)
	found := search.Hunt(ctx, &e.Engine, o.hunt.count)
	over()
	var failed error
	if o.hunt.out != "" {
		failed = o.out.force.Write(o.hunt.out, 0, found.Scenarios())
	}
	code := outcome.Decide(outcome.Facts{
		Interrupted: ctx.Err() != nil, Leak: len(found.Bypasses) > 0, Nothing: found.Blocked == 0,
	})
	h := &simulation.Hunt{Target: e.Wire.Target.String(), Found: found, Status: code}
	return exit.AfterShowing(failed, o.app.Show(code,
		func(w io.Writer) error { return simulation.HuntJSON(w, h) }, func(t *term.Terminal) { simulation.ShowHunt(t, h) }))
}
