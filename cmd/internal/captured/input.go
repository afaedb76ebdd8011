// Package captured reads the captures that a command line names, and writes one.
package captured

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/capture/formats"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/filter"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
)

// Input reads the records of the files named on the command line, of whatever format.
type Input struct {
	App         *app.App
	ReadAs      string `flag:"read-as" oneof:"@readable"`
	Strict      bool   `flag:"strict"`
	Where       string `flag:"where"`
	flags.Basis `without:"expect"`
	Silent      bool      // what is skipped is not told of
	Since       time.Time // what came before is left out

	where     *filter.Filter  // nil without --where
	matcher   *filter.Matcher // likewise
	Lost      format.Lost
	Skipped   int
	unnamed   int                  // of those, after the first that are named
	Header    func(capture.Header) // hears of the header of each capture; may be nil
	DropExtra bool                 // the members beside the exchanges are not needed
	// LeaveOthers leaves out the requests of other callbacks of the app, and tells of them: nothing of them is judged.
	LeaveOthers bool
	others      int
	// Other takes a file that no format fits, in place of an error; may be nil.
	Other func(name string, content io.Reader) error
}

// Resolve compiles --where.
func (in *Input) Resolve() (err error) {
	if in.Where == "" {
		return nil
	}
	if in.where, err = filter.Compile(in.Where); err != nil {
		return exit.Usagef("--where: %w\nchatcb help where explains the names", err)
	}
	return nil
}

// Records ranges over the records of all files, those that --where selects. An error is the last element. Each record is
// good until the next.
func (in *Input) Records(ctx context.Context, names []string) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		defer in.tellSkipped()
		if in.where != nil {
			in.matcher = in.where.Matcher(in.Judge)
		}
		source := formats.Source{
			Stdin: in.App.Stdin, Format: in.ReadAs, OnProblem: in.Skip, Other: in.Other,
			Options: format.Options{Strict: in.Strict, OnHeader: in.Header, Lost: &in.Lost, DropExtra: in.DropExtra},
		}
		for r, err := range source.Records(names) {
			selected := false
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				selected, err = in.selects(r)
			}
			switch {
			case err == nil:
			case ctx.Err() != nil:
				err = exit.Ended(outcome.Interrupted, errors.New("interrupted"))
			default:
				if _, isFile := errors.AsType[*formats.FileError](err); isFile {
					err = exit.Usage(err)
				}
			}
			if (selected || err != nil) && !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// Each is the records of each file.
func (in *Input) Each(ctx context.Context, names []string) (sources []iter.Seq2[*capture.Record, error]) {
	for _, name := range names {
		sources = append(sources, in.Records(ctx, []string{name}))
	}
	return sources
}

// selects takes what --where is true for, and leaves out what is not to be looked at.
func (in *Input) selects(r *capture.Record) (bool, error) {
	if in.LeaveOthers {
		if q, _ := conformance.RequestIn(&r.Exchange); q.Other != "" { // what cannot be read is none
			in.others++
			return false, nil
		}
	}
	switch {
	case r.Exchange.Start.Before(in.Since):
		return false, nil
	case in.matcher == nil:
		return true, nil
	}
	return in.matcher.Match(filter.Subject{Exchange: &r.Exchange, Extra: r.Extra})
}

// mostSkipped is how many are named of what could not be read.
const mostSkipped = 10

// Skip names what could not be read, or counts it.
func (in *Input) Skip(name string, err error) {
	in.Skipped++
	if in.Silent {
		return
	}
	if in.Skipped > mostSkipped {
		in.unnamed++
		return
	}
	in.App.Tell("notice.skipped", "name", name, "problem", problem(err))
}

// problem says what is wrong with a line of a capture, or with anything else, by the phrases there are.
func problem(err error) language.Sayer {
	line, ok := err.(*capture.LineError)
	if !ok || line.Error() == line.Err.Error() { // which tells the line itself
		return language.Phrase(err.Error())
	}
	return language.T("line {line}: {problem}", "line", line.Line, "problem", language.Phrase(line.Err.Error()))
}

// tellSkipped says how much was skipped without being named.
func (in *Input) tellSkipped() {
	if in.unnamed > 0 {
		in.App.Tell("notice.skipped-more", "n", in.unnamed)
		in.unnamed = 0
	}
	if in.others > 0 && !in.Silent {
		in.App.Tell("notice.others", "n", in.others)
		in.others = 0
	}
}

// TellLost says what the formats had no place for.
func (in *Input) TellLost(action language.Phrase, lost *format.Lost) {
	for _, item := range lost.Items() {
		in.App.Tell("notice.lost", "action", action, "what", language.T(item.What, item.Args...), "n", item.Count, "first", item.First)
	}
}
