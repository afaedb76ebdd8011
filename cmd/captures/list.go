package captures

import (
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

type listOptions struct {
	In  captured.Input
	Raw bool
}

func newList(a *app.App) *cobra.Command {
	o := &listOptions{In: captured.Input{App: a}}
	c := &cobra.Command{
		Use:  "list FILE…",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(c, args, func(uint64) bool { return true }, false)
		},
	}
	o.In.Bind(c)
	o.In.BindJudging(c)
	return c
}

func newShow(a *app.App) *cobra.Command {
	o := &listOptions{In: captured.Input{App: a}}
	c := &cobra.Command{
		Use:  "show FILE [NUMBER…]",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var wanted []uint64
			for _, arg := range args[1:] {
				n, err := strconv.ParseUint(arg, 10, 64)
				if err != nil {
					return exit.Usagef("wanted the number of an exchange, got %q; chatcb captures list shows them", arg)
				}
				wanted = append(wanted, n)
			}
			return o.run(c, args[:1], func(n uint64) bool { return len(wanted) == 0 || slices.Contains(wanted, n) }, true)
		},
	}
	o.In.Bind(c)
	o.In.BindJudging(c)
	c.Flags().BoolVar(&o.Raw, "raw", false, "")
	return c
}

// run judges and prints the exchanges whose number is wanted.
func (o *listOptions) run(c *cobra.Command, files []string, wanted func(uint64) bool, full bool) error {
	if err := o.In.Resolve(); err != nil {
		return err
	}
	a := o.In.App
	terminal := a.Terminal()
	var lines *report.JSON
	if a.Output != "text" {
		lines = report.NewJSON(a.Stdout, files[0], a.Output == "ndjson")
	}
	judging := conformance.Judging{Judge: o.In.Judge}
	var summary report.Summary
	for r, err := range o.In.Records(c.Context(), files) {
		if err != nil {
			return err
		}
		if !wanted(r.Exchange.Seq) {
			continue
		}
		unread := judging.Exchange(&r.Exchange)
		e := &conformance.Judged{Exchange: &r.Exchange, Judgement: &judging.Judgement, Number: r.Exchange.Seq, From: judging.Request.From}
		summary.Add(e)
		switch {
		case lines != nil:
			lines.Exchange(e)
		case !r.Exchange.Answered():
			report.ShowUnknown(terminal, e.Number, e.From, judging.Request.Accounts)
		case full:
			report.ShowExchange(terminal, e)
		case unread != nil:
			report.ShowNoAccount(terminal, e.Number, unread.Error())
		default:
			report.ShowLine(terminal, e)
		}
		if o.Raw && lines == nil {
			report.ShowBytes(terminal, "→", r.Exchange.Sent)
			report.ShowBytes(terminal, "←", r.Exchange.Received)
		}
	}
	o.In.TellLost("not read", &o.In.Lost)
	code := outcome.OK
	if summary.Exchanges == 0 {
		code = outcome.Nothing
		a.Tell("notice.none-fits")
	}
	if lines != nil {
		if err := lines.End(&summary, code); err != nil {
			return err
		}
	}
	return exit.Status(code)
}
