// Package rawjson walks JSON text byte by byte, without decoding it and without allocating; it quotes texts, and changes
// single values in a text of which every other byte stays as it is spelt.
//
// The packages above it judge how a peer spelt its JSON, so nothing may be normalised on the way: names keep their case,
// duplicates stay visible, numbers stay text, and broken UTF-8 and lone surrogates are noted instead of replaced. The
// grammar is RFC 8259; what is not JSON stops the scanner with an [Error] that names the byte.
//
// A value is read by asking for its [Kind] and then calling the method of that kind:
//
//	s := rawjson.New(text)
//	if s.Kind() != rawjson.Object { … }
//	s.Open()
//	for n := 0; s.NextMember(n); n++ {
//		switch string(s.Key()) { … s.String() … s.Skip() … }
//	}
//	if err := s.End(); err != nil { … }
package rawjson

import (
	"fmt"
	"unicode/utf8"
)

// Kind is the kind of a JSON value, told by its first byte.
type Kind byte

// The kinds. Invalid stands for the end of the text or a byte that starts no value.
const (
	Invalid Kind = iota
	Object
	Array
	String
	Number
	Bool
	Null
)

// String names the kind as JSON does.
func (k Kind) String() string {
	return [...]string{"nothing", "object", "array", "string", "number", "boolean", "null"}[k]
}

// MaxDepth is how deep values may nest before the scanner gives up, as encoding/json does.
const MaxDepth = 10000

// Error is a place where the text stops being JSON.
type Error struct {
	Offset int    // index of the offending byte; the length of the text when it ended too early
	Want   string // what the grammar allows there
	Got    string // what stands there
}

func (e *Error) Error() string {
	return fmt.Sprintf("byte %d: wanted %s, got %s", e.Offset, e.Want, e.Got)
}

// Scanner reads one JSON text. The zero value reads an empty text; use [New] or [Scanner.Reset].
type Scanner struct {
	b     []byte
	i     int
	depth int
	key   []byte
	keyAt int
	err   *Error

	// BadUTF8 and LoneSurrogate are set once a string holds bytes that are not UTF-8, or half a surrogate pair.
	BadUTF8       bool
	LoneSurrogate bool
	// Escaped says that the string read last, a name or a value, is spelt with escapes.
	Escaped bool
}

// New returns a scanner at the start of text, which it keeps and never changes.
func New(text []byte) *Scanner { return &Scanner{b: text} }

// Reset starts over with another text.
func (s *Scanner) Reset(text []byte) { *s = Scanner{b: text} }

// Offset is the index of the next byte to read.
func (s *Scanner) Offset() int { return s.i }

// Err is the first place where the text was not JSON, or nil.
func (s *Scanner) Err() *Error { return s.err }

// End checks that nothing but white space follows, and returns the first error of the whole walk.
func (s *Scanner) End() error {
	if s.err == nil && !s.AtEnd() {
		s.fail("the end of the text")
	}
	if s.err == nil {
		return nil // not s.err: a nil *Error in an error is not nil
	}
	return s.err
}

// AtEnd reports whether nothing but white space is left.
func (s *Scanner) AtEnd() bool {
	s.space()
	return s.i >= len(s.b)
}

var kinds = func() (t [256]Kind) {
	t['{'], t['['], t['"'], t['-'], t['t'], t['f'], t['n'] = Object, Array, String, Number, Bool, Bool, Null
	for c := '0'; c <= '9'; c++ {
		t[c] = Number
	}
	return t
}()

// Kind tells the kind of the next value without reading it.
func (s *Scanner) Kind() Kind {
	s.space()
	if s.i >= len(s.b) || s.err != nil {
		return Invalid
	}
	return kinds[s.b[s.i]]
}

func (s *Scanner) space() {
	for s.i < len(s.b) {
		if c := s.b[s.i]; c > ' ' || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return
		}
		s.i++
	}
}

func (s *Scanner) fail(want string) bool {
	if s.err == nil {
		s.err = &Error{Offset: s.i, Want: want, Got: s.got()}
	}
	return false
}

func (s *Scanner) got() string {
	if s.i >= len(s.b) {
		return "the end of the text"
	}
	if c := s.b[s.i]; c < ' ' || c == 0x7f {
		return fmt.Sprintf("control byte 0x%02x", c)
	}
	r, n := utf8.DecodeRune(s.b[s.i:])
	switch {
	case r == utf8.RuneError && n <= 1:
		return fmt.Sprintf("byte 0x%02x", s.b[s.i])
	case r == '\ufeff':
		return "a byte order mark"
	}
	return fmt.Sprintf("%q", r)
}

// Open enters the object or array that comes next.
func (s *Scanner) Open() bool {
	if k := s.Kind(); k != Object && k != Array {
		return s.fail("an object or an array")
	}
	if s.depth++; s.depth > MaxDepth {
		return s.fail(fmt.Sprintf("at most %d levels", MaxDepth))
	}
	s.i++
	return true
}

// NextMember moves to member n (from 0) of the open object and reads its name, or leaves the object and reports false.
func (s *Scanner) NextMember(n int) bool {
	if !s.next(n, '}', "',' or '}'") {
		return false
	}
	if s.Kind() != String {
		return s.fail("a member name in double quotes")
	}
	at := s.i
	key, ok := s.text()
	if !ok {
		return false
	}
	s.key, s.keyAt = key, at
	s.space()
	if s.i >= len(s.b) || s.b[s.i] != ':' {
		return s.fail("':'")
	}
	s.i++
	return true
}

// Key is the name that NextMember read last as it is spelt, between its quotes, escapes not resolved: that of the
// current member until the members of its own value are walked.
func (s *Scanner) Key() []byte { return s.key }

// KeyOffset is the index of the quote that Key starts after.
func (s *Scanner) KeyOffset() int { return s.keyAt }

// NextElement moves to element n (from 0) of the open array, or leaves the array and reports false.
func (s *Scanner) NextElement(n int) bool { return s.next(n, ']', "',' or ']'") }

func (s *Scanner) next(n int, end byte, want string) bool {
	if s.err != nil {
		return false
	}
	s.space()
	if s.i < len(s.b) {
		c := s.b[s.i]
		switch {
		case c == end:
			s.i++
			s.depth--
			return false
		case n == 0:
			return true
		case c == ',':
			s.i++
			s.space()
			if s.i < len(s.b) && s.b[s.i] == end {
				return s.fail("a value after ','")
			}
			return true
		}
	}
	return s.fail(want)
}
