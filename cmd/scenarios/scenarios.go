// Package scenarios is chatcb scenarios: the scenarios of check are listed, shown, written and checked.
package scenarios

import (
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
	return exit.Commands("scenarios", newList(a), newShow(a), newLint(a), newNew(a), newScore(a))
}

func newList(a *app.App) *cobra.Command {
	var files []string
	var vars suites.Vars
	c := &cobra.Command{
		Use: "list [SELECTOR…]",
		RunE: func(_ *cobra.Command, args []string) error {
			own, err := vars.Load(files, a.Stderr)
			if err != nil {
				return err
			}
			list, err := scenarios.Select(append(catalogue.All(), own...), suites.Selectors(args))
			if err != nil {
				return exit.Usage(err)
			}
			return listScenarios(a, list)
		},
	}
	vars.Bind(c.Flags())
	c.Flags().StringArrayVar(&files, "scenarios", nil, "")
	return c
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

func newShow(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use:  "show ID",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			sc, ok := catalogue.Explain(args[0])
			if !ok {
				var ids []string
				for _, s := range catalogue.All() {
					ids = append(ids, s.ID)
				}
				return exit.Usagef("no scenario %q%s; chatcb scenarios list lists them", args[0], nearest.Hint(strings.ToUpper(args[0]),
					ids))
			}
			shown := suites.WithFaults(sc)
			if a.Output != "text" {
				return check.ScenariosJSON(a.Stdout, shown, nil)
			}
			check.ShowScenario(a.Terminal(), shown[0])
			return nil
		},
	}
}

func newLint(a *app.App) *cobra.Command {
	var vars suites.Vars
	c := &cobra.Command{
		Use:  "lint FILE…",
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			list, err := vars.Load(args, a.Stderr)
			if err != nil {
				return err
			}
			cases := 0
			for _, sc := range list {
				cases += len(sc.Cases())
			}
			_, err = fmt.Fprintln(a.Stdout, a.Words().Say("listing.right", "scenarios", len(list), "cases", cases))
			return err
		},
	}
	vars.Bind(c.Flags())
	return c
}

func newNew(a *app.App) *cobra.Command {
	return starter.New(a, starter.File{Use: "new FILE", Schema: "scenario", Templates: spec.Templates})
}
