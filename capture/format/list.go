package format

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/chatcb/chatcb/capture"
)

// ErrTooLarge is what a value, or a message, is that no reader takes into memory.
var ErrTooLarge = fmt.Errorf("it is larger than %d bytes", capture.DefaultMaxLine)

// Portions is a reader that fails when what is decoded at one time grows too large: a small compressed file may hold a
// value that no memory does.
type Portions struct {
	in   io.Reader
	left int
}

// NewPortions returns such a reader.
func NewPortions(in io.Reader) *Portions { return &Portions{in, capture.DefaultMaxLine} }

// Next begins another value, which may be as large as the one before.
func (p *Portions) Next() { p.left = capture.DefaultMaxLine }

// Read reads within the limit.
func (p *Portions) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, ErrTooLarge
	}
	n, err := p.in.Read(b[:min(len(b), p.left)])
	p.left -= n
	return n, err
}

// List reads a JSON text element by element, so that a large file needs the memory of its largest element: the list that
// stands under these names, one within the other. Where several texts follow each other, it reads the list of each. Each
// is called with the number of the element, from 1, and decodes it; List ends when it reports false. What has another type
// than it should is decoded as if it were missing.
func List(in io.Reader, each func(n int, decode func(any) error) bool, names ...string) error {
	buffered := bufio.NewReader(in)
	if mark, _ := buffered.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		_, _ = buffered.Discard(len(mark)) // it was peeked at
	}
	source := NewPortions(buffered)
	d := json.NewDecoder(source)
	var failed error
	decode := func(v any) error {
		err := d.Decode(v)
		if _, odd := errors.AsType[*json.UnmarshalTypeError](err); odd {
			return nil
		}
		failed = err
		return err
	}
	for n := 0; ; {
		if err := openList(d, names); err != nil {
			return err
		}
		for d.More() {
			n++
			source.Next()
			switch more := each(n, decode); {
			case failed != nil:
				return fmt.Errorf("%s, element %d: %w", names[len(names)-1], n, failed)
			case !more:
				return nil
			}
		}
		for depth := len(names) + 1; depth > 0; {
			source.Next()
			switch t, err := d.Token(); {
			case err != nil:
				return fmt.Errorf("the file ends within, or after, element %d of %s: %w", n+1, names[len(names)-1], err)
			case t == json.Delim(']') || t == json.Delim('}'):
				depth--
			case t == json.Delim('[') || t == json.Delim('{'):
				depth++
			}
		}
		if !d.More() {
			return nil
		}
	}
}

const byteOrderMark = "\ufeff"

// openList moves into the list, past what stands before it.
func openList(d *json.Decoder, names []string) error {
	for _, name := range names {
		if t, err := d.Token(); err != nil || t != json.Delim('{') {
			return errors.Join(err, fmt.Errorf("wanted an object with a member %q", name))
		}
		for {
			if !d.More() {
				return fmt.Errorf("there is no member %q", name)
			}
			t, err := d.Token()
			if err != nil {
				return err
			}
			if t == name {
				break
			}
			var skipped json.RawMessage
			if err := d.Decode(&skipped); err != nil {
				return err
			}
		}
	}
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(err, fmt.Errorf("%s is not a list", names[len(names)-1]))
	}
	return nil
}
