package simulate

import (
	"context"
	"io"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/search"
)

// huntFlags ask for disguises that the backend falls for.
type huntFlags struct {
	Count int    `flag:"hunt" atleast:"1"`
	Out   string `flag:"hunt-out" writes:"NAME"`
	Own   bool   `flag:"i-own-this-target"`
}

func (o *options) playHunt(ctx context.Context, e *simulate.Simulation) error {
	if err := o.ownTarget(e, "--hunt"); err != nil {
		return err
	}
	if err := o.Out.Force.Check("--hunt-out", o.Hunt.Out); err != nil {
		return err
	}
	bar := o.App.Progress(ctx, 0)
	found := search.Hunt(ctx, &e.Engine, o.Hunt.Count)
	bar.Done()
	var failed error
	if o.Hunt.Out != "" {
		failed = o.Out.Force.Write(o.Hunt.Out, 0, found.Scenarios())
	}
	code := outcome.Decide(outcome.Facts{
		Interrupted: ctx.Err() != nil, Leak: len(found.Bypasses) > 0, Nothing: found.Blocked == 0,
	})
	h := &simulation.Hunt{Target: e.Wire.Target.String(), Found: found, Status: code}
	return exit.AfterShowing(failed, o.App.Show(code,
		func(w io.Writer) error { return simulation.HuntJSON(w, h) }, func(t *term.Terminal) { simulation.ShowHunt(t, h) }))
}
