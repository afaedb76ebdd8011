// Package format is what the formats of captures have in common: the shape of a format, what a conversion loses, and a
// message taken apart. Each format is a package below this one, and capture/formats lists them.
//
// A format reads and writes streams; what it has no place for is counted in [Lost], so that nothing is lost silently.
package format

import (
	"fmt"
	"io"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
)

// Options are what conversions need to know. The zero value is ready.
type Options struct {
	Strict    bool                 // what is no exchange is an error, and not skipped
	OnProblem func(error)          // hears of what is skipped
	OnHeader  func(capture.Header) // hears of a capture's header, before its first record
	DropExtra bool                 // nobody looks at what is recorded with the exchanges of a capture
	Lost      *Lost                // collects what could not be carried; may be nil
	Judge     conformance.Judge    // for formats that hold decisions
	Package   string               // of Go fixtures; "" means callback_test
	Tool      string               // what writes, such as "chatcb 1.2.0"
	// Beside reads a file next to the one being read and is named in it; nil reads none.
	Beside func(name string) ([]byte, error)
}

// Problem reports what is skipped, and returns an error if it cannot be.
func (o *Options) Problem(err error) error {
	if o.Strict {
		return err
	}
	if o.OnProblem != nil {
		o.OnProblem(err)
	}
	return nil
}

// Yield hands out a record, or says what is wrong with the element that stands there. It reports whether more is wanted.
func (o *Options) Yield(yield func(*capture.Record, error) bool, r *capture.Record, err error, where string, args ...any) bool {
	if err == nil {
		return yield(r, nil)
	}
	if err = o.Problem(fmt.Errorf("%s: %w", fmt.Sprintf(where, args...), err)); err != nil {
		yield(nil, err)
	}
	return err == nil
}

// Sink takes records and writes them in a format. Close writes what ends the file; it does not close the file.
type Sink interface {
	Write(*capture.Record) error
	Close() error
}

// Format is a file format. One that cannot be read has no Read, one that cannot be written neither Encode nor Open.
type Format struct {
	Name    string
	Endings []string // of file names, before .gz or .zst

	// Read reads a file. Each record is good until the next; an error is the last element.
	Read func(r io.Reader, o Options) iter.Seq2[*capture.Record, error]
	// Looks reports whether a file that starts so is of this format.
	Looks func(start []byte) bool

	// Encode spells one record as a piece of text of its own. An error says that this one cannot be in such a file. Where the
	// format is read too, what does not come back as it was is counted as lost.
	Encode       func(r *capture.Record, o *Options) ([]byte, error)
	Begin        func(o *Options) string // what the file begins with; nil for nothing
	Between, End string
	// Open begins a file in which records are written in another way.
	Open func(w io.Writer, o Options) Sink
}

// Writable reports whether files can be written.
func (f Format) Writable() bool { return f.Encode != nil || f.Open != nil }

// Write begins a file.
func (f Format) Write(w io.Writer, o Options) Sink {
	if f.Open != nil {
		return f.Open(w, o)
	}
	e := &elements{out: w, options: o, format: f}
	if f.Begin != nil {
		e.begin = f.Begin(&o)
	}
	return e
}
