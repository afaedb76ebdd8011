// Package rules is chatcb rules and chatcb explain.
package rules

import (
	"iter"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/report"
	"github.com/spf13/cobra"
)

// allRules are the rules of answers and then of requests.
func allRules() iter.Seq[*rule.Rule] {
	return func(yield func(*rule.Rule) bool) {
		for r := range conformance.Rules() {
			if !yield(r) {
				return
			}
		}
		for r := range conformance.RequestRules() {
			if !yield(r) {
				return
			}
		}
	}
}

func New(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use:   "rules [ID|PREFIX…]",
		Short: "List the rules that answers and requests are judged by",
		Example: `  chatcb rules          all of them
  chatcb rules RCD TYP  those about codes and types`,
		RunE: func(_ *cobra.Command, args []string) error {
			rules, err := selectRules(args)
			if err != nil {
				return err
			}
			if a.Output == "text" {
				report.ShowRules(a.Terminal(), slices.Values(rules))
				return nil
			}
			return report.RulesJSON(a.Stdout, rules, nil)
		},
	}
}

func selectRules(prefixes []string) ([]*rule.Rule, error) {
	rules := slices.Collect(allRules())
	if len(prefixes) == 0 {
		return rules, nil
	}
	var selected []*rule.Rule
	for _, p := range prefixes {
		n := len(selected)
		for _, r := range rules {
			if strings.HasPrefix(r.ID, strings.ToUpper(p)) {
				selected = append(selected, r)
			}
		}
		if len(selected) == n {
			return nil, noRule(p, ruleGroups(rules)...)
		}
	}
	return selected, nil
}

// ruleGroups are what the ids of rules begin with.
func ruleGroups(rules []*rule.Rule) (groups []string) {
	for _, r := range rules {
		group, _, _ := strings.Cut(r.ID, "-")
		groups = append(groups, group)
	}
	return slices.Compact(groups)
}

// noRule complains of a name that is no rule, and no other one that was possible.
func noRule(id string, possible ...string) error {
	ids := possible
	for r := range allRules() {
		ids = append(ids, r.ID)
	}
	return exit.Usagef("no rule %q%s; chatcb rules lists them", id, nearest.Hint(id, ids))
}
