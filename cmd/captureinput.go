package cmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/capture/formats"
	"github.com/chatcb/chatcb/capture/query"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/safe"
)

// captureInput reads the records of the files named on the command line, of whatever format.
type captureInput struct {
	app    *app
	readAs string
	strict bool
	assume []string
	where  string
	silent bool // what is skipped is not named

	judge     conformance.Judge
	matcher   *query.Matcher // nil without --where
	lost      format.Lost
	skipped   int
	unnamed   int                  // of those, after the first that are named
	header    func(capture.Header) // hears of the header of each capture; may be nil
	dropExtra bool                 // nobody looks at what stands beside the exchanges
	// other takes a file that no format fits, in place of an error; may be nil.
	other func(name string, content io.Reader) error
}

// bind adds the flags that every command with captures has.
func (in *captureInput) bind(c *cobra.Command) {
	f := c.Flags()
	in.bindFormat(f)
	f.BoolVar(&in.strict, "strict", false, "fail at a line that cannot be read, instead of naming and skipping it")
}

func (in *captureInput) bindFormat(f *pflag.FlagSet) {
	f.StringVar(&in.readAs, "read-as", "", "format of the files: "+strings.Join(formats.Readable(), ", ")+" (default: told by the content)")
}

// bindJudging adds the flags of commands that judge what they read.
func (in *captureInput) bindJudging(c *cobra.Command) {
	f := c.Flags()
	f.StringArrayVar(&in.assume, "assume", nil, "NAME=VALUE: another assumption where no document says what Chat does; see chatcb help assumptions")
	in.bindWhere(f)
}

func (in *captureInput) bindWhere(f *pflag.FlagSet) {
	f.StringVar(&in.where, "where", "", "take only the exchanges for which this expression is true, such as 'effect == \"BLOCK\"'; see chatcb help where")
}

func (in *captureInput) resolve() error {
	assume, err := conformance.ParseAssumptions(in.assume...)
	if err != nil {
		return usagef("--assume: %w", err)
	}
	in.judge.Assume = assume
	if in.readAs != "" {
		if err := oneOf("--read-as", in.readAs, formats.Readable()...); err != nil {
			return err
		}
	}
	if in.where != "" {
		filter, err := query.Compile(in.where)
		if err != nil {
			return usagef("--where: %w\nchatcb help where explains the names", err)
		}
		in.matcher = filter.Matcher(in.judge)
	}
	return nil
}

// records ranges over the records of all files, those that --where selects. An error is the last element. Each record is
// good until the next.
func (in *captureInput) records(ctx context.Context, names []string) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		defer in.tellSkipped()
		names, err := capture.Expand(names)
		if err != nil {
			yield(nil, usagef("%w", err))
			return
		}
		for _, name := range names {
			for r, err := range in.file(name) {
				if err == nil && ctx.Err() != nil {
					err = ended(outcome.Interrupted, errors.New("interrupted"))
				}
				selected := err == nil && in.matcher == nil
				if err == nil && in.matcher != nil {
					selected, err = in.matcher.Match(r)
				}
				if err != nil {
					yield(nil, err)
					return
				}
				if selected && !yield(r, nil) {
					return
				}
			}
		}
	}
}

// file ranges over the records of one file. Its name stands in every error.
func (in *captureInput) file(name string) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		source, err := capture.Open(name, in.app.stdin)
		if err != nil {
			yield(nil, usagef("%w", err))
			return
		}
		defer source.Close()
		b := bufio.NewReaderSize(source, 64<<10)
		f, err := in.format(name, b)
		_, end := b.Peek(1)
		empty := end == io.EOF && in.readAs == "" && name != capture.Stdio // as an answer is saved that has no body
		if in.other != nil && (empty || errors.Is(err, formats.ErrUnknownFormat)) {
			if err := in.other(name, b); err != nil {
				yield(nil, err)
			}
			return
		}
		if err != nil {
			yield(nil, usagef("%s: %w; --read-as names it", name, err))
			return
		}
		options := format.Options{Strict: in.strict, OnProblem: func(err error) { in.skip(name, err) }, OnHeader: in.header, Lost: &in.lost, DropExtra: in.dropExtra}
		for r, err := range f.Read(b, options) {
			if err != nil {
				yield(nil, fmt.Errorf("%s: %w", name, err))
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (in *captureInput) format(name string, b *bufio.Reader) (format.Format, error) {
	if in.readAs != "" {
		return formats.ByName(in.readAs)
	}
	start, err := b.Peek(formats.DetectSize)
	if err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) {
		return format.Format{}, err
	}
	if len(start) == 0 {
		return formats.ByName("capture") // an empty file is an empty capture
	}
	detected, err := formats.Detect(start)
	if err != nil && formats.LinesByEnding(name) {
		return formats.ByName("capture") // whose reader says what it skips
	}
	return detected, err
}

// mostSkipped is how many are named of what could not be read.
const mostSkipped = 10

// skip names what could not be read, or counts it.
func (in *captureInput) skip(name string, err error) {
	in.skipped++
	if in.silent {
		return
	}
	if in.skipped > mostSkipped {
		in.unnamed++
		return
	}
	fmt.Fprintf(in.app.stderr, "%s: skipped: %s\n", safe.Text(name), safe.Text(err.Error()))
}

// tellSkipped says how much was skipped without being named.
func (in *captureInput) tellSkipped() {
	if in.unnamed > 0 {
		fmt.Fprintf(in.app.stderr, "skipped: %d more\n", in.unnamed)
		in.unnamed = 0
	}
}

// tellLost says what the formats had no place for.
func (in *captureInput) tellLost(what string, lost *format.Lost) {
	for _, item := range lost.Items() {
		fmt.Fprintf(in.app.stderr, "%s: %s (%s, the first is %d)\n", what, item.What, counted(item.Count, "exchange"), item.First)
	}
}
