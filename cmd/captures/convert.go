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

func newFilter(a *app.App) *cobra.Command {
	in, out := captured.Input{App: a}, captured.Output{}
	c := &cobra.Command{
		Use:  "filter --where EXPR FILE…",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if in.Where == "" {
				return exit.Usagef("--where is missing: chatcb captures convert keeps everything")
			}
			return copyCaptures(c, &in, &out, args)
		},
	}
	in.Bind(c)
	in.BindJudging(c)
	out.Bind(c)
	return c
}

func newConvert(a *app.App) *cobra.Command {
	in, out := captured.Input{App: a}, captured.Output{}
	c := &cobra.Command{
		Use:  "convert FILE…",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := copyCaptures(c, &in, &out, args); err != nil || out.N > 0 {
				return err
			}
			a.Tell("notice.none-converted")
			return exit.Status(outcome.Nothing)
		},
	}
	in.Bind(c)
	in.BindJudging(c)
	out.Bind(c)
	return c
}

// copyCaptures writes the selected records.
func copyCaptures(c *cobra.Command, in *captured.Input, out *captured.Output, files []string) error {
	if err := in.Resolve(); err != nil {
		return err
	}
	if err := out.Open(in); err != nil {
		return err
	}
	if w, ok := out.Sink.(*capture.Writer); ok && len(files) == 1 {
		in.Header = func(h capture.Header) { w.Header.Extra = h.Extra } // such as that it is scrubbed
	}
	if err := out.Close(copyRecords(c, in, out, files)); err != nil {
		return err
	}
	in.TellLost("not read", &in.Lost)
	in.TellLost("not written", &out.Lost)
	return nil
}

func copyRecords(c *cobra.Command, in *captured.Input, out *captured.Output, files []string) error {
	for r, err := range in.Records(c.Context(), files) {
		if err != nil {
			return err
		}
		if err := out.Write(r); err != nil {
			return err
		}
	}
	return nil
}

func newMerge(a *app.App) *cobra.Command {
	in, out := captured.Input{App: a}, captured.Output{}
	keep := false
	c := &cobra.Command{
		Use:  "merge FILE FILE…",
		Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := in.Resolve(); err != nil {
				return err
			}
			if err := out.Open(&in); err != nil {
				return err
			}
			if err := out.Close(merge(c.Context(), &in, &out, args, keep)); err != nil {
				return err
			}
			in.TellLost("not read", &in.Lost)
			in.TellLost("not written", &out.Lost)
			return nil
		},
	}
	in.Bind(c)
	in.BindJudging(c)
	out.Bind(c)
	c.Flags().BoolVar(&keep, "keep-numbers", false, "")
	return c
}

// merge writes the records of files in the order of time.
func merge(ctx context.Context, in *captured.Input, out *captured.Output, files []string, keep bool) error {
	var sources []iter.Seq2[*capture.Record, error]
	for _, name := range files {
		sources = append(sources, in.Records(ctx, []string{name}))
	}
	n := uint64(0)
	for r, err := range capture.Merge(sources, func(i int) {
		in.App.Tell("notice.disorder", "file", files[i])
	}) {
		if err != nil {
			return err
		}
		if n++; !keep {
			r.Exchange.Seq = n
		}
		if err := out.Write(r); err != nil {
			return err
		}
	}
	return nil
}
