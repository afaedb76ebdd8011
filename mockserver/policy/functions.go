package policy

import (
	"github.com/expr-lang/expr"
)

// site is one call of rate or seen in a rule.
type site struct {
	text   string
	window *window
}

// functions are what expressions can call, in the form that the binder leaves.
func functions() []expr.Option {
	return []expr.Option{
		expr.Function("rate", func(args ...any) (any, error) {
			s, key, at := args[0].(*subject), args[1].(string), args[2].(*site)
			n := at.window.add(key, s.now)
			s.calls = append(s.calls, call{s.rule, at.text, n})
			return n, nil
		}, new(func(*subject, string, *site) int)),
		expr.Function("seen", func(args ...any) (any, error) {
			s, key, at := args[0].(*subject), args[1].(string), args[2].(*site)
			before := at.window.add(key, s.now) > 1
			s.calls = append(s.calls, call{s.rule, at.text, before})
			return before, nil
		}, new(func(*subject, string, *site) bool)),
		expr.Function("in_list", func(args ...any) (any, error) {
			return args[0].(*list).has(args[1].(string)), nil
		}, new(func(*list, string) bool)),
		expr.Function("has_link", func(args ...any) (any, error) {
			return hasLink(args[0].(string)), nil
		}, new(func(string) bool)),
		expr.Function("script_of", func(args ...any) (any, error) {
			return scriptOf(args[0].(string)), nil
		}, new(func(string) string)),
		expr.Function("similar", func(args ...any) (any, error) {
			return similar(args[0].(string), args[1].(string)), nil
		}, new(func(string, string) float64)),
	}
}
