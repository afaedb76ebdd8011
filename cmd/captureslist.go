package cmd

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

type capturesListOptions struct {
	in  captureInput
	raw bool
}

func newCapturesList(a *app) *cobra.Command {
	o := &capturesListOptions{in: captureInput{app: a}}
	c := &cobra.Command{
		Use:   "list FILE…",
		Short: "List exchanges, a line for each account: number, effect, who asks for whom, time, cause, rules",
		Example: `  chatcb captures list traffic.jsonl.gz
  chatcb captures list traffic.jsonl --where 'effect == "ALLOW" and cause != "said"'`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(c, args, func(uint64) bool { return true }, false)
		},
	}
	o.in.bind(c)
	o.in.bindJudging(c)
	return c
}

func newCapturesShow(a *app) *cobra.Command {
	o := &capturesListOptions{in: captureInput{app: a}}
	c := &cobra.Command{
		Use:   "show FILE [NUMBER…]",
		Short: "Show exchanges in full: what was said, what Chat would do, the findings, the time",
		Example: `  chatcb captures show traffic.jsonl 17
  chatcb captures show traffic.jsonl --where '"RIT-001" in rule' --raw`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var wanted []uint64
			for _, arg := range args[1:] {
				n, err := strconv.ParseUint(arg, 10, 64)
				if err != nil {
					return usagef("wanted the number of an exchange, got %q; chatcb captures list shows them", arg)
				}
				wanted = append(wanted, n)
			}
			return o.run(c, args[:1], func(n uint64) bool { return len(wanted) == 0 || slices.Contains(wanted, n) }, true)
		},
	}
	o.in.bind(c)
	o.in.bindJudging(c)
	c.Flags().BoolVar(&o.raw, "raw", false, "print the bytes of both messages too")
	return c
}

// run judges and prints the exchanges whose number is wanted.
func (o *capturesListOptions) run(c *cobra.Command, files []string, wanted func(uint64) bool, full bool) error {
	if err := o.in.resolve(); err != nil {
		return err
	}
	a := o.in.app
	terminal := a.terminal()
	var lines *report.JSON
	if a.output != "text" {
		lines = report.NewJSON(a.stdout, files[0], a.output == "ndjson")
	}
	judging := conformance.Judging{Judge: o.in.judge}
	var summary report.Summary
	for r, err := range o.in.records(c.Context(), files) {
		if err != nil {
			return err
		}
		if !wanted(r.Exchange.Seq) {
			continue
		}
		unread := judging.Exchange(&r.Exchange)
		e := &conformance.Judged{Exchange: &r.Exchange, Judgement: &judging.Judgement, Number: r.Exchange.Seq, From: judging.Asked.From}
		summary.Add(e)
		switch {
		case lines != nil:
			lines.Exchange(e)
		case full:
			report.ShowExchange(terminal, e)
		case unread != nil:
			term.ShowNoAccount(terminal, e.Number, unread.Error())
		default:
			report.ShowLine(terminal, e)
		}
		if o.raw && lines == nil {
			report.ShowBytes(terminal, "→", r.Exchange.Sent)
			report.ShowBytes(terminal, "←", r.Exchange.Received)
		}
	}
	o.in.tellLost("not read", &o.in.lost)
	code := outcome.OK
	if summary.Exchanges == 0 {
		code = outcome.Nothing
		fmt.Fprintln(a.stderr, "no exchange fits")
	}
	if lines != nil {
		if err := lines.End(&summary, code); err != nil {
			return err
		}
	}
	return withStatus(code)
}
