// Package spec is chatcb spec: the sentences of the contract, and by what each is tested.
package spec

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

type options struct {
	App  *app.App
	File string `flag:"run" reads:"NAME" complete:".json"`
}

func New(a *app.App) *cobra.Command { return a.Command("spec", cobra.NoArgs, &options{}) }

func (o *options) Run(context.Context, []string) error {
	var run *result.Run
	if o.File != "" {
		var err error
		if run, err = result.ReadRun(o.File); err != nil {
			return exit.Usagef("--run: %w", err)
		}
	}
	list := check.Sentences(run)
	return o.App.Show(outcome.OK, func(w io.Writer) error { return safe.WriteJSON(w, list, "  ") }, func(t *term.Terminal) {
		check.ShowSentences(t, list)
	})
}
