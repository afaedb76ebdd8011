package captures

import (
	"context"
	"iter"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
)

// copying is a command that writes records of captures into a file.
type copying struct {
	In          captured.Input
	Out         captured.Output
	KeepNumbers bool // of merge
}

func (o *copying) command(use string, least int, run func(ctx context.Context, files []string) error) *cobra.Command {
	c := &cobra.Command{
		Use:  use,
		Args: cobra.MinimumNArgs(least),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.In.Resolve(); err != nil {
				return err
			}
			return run(c.Context(), args)
		},
	}
	o.In.Bind(c)
	o.In.BindJudging(c)
	o.Out.Bind(c)
	return c
}

func newFilter(a *app.App) *cobra.Command {
	o := &copying{In: captured.Input{App: a}}
	return o.command("filter --where EXPR FILE…", 1, func(ctx context.Context, files []string) error {
		if o.In.Where == "" {
			return exit.Usagef("--where is missing: chatcb captures convert keeps everything")
		}
		return o.copy(ctx, files)
	})
}

func newConvert(a *app.App) *cobra.Command {
	o := &copying{In: captured.Input{App: a}}
	return o.command("convert FILE…", 1, func(ctx context.Context, files []string) error {
		if err := o.copy(ctx, files); err != nil || o.Out.N > 0 {
			return err
		}
		a.Tell("notice.none-converted")
		return exit.Status(outcome.Nothing)
	})
}

// copy writes the selected records, behind what the header of a single capture says of them, such as that it is scrubbed.
func (o *copying) copy(ctx context.Context, files []string) error {
	return o.Out.Copy(&o.In, o.In.Records(ctx, files), func(header *capture.Header) {
		if len(files) == 1 {
			o.In.Header = func(h capture.Header) { header.Extra = h.Extra }
		}
	})
}

func newMerge(a *app.App) *cobra.Command {
	o := &copying{In: captured.Input{App: a}}
	c := o.command("merge FILE FILE…", 2, func(ctx context.Context, files []string) error {
		return o.Out.Copy(&o.In, o.merged(ctx, files), func(*capture.Header) {})
	})
	c.Flags().BoolVar(&o.KeepNumbers, "keep-numbers", false, "")
	return c
}

// merged are the records of files in the order of time.
func (o *copying) merged(ctx context.Context, files []string) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		n := uint64(0)
		for r, err := range capture.Merge(o.In.Each(ctx, files), func(i int) { o.In.App.Tell("notice.disorder", "file", files[i]) }) {
			if n++; err == nil && !o.KeepNumbers {
				r.Exchange.Seq = n
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
