package capture

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// LineError is a line of a capture that is not what it should be.
type LineError struct {
	Line int // from 1
	Err  error
}

func (e *LineError) Error() string {
	if _, ok := errors.AsType[*callback.DecodeError](e.Err); ok {
		return e.Err.Error() // it tells the line itself
	}
	return fmt.Sprintf("line %d: %v", e.Line, e.Err)
}

// Unwrap returns what is wrong with the line.
func (e *LineError) Unwrap() error { return e.Err }

// What can be wrong with a line besides its JSON.
var (
	ErrNoHeader = errors.New(`no header: wanted {"format":"` + Format + `","version":1} first`)
	ErrTooLong  = errors.New("the line is too long")
	ErrTorn     = errors.New("the line is torn: the file ends within it")
)

// Reader reads a capture. Make one with [NewReader], then set what differs from the defaults. It also reads what chatcb
// prints as NDJSON, which has no header, and captures that were put one behind the other. A Reader is for one goroutine.
type Reader struct {
	// Strict makes every line that is no exchange an error. Otherwise such lines are skipped: OnProblem hears of each.
	Strict bool
	// OnProblem is called with each line that is skipped.
	OnProblem func(*LineError)
	// DropExtra leaves Record.Extra empty, for those who do not look at it.
	DropExtra bool

	Header   Header // the last header seen
	Problems int    // lines skipped

	lines lineReader
	ended bool
}

// NewReader returns a reader of the capture in r.
func NewReader(r io.Reader) *Reader { return &Reader{lines: newLineReader(r)} }

// Read reads the next exchange into rec, whose buffers are used again. It returns io.EOF at the end, a *LineError for a
// line that cannot be skipped, and errors of the underlying reader as they are.
func (r *Reader) Read(rec *Record) error {
	for !r.ended {
		line, err := r.lines.next()
		got := false
		switch {
		case err == nil:
			got, err = r.line(line, rec)
		case errors.Is(err, io.ErrUnexpectedEOF): // of a line, or of the compression around it
			r.ended = true
			if got, err = r.line(line, rec); err != nil || len(line) == 0 {
				err = ErrTorn
			}
		case !errors.Is(err, ErrTooLong):
			r.ended = err == io.EOF
			return err
		}
		if err != nil {
			if err := r.problem(err); err != nil {
				return err
			}
		}
		if got {
			return nil
		}
	}
	return io.EOF
}

// All ranges over the records; each is good until the next. An error is the last element.
func (r *Reader) All() iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		rec := new(Record)
		for {
			switch err := r.Read(rec); {
			case err == io.EOF:
				return
			case err != nil:
				yield(nil, err)
				return
			case !yield(rec, nil):
				return
			}
		}
	}
}

// fatalError is a problem that no lenience helps.
type fatalError struct{ error }

func (e fatalError) Unwrap() error { return e.error }

// problem returns the error if it cannot be skipped.
func (r *Reader) problem(err error) error {
	line := &LineError{Line: r.lines.n, Err: err}
	if fatal, ok := err.(fatalError); ok {
		r.ended, line.Err = true, fatal.error
		return line
	}
	if r.Strict {
		r.ended = true
		return line
	}
	r.Problems++
	if r.OnProblem != nil {
		r.OnProblem(line)
	}
	return nil
}

var (
	headerStart = []byte(`{"format":`)
	byteOrder   = []byte("\ufeff")
)

// line reads one line, and reports whether it is an exchange. Of its errors, only header errors are fatal.
func (r *Reader) line(line []byte, rec *Record) (bool, error) {
	first := r.lines.n == 1
	if first {
		line = bytes.TrimPrefix(line, byteOrder)
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return false, nil
	}
	if first || bytes.HasPrefix(line, headerStart) {
		if h, ok, err := parseHeader(line); ok {
			if err != nil {
				return false, fatalError{err}
			}
			r.Header = h
			return false, nil
		}
	}
	if r.Strict && r.Header.Version == 0 {
		return false, ErrNoHeader
	}
	if err := r.exchange(line, rec); err != nil {
		if isSummary(line) {
			return false, nil
		}
		if at, ok := errors.AsType[*callback.DecodeError](err); ok {
			at.Line = r.lines.n
		}
		return false, err
	}
	return true, nil
}

func (r *Reader) exchange(line []byte, rec *Record) error {
	rec.Extra = rec.Extra[:0]
	if r.DropExtra {
		return exchange.DecodeExchange(line, &rec.Exchange)
	}
	return exchange.DecodeExchangeWith(line, &rec.Exchange, func(name, value []byte) {
		rec.Extra = append(rec.Extra, callback.Member{Name: string(name), Value: string(value)})
	})
}

// isSummary reports whether the line is the last one of chatcb's NDJSON.
func isSummary(line []byte) bool {
	var l struct{ Type string }
	return json.Unmarshal(line, &l) == nil && l.Type == "summary"
}
