package formats

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// Source reads records from files of whatever format.
type Source struct {
	Stdin  io.Reader // what [capture.Stdio] names
	Format string    // the name of a format; "" tells it by the content
	// Options are those of the formats. OnProblem hears of the file, too.
	Options   format.Options
	OnProblem func(file string, err error)
	// Other takes a file that no format fits, in place of an error; may be nil.
	Other func(file string, content io.Reader) error
}

// FileError says that a file cannot be read as a capture: it is not there, or of no known format.
type FileError struct{ Err error }

func (e *FileError) Error() string { return e.Err.Error() }
func (e *FileError) Unwrap() error { return e.Err }

// Records ranges over the records of all files. An error is the last element: where a file cannot be read it is a
// [*FileError]. Each record is good until the next.
func (s *Source) Records(names []string) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		names, err := capture.Expand(names)
		if err != nil {
			yield(nil, &FileError{err})
			return
		}
		for _, name := range names {
			for r, err := range s.file(name) {
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

// file ranges over the records of one file. Its name stands in every error.
func (s *Source) file(name string) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		source, err := capture.Open(name, s.Stdin)
		if err != nil {
			yield(nil, &FileError{err})
			return
		}
		defer source.Close()
		b := bufio.NewReaderSize(source, 64<<10)
		f, err := s.format(name, b)
		_, end := b.Peek(1)
		empty := end == io.EOF && s.Format == "" && name != capture.Stdio // as an answer is saved that has no body
		if s.Other != nil && (empty || errors.Is(err, ErrUnknownFormat)) {
			if err := s.Other(name, b); err != nil {
				yield(nil, err)
			}
			return
		}
		if err != nil {
			yield(nil, &FileError{fmt.Errorf("%s: %w; --read-as names it", name, err)})
			return
		}
		options := s.Options
		options.OnProblem = func(err error) { s.OnProblem(name, err) }
		if name != capture.Stdio {
			options.Beside = func(file string) ([]byte, error) { return readBeside(name, file) }
		}
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

// readBeside reads a file that is named in another, and stands in the same folder or below.
func readBeside(name, file string) ([]byte, error) {
	f, err := os.OpenInRoot(filepath.Dir(name), filepath.FromSlash(file))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, capture.DefaultMaxLine+1))
	if len(text) > capture.DefaultMaxLine {
		return nil, format.ErrTooLarge
	}
	return text, err
}

func (s *Source) format(name string, b *bufio.Reader) (format.Format, error) {
	if s.Format != "" {
		return ByName(s.Format)
	}
	start, err := b.Peek(DetectSize)
	if err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) {
		return format.Format{}, err
	}
	if len(start) == 0 {
		return ByName("capture") // an empty file is an empty capture
	}
	detected, err := Detect(start)
	if err != nil && LinesByEnding(name) {
		return ByName("capture") // whose reader says what it skips
	}
	return detected, err
}
