package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/chatcb/chatcb/capture"
)

// portions is a reader that fails when what is decoded at one time grows too large: a small compressed file may hold a
// value that no memory does.
type portions struct {
	in   io.Reader
	left int
}

func NewPortions(in io.Reader) *portions { return &portions{in, capture.DefaultMaxLine} }

// Next begins another value, which may be as large as the one before.
func (p *portions) Next() { p.left = capture.DefaultMaxLine }

func (p *portions) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, ErrTooLarge
	}
	n, err := p.in.Read(b[:min(len(b), p.left)])
	p.left -= n
	return n, err
}

var ErrTooLarge = fmt.Errorf("it is larger than %d bytes", capture.DefaultMaxLine)

// OpenList moves into the list that stands under these names, one within the other, past what stands before it.
func OpenList(d *json.Decoder, names ...string) error {
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
