package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// elements writes files in which each record is a piece of text of its own.
type elements struct {
	out     io.Writer
	options Options
	format  Format
	begin   string
	n       int
}

// Write writes one record.
func (e *elements) Write(r *capture.Record) error {
	text, err := e.format.Encode(r, &e.options)
	if err == nil && e.format.Read != nil {
		err = e.compare(r, text)
	}
	if err != nil {
		return e.options.Problem(fmt.Errorf("exchange %d cannot be written so: %w", r.Exchange.Seq, err))
	}
	before := e.format.Between
	if e.n == 0 {
		before = e.begin
	}
	e.n++
	_, err = io.WriteString(e.out, before+string(text))
	return err
}

// Close ends the file.
func (e *elements) Close() error {
	end := e.format.End
	if e.n == 0 {
		end = e.begin + end
	}
	_, err := io.WriteString(e.out, end)
	return err
}

// compare reads a file with this record alone.
func (e *elements) compare(r *capture.Record, text []byte) error {
	file := io.MultiReader(strings.NewReader(e.begin), bytes.NewReader(text), strings.NewReader(e.format.End))
	var first *capture.Record
	for again, err := range e.format.Read(file, Options{Strict: true}) {
		switch {
		case err != nil:
			return err
		case first != nil:
			return errors.New("it would be read as more than one")
		}
		first = again
	}
	if first == nil {
		return errors.New("nothing would be read of it")
	}
	compare(r, first, e.options.Lost)
	return nil
}

// compare counts as lost what of a record is not as it was.
func compare(r, again *capture.Record, lost *Lost) {
	x, got := &r.Exchange, &again.Exchange
	lose := func(differs bool, what string) {
		if differs {
			lost.Add(x.Seq, what)
		}
	}
	wantHead, wantBody := splitMasked(x.Sent)
	gotHead, gotBody := http1.Split(got.Sent)
	answerHead, _ := splitMasked(x.Received)
	if len(x.Answer.Head) > 0 {
		answerHead = exchange.MaskHead(x.Answer.Head)
	}
	lose(!bytes.HasPrefix(x.Sent, wantHead) || !bytes.Contains(x.Received, answerHead), "credentials: they are masked")
	lose(!bytes.Equal(gotHead, wantHead), "the exact bytes of the request's head")
	lose(!bytes.Equal(gotBody, wantBody), "the exact bytes of the request's body: how it was cut into chunks, or what is not UTF-8")
	switch {
	case bytes.Equal(got.Received, Masked(x.Received)):
	case x.Answer.Status == 0:
		lose(true, "an answer that is not HTTP")
	case len(got.Received) == 0:
		lose(true, "the answer")
	case !bytes.Equal(got.Answer.Head, answerHead):
		lose(true, "the exact bytes of the answer's head")
	default:
		lose(true, "bytes around the answer: chunks, interim answers, or what came after it")
	}
	lose(got.Failure != x.Failure, "why there was no answer, or no whole one")
	lose(!got.Start.Equal(x.Start), "when the exchange began")
	lose(got.Phases != x.Phases, "when some of its phases ended")
	lose(got.Target != x.Target, "the URL that was asked for, where it is not http and the Host header")
	lose(got.Limit() != x.Limit(), "a deadline other than Chat's two seconds")
	lose(got.Reused != x.Reused || got.Resent != x.Resent, "whether the connection was kept")
	lose(!slices.Equal(again.Extra, r.Extra), "what is recorded with the exchange, such as labels and faults")
}
