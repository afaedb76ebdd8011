package convert

import (
	"io"

	"github.com/chatcb/chatcb/capture"
)

// portions is a reader that fails when what is decoded at one time grows too large: a small compressed file may hold a
// value that no memory does.
type portions struct {
	in   io.Reader
	left int
}

func newPortions(in io.Reader) *portions { return &portions{in, capture.DefaultMaxLine} }

// next begins another value, which may be as large as the one before.
func (p *portions) next() { p.left = capture.DefaultMaxLine }

func (p *portions) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, errTooLarge
	}
	n, err := p.in.Read(b[:min(len(b), p.left)])
	p.left -= n
	return n, err
}
