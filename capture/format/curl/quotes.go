package curl

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

func (s *shellReader) double(w *shellWord) error {
	for {
		c, err := s.inside("double quotes")
		if err != nil || c == '"' {
			return err
		}
		switch c {
		case '$', '`':
			return errFilledIn
		case '\\':
			if c, err = s.inside("double quotes"); err != nil {
				return err
			}
			if c == '\n' {
				continue
			}
			if strings.IndexByte("$`\"\\", c) < 0 {
				w.WriteByte('\\')
			}
		}
		w.WriteByte(c)
	}
}

// dollar reads the rest of $'…'.
func (s *shellReader) dollar(w *shellWord) error {
	const what = "quotes that begin with $'"
	for {
		c, err := s.inside(what)
		if err != nil || c == '\'' {
			return err
		}
		if c != '\\' {
			w.WriteByte(c)
			continue
		}
		if c, err = s.inside(what); err != nil {
			return err
		}
		switch c {
		case 'x':
			err = s.number(w, 16, 2, false)
		case 'u':
			err = s.number(w, 16, 4, true)
		case 'U':
			err = s.number(w, 16, 8, true)
		case '0', '1', '2', '3', '4', '5', '6', '7':
			_ = s.r.UnreadByte() // it was just read
			err = s.number(w, 8, 3, false)
		default:
			if i := strings.IndexByte("abefnrtvE", c); i >= 0 {
				c = "\a\b\x1b\f\n\r\t\v\x1b"[i]
			} else if strings.IndexByte(`\'"?`, c) < 0 {
				w.WriteByte('\\')
			}
			w.WriteByte(c)
		}
		if err != nil {
			return err
		}
	}
}

// number reads up to most digits and writes the byte, or the character, of that number.
func (s *shellReader) number(w *shellWord, base, most int, isRune bool) error {
	digits := ""
	for len(digits) < most {
		next, err := s.r.Peek(1)
		if err != nil {
			return s.end(err)
		}
		if _, err := strconv.ParseUint(string(next), base, 8); err != nil {
			break
		}
		_, _ = s.next() // it was peeked at
		digits += string(next)
	}
	n, err := strconv.ParseUint(digits, base, 32)
	switch {
	case err != nil:
		return fmt.Errorf("an escape in $'…' has no digits")
	case isRune && n <= utf8.MaxRune:
		w.WriteRune(rune(n))
	case isRune:
		w.WriteRune(utf8.RuneError)
	default:
		w.WriteByte(byte(n))
	}
	return nil
}
