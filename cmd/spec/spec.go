// Package spec is chatcb spec: the sentences of the contract, and by what each is tested.
package spec

import (
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
	App *app.App
	Run string
}

func New(a *app.App) *cobra.Command {
	o := &options{App: a}
	c := &cobra.Command{
		Use:  "spec",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return o.show() },
	}
	c.Flags().StringVar(&o.Run, "run", "", "")
	return c
}

func (o *options) show() error {
	var run *result.Run
	if o.Run != "" {
		var err error
		if run, err = result.ReadRun(o.Run); err != nil {
			return exit.Usagef("--run: %w", err)
		}
	}
	list := check.Sentences(run)
	return o.App.Show(outcome.OK, func(w io.Writer) error { return safe.WriteJSON(w, list, "  ") }, func(t *term.Terminal) {
		check.ShowSentences(t, list)
	})
}
