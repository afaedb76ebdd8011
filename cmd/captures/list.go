package captures

import (
	"context"
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

type listOptions struct{ In captured.Input }

func (o *listOptions) Run(ctx context.Context, args []string) error {
	return show(ctx, &o.In, args, nil, false, false)
}

type showOptions struct {
	In  captured.Input
	Raw bool `flag:"raw"`
}

func (o *showOptions) Run(ctx context.Context, args []string) error {
	var wanted []uint64
	for _, arg := range args[1:] {
		n, err := strconv.ParseUint(arg, 10, 64)
		if err != nil {
			return exit.Usagef("wanted the number of an exchange, got %q; chatcb captures list shows them", arg)
		}
		wanted = append(wanted, n)
	}
	return show(ctx, &o.In, args[:1], wanted, true, o.Raw)
}

// show judges and prints the exchanges whose number is wanted, or all.
func show(ctx context.Context, in *captured.Input, files []string, wanted []uint64, full, raw bool) error {
	a := in.App
	terminal, lines := a.Terminal(), a.JSON(files[0])
	judging := conformance.Judging{Judge: in.Judge}
	var summary report.Summary
	for r, err := range in.Records(ctx, files) {
		if err != nil {
			return err
		}
		if len(wanted) > 0 && !slices.Contains(wanted, r.Exchange.Seq) {
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
		if raw && lines == nil {
			report.ShowBytes(terminal, "→", r.Exchange.Sent)
			report.ShowBytes(terminal, "←", r.Exchange.Received)
		}
	}
	in.TellLost("not read", &in.Lost)
	code := outcome.OK
	if summary.Exchanges == 0 {
		code = outcome.Nothing
		a.Tell("notice.none-fits")
	}
	if lines != nil {
		return exit.Showed(code, lines.End(&summary, code))
	}
	return exit.Status(code)
}
