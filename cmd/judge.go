package cmd

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

type judgeOptions struct {
	app     *app
	judging judgingFlags
	in      captureInput
	request string
}

func newJudge(a *app) *cobra.Command {
	o := &judgeOptions{app: a, in: captureInput{app: a}}
	c := &cobra.Command{
		Use:   "judge FILE…",
		Short: "Judge saved answers, or captured exchanges, without sending anything",
		Long: `judge says what Chat would do, from what was saved, by today's rules and with no backend at all. It reads

  an answer's body     {"ActionStatus":"OK",…}
  a whole answer       HTTP/1.1 200 OK … as curl -i prints it
  exchanges            captures, the folder of a journal, what --output json or ndjson printed, and what other tools
                       recorded: HAR, GoReplay files with answers, plain HTTP messages

plain, .gz or .zst, and from standard input with -. The format is told by the content, or named by --read-as.

A saved answer has no time: it counts as given in time. A body alone counts as sent with status 200 and the right
headers. What cannot be read is named and left out; with --strict the status is 3 then. A request without an answer is
not judged, and when nothing was judged the status is 5.`,
		Example: `  chatcb judge answer.json
  curl -si … | chatcb judge - --request request.json
  chatcb judge traffic.jsonl.gz browser.har --fail-on must
  chatcb judge journal/ --where 'latency_ms > 1500'`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), args) },
	}
	f := c.Flags()
	o.judging.bind(f)
	f.Lookup("strict").Usage = "warnings fail too, and so does what cannot be read"
	f.StringVar(&o.request, "request", "", "file with the request that was answered: a body, or a whole request (default: the page's sample)")
	o.in.bindWhere(f)
	o.in.bindFormat(f)
	return c
}

func (o *judgeOptions) run(ctx context.Context, files []string) error {
	if err := o.judging.resolve(); err != nil {
		return err
	}
	o.in.assume = o.judging.assume
	if err := o.in.resolve(); err != nil {
		return err
	}
	out := newSink(o.app, strings.Join(files, " "), &o.judging, 0)
	if !slices.Contains(files, capture.Stdio) {
		defer out.hold()()
	}
	o.in.dropExtra = o.in.where == ""
	o.in.other = func(name string, content io.Reader) error { return o.judgeAnswer(content, name, out) }
	expected := expectedAccounts{judging: &o.judging}
	if err := o.judgeRecords(ctx, files, out, &expected); err != nil {
		return err
	}
	ended := out.end(ctx.Err() != nil)
	// Saved answers have looked for the accounts, and where nothing was judged there is a status for that.
	if out.full || out.summary.Exchanges == 0 || ctx.Err() != nil {
		return ended
	}
	if err := expected.check(); err != nil {
		return err
	}
	return ended
}

// judgeRecords judges captured exchanges one by one, in memory that is used again.
func (o *judgeOptions) judgeRecords(ctx context.Context, files []string, out *sink, expected *expectedAccounts) error {
	judging := conformance.Judging{Judge: o.judging.judge}
	unanswered := 0
	for r, err := range o.in.records(context.Background(), files) {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return nil // the summary says that it was interrupted
		case o.request != "":
			return usagef("--request is for saved answers; exchanges have their own requests")
		}
		x := &r.Exchange
		if !x.Answered() {
			unanswered++
			continue
		}
		if o.judging.flags.Changed("deadline") {
			x.Deadline = o.judging.deadline
		}
		if err := judging.Exchange(x); err != nil {
			o.in.skip(fmt.Sprintf("exchange %d", x.Seq), err)
			continue
		}
		expected.meet(judging.Asked.Accounts)
		out.add(&conformance.Judged{
			Exchange: x, Judgement: &judging.Judgement, Number: x.Seq, From: judging.Asked.From, Expect: o.judging.expected,
		})
	}
	if unanswered > 0 {
		fmt.Fprintf(o.app.stderr, "%s without an answer: nothing to judge\n", counted(unanswered, "request"))
	}
	out.skipped = o.in.skipped
	return nil
}

// judgeAnswer judges a saved answer.
func (o *judgeOptions) judgeAnswer(content io.Reader, file string, out *sink) error {
	if o.in.where != "" {
		return usagef("--where is for captured exchanges; %s is read as a saved answer", file)
	}
	text, err := io.ReadAll(io.LimitReader(content, maxAnswer+1))
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", file, err)
	case len(text) > maxAnswer:
		return fmt.Errorf("%s: longer than %d MiB", file, maxAnswer>>20)
	}
	out.full = true
	asked, sent, err := o.asked()
	if err != nil {
		return err
	}
	if err := o.judging.checkExpected(asked.Accounts); err != nil {
		return err
	}
	x := &exchange.Exchange{Target: file, Sent: sent, Received: text, Deadline: o.judging.deadline}
	if !bytes.HasPrefix(text, []byte("HTTP/")) {
		head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(text))
		x.Received = append([]byte(head), text...)
	}
	x.Answer.MaxBody = maxAnswer // it was read as a whole
	x.Answer.Advance(x.Received, true)
	if o.request == "" {
		fmt.Fprintf(o.app.stderr, "%s is judged as the answer to the page's sample request, about %s; --request names another\n", file,
			strings.Join(asked.Accounts, " and "))
	}
	var judgement conformance.Judgement
	o.judging.judge.Judge(x, &asked, &judgement)
	out.add(&conformance.Judged{Exchange: x, Judgement: &judgement, Number: x.Seq, From: asked.From, Expect: o.judging.expected})
	return nil
}

// maxAnswer bounds a saved answer, in bytes.
const maxAnswer = 64 << 20

// asked reads what was asked from --request, or from the page's sample.
func (o *judgeOptions) asked() (conformance.Asked, []byte, error) {
	text := []byte(callback.PrevFriendAdd.Sample)
	if o.request != "" {
		var err error
		if text, err = os.ReadFile(o.request); err != nil {
			return conformance.Asked{}, nil, usagef("--request: %w", err)
		}
	}
	body := text
	if first := bytes.TrimLeft(text, " \t\r\n"); len(first) > 0 && first[0] != '{' {
		_, body, _ = bytes.Cut(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n\n"))
	} else {
		text = append([]byte("POST / HTTP/1.1\r\n\r\n"), text...)
	}
	asked, err := conformance.AskedOf(body)
	if err != nil {
		return asked, nil, usagef("--request: %w", err)
	}
	return asked, text, nil
}
