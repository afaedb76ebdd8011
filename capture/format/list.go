package format

import (
	"bufio"
	"bytes"
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
	In   io.Reader
	read int
}

// Next begins another value, which may be as large as the one before.
func (p *Portions) Next() { p.read = 0 }

// Read reads within the limit.
func (p *Portions) Read(b []byte) (int, error) {
	left := capture.DefaultMaxLine - p.read
	if left <= 0 {
		return 0, ErrTooLarge
	}
	n, err := p.In.Read(b[:min(len(b), left)])
	p.read += n
	return n, err
}

// JSON spells a value without the escapes that are for HTML.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), err
}

// List reads a JSON text element by element, so that a large file needs the memory of its largest element: the list that
// stands under these names, one within the other. Where several texts follow each other, it reads the list of each. Each
// is called with the number of the element, from 1, and List ends when it reports false. What has another type than it
// should is decoded as if it were missing.
func List[T any](in io.Reader, each func(n int, element *T) bool, names ...string) error {
	buffered := bufio.NewReader(in)
	if mark, _ := buffered.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		_, _ = buffered.Discard(len(mark)) // it was peeked at
	}
	source := &Portions{In: buffered}
	d := json.NewDecoder(source)
	for n := 0; ; {
		if err := openList(d, names); err != nil {
			return err
		}
		for d.More() {
			n++
			source.Next()
			element := new(T)
			err := d.Decode(element)
			if _, odd := errors.AsType[*json.UnmarshalTypeError](err); err != nil && !odd {
				return fmt.Errorf("%s, element %d: %w", names[len(names)-1], n, err)
			}
			if !each(n, element) {
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
