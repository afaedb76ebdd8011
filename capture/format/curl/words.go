package curl

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/capture"
)

// shellReader cuts shell commands into words, as a POSIX shell does, with the $'…' of others. It runs nothing and
// replaces nothing: what a shell would fill in is an error.
type shellReader struct {
	r    *bufio.Reader
	line int // where the reader is
	cut  func()
	size int
}

// shellWord is a word being read.
type shellWord struct {
	strings.Builder
	begun bool // there is one, though it may be empty
}

// command returns the words of the next command and the line on which it begins, or io.EOF.
func (s *shellReader) command() (words []string, line int, err error) {
	var w shellWord
	end := func() {
		if w.begun {
			words = append(words, w.String())
		}
		w = shellWord{}
	}
	s.size = 0
	for {
		c, err := s.next()
		if err == io.EOF {
			if end(); len(words) == 0 {
				return nil, 0, io.EOF
			}
			return words, line, nil
		}
		if err != nil {
			return nil, s.line, err
		}
		if line == 0 && c > ' ' {
			line = s.line
		}
		switch {
		case c == ' ' || c == '\t' || c == '\r':
			end()
		case c == '\n' || c == ';':
			if end(); len(words) > 0 {
				return words, line, nil
			}
			line = 0
		case c == '#' && !w.begun:
			if err := s.skipLine(); err != nil {
				return nil, s.line, err
			}
		case c == '|' || c == '>' || c == '<' || c == '&':
			if err := s.operator(c); err != nil {
				return nil, s.line, err
			}
			if end(); len(words) > 0 {
				return words, line, nil
			}
		default:
			if err := s.part(c, &w); err != nil {
				return nil, line, err
			}
		}
	}
}

// operator passes over what follows the command. An ampersand right before more of a URL is a mistake that shells do not
// report.
func (s *shellReader) operator(c byte) error {
	next, _ := s.r.Peek(1)
	if c == '&' && len(next) == 1 && strings.IndexByte(" \t\r\n&", next[0]) < 0 {
		return fmt.Errorf("an & outside of quotes ends the command: put the URL into quotes")
	}
	if c == '&' && len(next) == 1 && next[0] == '&' {
		_, err := s.next()
		return err // another command follows
	}
	if s.cut != nil && c != '&' {
		s.cut()
	}
	return s.skipLine()
}

func (s *shellReader) skipLine() error {
	for {
		next, err := s.r.Peek(1)
		if err != nil || next[0] == '\n' {
			return s.end(err)
		}
		if _, err := s.next(); err != nil {
			return err
		}
	}
}

func (s *shellReader) next() (byte, error) {
	c, err := s.r.ReadByte()
	if c == '\n' {
		s.line++
	}
	if s.size++; s.size > capture.DefaultMaxLine {
		return 0, fmt.Errorf("the command is longer than %d bytes", capture.DefaultMaxLine)
	}
	return c, err
}

// end is nil for the end of the text.
func (s *shellReader) end(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// inside is next within quotes, where the end of the text is an error.
func (s *shellReader) inside(what string) (byte, error) {
	c, err := s.next()
	if err == io.EOF {
		err = fmt.Errorf("%s are not closed", what)
	}
	return c, err
}

// part reads what begins with c: quotes, an escape, or a plain byte.
func (s *shellReader) part(c byte, w *shellWord) error {
	switch c {
	case '\'':
		w.begun = true
		for {
			c, err := s.inside("single quotes")
			if err != nil || c == '\'' {
				return err
			}
			w.WriteByte(c)
		}
	case '"':
		w.begun = true
		return s.double(w)
	case '\\':
		c, err := s.next()
		if err == nil && c != '\n' { // a line that goes on
			w.begun = true
			w.WriteByte(c)
		}
		return s.end(err)
	case '`':
		return errFilledIn
	case '$':
		next, _ := s.r.Peek(1)
		switch {
		case len(next) == 1 && next[0] == '\'':
			_, _ = s.next() // it was peeked at
			w.begun = true
			return s.dollar(w)
		case w.begun || len(next) != 1 || next[0] != ' ': // but for a prompt that was copied too
			return errFilledIn
		}
	}
	w.begun = true
	w.WriteByte(c)
	return nil
}

var errFilledIn = fmt.Errorf("a shell would fill in a variable or the output of a command here, and this is not one: replace it by its value")
