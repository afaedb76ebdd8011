package rules

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/suites"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/examples"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
)

type explainOptions struct {
	App   *app.App
	Flags *pflag.FlagSet
	Lang  string `flag:"lang" complete:"receivers"`
}

func NewExplain(a *app.App) *cobra.Command {
	return a.Command("explain ID", cobra.ExactArgs(1), &explainOptions{})
}

func (o *explainOptions) Run(_ context.Context, args []string) error {
	if !o.Flags.Changed("lang") {
		return explain(o.App, args[0], nil)
	}
	receiver, err := examples.ByLang(o.Lang)
	if err != nil {
		return exit.Usagef("--lang: %w", err)
	}
	return explain(o.App, args[0], &receiver)
}

// explain explains a rule or a scenario. With a receiver the text is its code alone, to go to a file.
func explain(a *app.App, id string, receiver *examples.Receiver) error {
	r, ok := conformance.RuleByID(strings.ToUpper(id))
	switch {
	case !ok:
		if sc, isScenario := catalogue.Explain(id); isScenario {
			return explainScenario(a, sc, receiver)
		}
		return exit.Usage(conformance.NoRule(id))
	case receiver != nil && report.OfRequests(r):
		return exit.Usagef("--lang: %s judges requests, which no receiver writes; wanted the id of a rule of answers or of a scenario, "+
			"such as RIT-001", r.ID)
	case a.Output != "text":
		return report.RulesJSON(a.Stdout, []*rule.Rule{r}, receiver)
	case receiver != nil:
		report.ShowReceiver(a.Terminal(), *receiver)
		return nil
	}
	report.ShowRule(a.Terminal(), r)
	return nil
}

func explainScenario(a *app.App, sc *scenarios.Scenario, receiver *examples.Receiver) error {
	switch {
	case a.Output != "text":
		return check.ScenariosJSON(a.Stdout, suites.WithFaults(sc), receiver)
	case receiver != nil:
		report.ShowReceiver(a.Terminal(), *receiver)
		return nil
	}
	check.ShowScenario(a.Terminal(), suites.WithFaults(sc)[0])
	return nil
}
