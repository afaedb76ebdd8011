package cmd

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/jsonscan"
	"github.com/chatcb/chatcb/report"
)

type judgeOptions struct {
	app     *app
	judging judgingFlags
	request string
}

func newJudge(a *app) *cobra.Command {
	o := &judgeOptions{app: a}
	c := &cobra.Command{
		Use:   "judge FILE|-",
		Short: "Judge a saved answer, or captured exchanges, without sending anything",
		Long: `judge reads one of these from a file, or from standard input with -:

  an answer's body     {"ActionStatus":"OK",…}
  a whole answer       HTTP/1.1 200 OK … as curl -i prints it
  exchanges            JSON lines, as --output ndjson and captures have them

A saved answer has no time: it counts as given in time. A body alone counts as sent with status 200 and the right
headers.`,
		Example: `  chatcb judge answer.json
  curl -si … | chatcb judge - --request request.json
  chatcb judge traffic.jsonl --fail-on must`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return o.run(args[0]) },
	}
	o.judging.bind(c.Flags())
	c.Flags().StringVar(&o.request, "request", "", "file with the request that was answered: a body, or a whole request (default: the page's sample)")
	return c
}

func (o *judgeOptions) run(file string) error {
	if err := o.judging.resolve(); err != nil {
		return err
	}
	in := o.app.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return usagef("%w", err)
		}
		defer f.Close()
		in = f
	}
	out := o.app.newSink(file, &o.judging, 0)
	if err := o.judgeAll(in, file, out); err != nil {
		return err
	}
	return out.end(false)
}

// judgeAll tells by its first bytes what the input is.
func (o *judgeOptions) judgeAll(in io.Reader, file string, out *sink) error {
	lines := newLines(in)
	first, err := lines.peek()
	if err != nil && err != io.EOF {
		return fmt.Errorf("%s: %w", file, err)
	}
	if isExchange(first) || isHeader(first) {
		if o.request != "" {
			return usagef("--request is for saved answers; exchanges have their own requests")
		}
		return o.judgeLines(lines, file, out)
	}
	text, err := lines.rest()
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return o.judgeAnswer(text, file, out)
}

func (o *judgeOptions) judgeAnswer(text []byte, file string, out *sink) error {
	out.full = true
	asked, sent, err := o.asked()
	if err != nil {
		return err
	}
	if err := o.judging.checkExpected(asked.Accounts); err != nil {
		return err
	}
	x := &callback.Exchange{Target: file, Sent: sent, Received: text, Deadline: o.judging.deadline}
	if !bytes.HasPrefix(text, []byte("HTTP/")) {
		head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(text))
		x.Received = append([]byte(head), text...)
	}
	x.Answer.Advance(x.Received, true)
	o.judgeOne(x, &asked, out)
	return nil
}

// asked reads what was asked from --request, or from the page's sample.
func (o *judgeOptions) asked() (conformance.Asked, []byte, error) {
	text := []byte(callback.SampleRequest)
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

func (o *judgeOptions) judgeOne(x *callback.Exchange, asked *conformance.Asked, out *sink) {
	var judgement conformance.Judgement
	o.judging.judge.Judge(x, asked, &judgement)
	out.add(&report.Event{
		Exchange: x, Judgement: &judgement, Number: x.Seq, From: asked.From, Expect: o.judging.expected,
	})
}

// judgeLines judges exchanges as JSON lines. A line that is none is named and fails the command at its end: a capture
// that was only half read must not look judged.
func (o *judgeOptions) judgeLines(lines *lines, file string, out *sink) error {
	var x callback.Exchange
	broken := 0
	for {
		line, err := lines.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: line %d: %w", file, lines.number, err)
		}
		if len(bytes.TrimSpace(line)) == 0 || isHeader(line) {
			continue
		}
		if err := callback.DecodeExchange(line, &x); err != nil {
			broken++
			fmt.Fprintf(o.app.stderr, "%s: line %d is skipped: %s\n", file, lines.number, report.Safe(err.Error()))
			continue
		}
		asked, err := conformance.AskedBy(&x)
		if err != nil {
			broken++
			fmt.Fprintf(o.app.stderr, "%s: line %d is skipped: %s\n", file, lines.number, report.Safe(err.Error()))
			continue
		}
		if o.judging.flags.Changed("deadline") {
			x.Deadline = o.judging.deadline
		}
		o.judgeOne(&x, &asked, out)
	}
	out.broken = broken
	return nil
}

// isExchange reports whether the line is a JSON object with a request.
func isExchange(line []byte) bool { return hasMember(line, "request") }

// isHeader reports whether the line is one that captures and runs have besides exchanges.
func isHeader(line []byte) bool {
	return hasMember(line, "format") || hasMember(line, "summary")
}

func hasMember(line []byte, name string) bool {
	s := jsonscan.New(line)
	if s.Kind() != jsonscan.Object {
		return false
	}
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		if string(s.Key()) == name {
			return true
		}
		s.Skip()
	}
	return false
}
