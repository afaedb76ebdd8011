// Package policy renders what policies decide over captured requests.
package policy

import (
	"embed"
	"strings"
	"text/template"

	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/report/term"
)

//go:embed templates
var templates embed.FS

// ShowTally shows what a policy decided, by its rules. Broken is how many records could not be read.
func ShowTally(t *term.Terminal, tally *policy.Tally, broken int) {
	t.Show(templates, "tally.txt", struct {
		*policy.Tally
		Allowed, Broken int
	}{tally, tally.Accounts - tally.Denied, broken}, funcs(t))
}

// ShowDiff shows where two policies decide otherwise; exceeded says that it is more than was allowed.
func ShowDiff(t *term.Terminal, d *policy.Diff, exceeded bool, broken int) {
	t.Show(templates, "diff.txt", struct {
		*policy.Diff
		Exceeded bool
		Broken   int
	}{d, exceeded, broken}, funcs(t))
}

func funcs(t *term.Terminal) template.FuncMap {
	return template.FuncMap{"examples": func(list []policy.Example) term.Text {
		for _, e := range list {
			t.Printf("%21s%s\n", "", t.Faint(t.Say("policy.example", "number", e.Number, "from", e.From, "to", e.Account,
				"why", why(t, &e.Why), "before", why(t, e.Before))))
		}
		return term.Text{}
	}}
}

// why says in the language of the terminal which rule decided.
func why(t *term.Terminal, r *policy.Reason) string {
	switch {
	case r == nil:
		return ""
	case r.Rule == "":
		return t.Words.Say("policy.why-none")
	}
	return t.Words.Say("policy.why", "rule", strings.TrimSuffix(r.Rule+": "+r.Saw, ": "))
}
