package simulate

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/search"
	"github.com/spf13/pflag"
)

// huntFlags ask for disguises that the backend falls for.
type huntFlags struct {
	count int
	out   string
	own   bool
}

func (h *huntFlags) bind(f *pflag.FlagSet) {
	f.IntVar(&h.count, "hunt", 0, "take so many requests that the backend blocks, hide their wordings as spammers do, and report what it then lets through; loopback only")
	f.StringVar(&h.out, "hunt-out", "", "save what --hunt finds as scenarios in this file")
	f.BoolVar(&h.own, "i-own-this-target", false, "let --hunt and --map send to a target beyond loopback")
}

func (o *options) playHunt(ctx context.Context, e *simulate.Simulation) error {
	if o.hunt.count < 1 {
		return exit.Usagef("--hunt: wanted 1 or more, got %d", o.hunt.count)
	}
	if err := o.ownTarget(e, "--hunt"); err != nil {
		return err
	}
	if err := flags.CheckWritable("--hunt-out", o.hunt.out); err != nil {
		return err
	}
	bar := term.Progress{Terminal: o.app.ErrTerminal()}
	over := app.OnInterrupt(ctx, bar.Say, app.Draining)
	found := search.Hunt(ctx, &e.Engine, o.hunt.count)
	over()
	var failed error
	if o.hunt.out != "" {
		failed = os.WriteFile(o.hunt.out, huntScenarios(found), 0o666)
	}
	code := outcome.Decide(outcome.Facts{
		Interrupted: ctx.Err() != nil, Leak: len(found.Bypasses) > 0, Nothing: found.Blocked == 0,
	})
	h := &simulation.Hunt{Target: e.Wire.Target.String(), Found: found, Status: code}
	if o.app.Output != "text" {
		if err := simulation.HuntJSON(o.app.Stdout, h); err != nil {
			return err
		}
	} else {
		simulation.ShowHunt(o.app.Terminal(), h)
	}
	return exit.AfterShowing(failed, exit.Status(code))
}

// huntScenarios writes what was found as a scenario file: each disguise must be blocked.
func huntScenarios(found *search.HuntResult) []byte {
	var b strings.Builder
	b.WriteString("# Disguises that passed, found by chatcb simulate --hunt. Each is to be blocked.\nversion: 1\nscenarios:\n")
	text := func(s string) string { return string(rawjson.AppendString(nil, s)) }
	for i, f := range found.Bypasses {
		fmt.Fprintf(&b, "  - id: HUNT-%03d\n    title: %s\n    tags: [hunt, %s]\n", i+1, text(string(f.Label)+" hidden by "+f.Trick), f.Trick)
		fmt.Fprintf(&b, "    why: %s\n    fix: Compare texts after taking out what hides them.\n", text("The same is blocked when it says: "+f.Blocked))
		fmt.Fprintf(&b, "    request: {from: %s, to: [%s], wording: %s}\n", text(f.From), text(f.Account), text(f.Passed))
		fmt.Fprintf(&b, "    expect: {decision: {%s: deny}}\n", text(f.Account))
	}
	if len(found.Bypasses) == 0 {
		return []byte("# chatcb simulate --hunt found no disguise that passed.\nversion: 1\nscenarios: []\n")
	}
	return []byte(b.String())
}
