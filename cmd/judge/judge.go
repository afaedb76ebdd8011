// Package judge is chatcb judge: saved answers and captured exchanges are judged offline.
package judge

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/formats"
	"github.com/chatcb/chatcb/capture/saved"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/sink"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/language"
)

type options struct {
	App     *app.App
	Flags   *pflag.FlagSet
	Judging flags.Judging
	Webhook flags.Webhook
	Request string `flag:"request" reads:"NAME" complete:".json,.http"`
	AppID   string `flag:"app-id"`
	Token   flags.Token
	In      captured.Input `without:"strict,assume"`
}

func New(a *app.App) *cobra.Command {
	return a.Command("judge FILE…", cobra.MinimumNArgs(1), &options{In: captured.Input{LeaveOthers: true}})
}

func (o *options) Run(ctx context.Context, files []string) error {
	o.In.Judge = o.Judging.Judge
	out := sink.New(context.Background(), o.App, strings.Join(files, " "), &o.Judging, 0)
	if !slices.Contains(files, capture.Stdio) {
		defer out.Hold()()
	}
	o.In.DropExtra = o.In.Where == ""
	o.In.Other = func(name string, content io.Reader) error { return o.judgeAnswer(content, name, out) }
	met := conformance.Met{Expect: o.Judging.Judge.Expect}
	if err := o.judgeRecords(ctx, files, out, &met); err != nil {
		return err
	}
	ended := out.End(ctx.Err() != nil)
	// Saved answers have looked for the accounts, and where nothing was judged there is a status for that.
	if out.Full || out.Summary.Exchanges == 0 || ctx.Err() != nil {
		return ended
	}
	return cmp.Or(ended, flags.CheckMet(&met, o.App.Stderr))
}

// judgeRecords judges captured exchanges one by one, in memory that is used again.
func (o *options) judgeRecords(ctx context.Context, files []string, out *sink.Sink, met *conformance.Met) error {
	judging := conformance.Judging{
		Judge: o.Judging.Judge, Requests: conformance.RequestJudge{AppID: o.AppID, Token: o.Token.Value.Reveal()},
	}
	unanswered := 0
	for r, err := range o.In.Records(context.Background(), files) {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return nil // the summary says that it was interrupted
		case o.Request != "":
			return exit.Usagef("--request is for saved answers; exchanges have their own requests")
		}
		x := &r.Exchange
		if !x.Answered() {
			unanswered++
			continue
		}
		if o.Flags.Changed("deadline") {
			x.Deadline = o.Judging.Deadline
		}
		if err := judging.Exchange(x); err != nil {
			o.In.Skip(fmt.Sprintf("exchange %d", x.Seq), err)
			continue
		}
		met.Meet(&judging.Request)
		out.Add(&conformance.Judged{
			Exchange: x, Judgement: &judging.Judgement, Number: x.Seq, From: judging.Request.From, Expect: o.Judging.Judge.Expect,
		})
	}
	if unanswered > 0 {
		o.App.Tell("notice.unanswered", "n", unanswered)
	}
	out.Skipped = o.In.Skipped
	return nil
}

// judgeAnswer judges a saved answer.
func (o *options) judgeAnswer(content io.Reader, file string, out *sink.Sink) error {
	if o.In.Where != "" {
		return exit.Usagef("--where is for captured exchanges; %s is read as a saved answer", file)
	}
	text, err := io.ReadAll(io.LimitReader(content, maxAnswer+1))
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", file, err)
	case len(text) > maxAnswer:
		return fmt.Errorf("%s: longer than %d MiB", file, maxAnswer>>20)
	}
	answer, err := saved.Read(text)
	if err != nil {
		return &formats.FileError{Err: fmt.Errorf("%s: %w; %w", file, formats.ErrUnknownFormat, err)}
	}
	out.Full = true
	request, sent, err := o.answered()
	if err != nil {
		return err
	}
	hint := ""
	if o.Request == "" {
		hint = ", the page's sample; --request names the one that was answered"
	}
	if err := o.Judging.CheckExpected(&request, hint); err != nil {
		return err
	}
	x := &exchange.Exchange{Target: file, Sent: sent, Received: answer.Received, Deadline: o.Judging.Deadline}
	x.Answer.MaxBody = maxAnswer // it was read as a whole
	x.Answer.Advance(x.Received, true)
	if o.Request == "" {
		o.App.Tell("notice.sample-request", "file", file, "accounts", request.Accounts)
	}
	for _, granted := range answer.Granted {
		o.App.Tell("notice.granted", "file", file, "what", language.T(granted.Sentence, granted.Args...))
	}
	var judgement conformance.Judgement
	o.Judging.Judge.Judge(x, &request, &judgement)
	out.Add(&conformance.Judged{Exchange: x, Judgement: &judgement, Number: x.Seq, From: request.From, Expect: o.Judging.Judge.Expect})
	return nil
}

// maxAnswer bounds a saved answer, in bytes.
const maxAnswer = 64 << 20

// answered reads the request that was answered from --request, or from the page's sample.
func (o *options) answered() (conformance.Request, []byte, error) {
	text := []byte(o.Webhook.Value.Sample)
	if o.Request != "" {
		var err error
		if text, err = os.ReadFile(o.Request); err != nil {
			return conformance.Request{}, nil, exit.Usagef("--request: %w", err)
		}
	}
	if first := bytes.TrimLeft(text, " \t\r\n"); len(first) == 0 || first[0] == '{' {
		text = append([]byte("POST / HTTP/1.1\r\n\r\n"), text...)
	}
	request, err := conformance.RequestOf(http1.Payload(text))
	if err != nil {
		return request, nil, exit.Usagef("--request: %w", err)
	}
	return request, text, nil
}
