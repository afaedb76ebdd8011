package safe

import (
	"fmt"
	"io"
)

// Writer is a writer that keeps its first error, so that a renderer need not look at each.
type Writer struct {
	W   io.Writer
	Err error
}

func (s *Writer) Write(b []byte) (int, error) {
	if s.Err != nil {
		return 0, s.Err
	}
	n, err := s.W.Write(b)
	s.Err = err
	return n, err
}

func (s *Writer) Printf(format string, args ...any) { fmt.Fprintf(s, format, args...) }
