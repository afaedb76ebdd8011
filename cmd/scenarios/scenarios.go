// Package scenarios is chatcb scenarios: the scenarios of check are listed, shown, written and checked.
package scenarios

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/starter"
	"github.com/chatcb/chatcb/cmd/internal/suites"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
	"github.com/chatcb/chatcb/scenarios/spec"
)

func New(a *app.App) *cobra.Command {
	return exit.Commands("scenarios",
		a.Command("list [SELECTOR…]", nil, &listOptions{}),
		a.Command("show ID", cobra.ExactArgs(1), app.Func(func(_ context.Context, args []string) error { return show(a, args[0]) })),
		a.Command("lint FILE…", cobra.MinimumNArgs(1), &lintOptions{}),
		starter.New(a, starter.File{Use: "new FILE", Schema: "scenario", Templates: spec.Templates}),
		a.Command("score FILE…", cobra.MinimumNArgs(1), &scoreOptions{}),
	)
}

type listOptions struct {
	App   *app.App
	Files []string `flag:"scenarios" reads:"NAME" complete:".yaml,.yml"`
	Vars  suites.Vars
}

func (o *listOptions) Run(_ context.Context, args []string) error {
	own, err := o.Vars.Load(o.Files, o.App.Stderr)
	if err != nil {
		return err
	}
	list, err := scenarios.Select(append(catalogue.All(), own...), suites.Selectors(args))
	if err != nil {
		return exit.Usage(err)
	}
	return listScenarios(o.App, list)
}

func listScenarios(a *app.App, list []*scenarios.Scenario) error {
	if a.Output != "text" {
		return check.ScenariosJSON(a.Stdout, suites.WithFaults(list...), nil)
	}
	t := a.Terminal()
	for _, sc := range list {
		cases := ""
		if n := len(sc.Cases()); n > 1 {
			cases = " " + a.Words().Say("listing.cases", "n", n)
		}
		depth := term.Harmless(sc.Depth)
		if sc.Hostile {
			depth = t.Say("listing.hostile")
		}
		fmt.Fprintf(a.Stdout, "%s  %-4s  %-8s  %-13s  %s%s\n", t.Strong(fmt.Sprintf("%-7s", sc.ID)), sc.Level, sc.Severity, depth,
			sc.In(a.Words()).Title, t.Faint(cases))
	}
	return nil
}

func show(a *app.App, id string) error {
	sc, ok := catalogue.Explain(id)
	if !ok {
		var ids []string
		for _, s := range catalogue.All() {
			ids = append(ids, s.ID)
		}
		return exit.Usagef("no scenario %q%s; chatcb scenarios list lists them", id, nearest.Hint(strings.ToUpper(id), ids))
	}
	shown := suites.WithFaults(sc)
	if a.Output != "text" {
		return check.ScenariosJSON(a.Stdout, shown, nil)
	}
	check.ShowScenario(a.Terminal(), shown[0])
	return nil
}

type lintOptions struct {
	App  *app.App
	Vars suites.Vars
}

func (o *lintOptions) Run(_ context.Context, args []string) error {
	list, err := o.Vars.Load(args, o.App.Stderr)
	if err != nil {
		return err
	}
	cases := 0
	for _, sc := range list {
		cases += len(sc.Cases())
	}
	_, err = fmt.Fprintln(o.App.Stdout, o.App.Words().Say("listing.right", "scenarios", len(list), "cases", cases))
	return err
}
