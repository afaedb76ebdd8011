package captures

import (
	"context"
	"fmt"
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
		Use:   "filter --where EXPR FILE…",
		Short: "Keep the exchanges for which an expression is true",
		Long: `filter writes the exchanges for which --where is true. An exchange that asks about several accounts is kept when the
expression is true for one of them: account, remark, group, source, wording, said, effect, cause, basis and code are
those of one account at a time. to is the list of all accounts, rule the list of the rules that the answer breaks.`,
		Example: `  chatcb captures filter --where 'effect == "ALLOW" and cause != "said"' traffic.jsonl -o fail-open.jsonl
  chatcb captures filter --where '"bob" in to or from startsWith "test_"' traffic.jsonl.gz -o bob.har
  chatcb captures filter --where 'latency_ms > 1500 and "RIT-001" in rule' journal/ --write-as csv`,
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
		Use:   "convert FILE…",
		Short: "Read what other tools recorded, and write captures for other tools",
		Long: `convert reads captures, HAR files of browsers and proxies, GoReplay files, plain HTTP messages, curl commands and
Postman collections, and writes all of these, Go test fixtures and a CSV table of decisions. What a format has no place
for is listed on standard error: nothing is lost silently. Where nothing could be read the status is 5.`,
		Example: `  chatcb captures convert traffic.jsonl -o traffic.har
  chatcb captures convert browser.har -o traffic.jsonl.zst
  pbpaste | chatcb captures convert - --read-as curl -o one.jsonl
  chatcb captures convert traffic.jsonl --write-as go --package myapp_test -o captured_test.go`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := copyCaptures(c, &in, &out, args); err != nil || out.N > 0 {
				return err
			}
			fmt.Fprintln(a.Stderr, "nothing was converted")
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
		Use:   "merge FILE FILE…",
		Short: "Put captures together, in the order of time",
		Long: `merge writes the exchanges of several captures in the order in which they began, and numbers them anew. Each capture
is expected to be in that order itself; one that is not is named, and its exchanges stay behind one another.`,
		Example: "  chatcb captures merge monday.jsonl tuesday.har -o week.jsonl.gz",
		Args:    cobra.MinimumNArgs(2),
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
	c.Flags().BoolVar(&keep, "keep-numbers", false, "keep the numbers that the exchanges have, though two may have the same")
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
		in.App.ErrTerminal().Printf("%s is not in the order of time: its exchanges stay behind one another\n", files[i])
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
