package http1

import "bytes"

// Header returns the value of the first header of this name, in any case, without the blanks around it.
func (a *Answer) Header(name string) (value []byte, ok bool) {
	for n, v := range a.Headers() {
		if EqualFold(n, name) {
			return v, true
		}
	}
	return nil, false
}

// Headers ranges over the header lines of the final answer in their order, names in their case, values trimmed.
func (a *Answer) Headers() func(yield func(name, value []byte) bool) {
	return func(yield func(name, value []byte) bool) {
		_, rest, _ := bytes.Cut(a.Head, lf)
		for len(rest) > 0 {
			var line []byte
			line, rest, _ = bytes.Cut(rest, lf)
			if line = trimCR(line); len(line) == 0 {
				return
			}
			name, value, ok := bytes.Cut(line, Colon)
			if ok && !yield(name, TrimBlanks(value)) {
				return
			}
		}
	}
}

var (
	EmptyLine = []byte("\r\n\r\n")
	lf        = []byte{'\n'}
	Colon     = []byte{':'}
)

func trimCR(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

// TrimBlanks removes what may stand around a value; a bare CR counts as a blank (RFC 9112, section 2.2).
func TrimBlanks(b []byte) []byte {
	for len(b) > 0 && blank(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && blank(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// EqualFold compares ASCII without case.
func EqualFold(a []byte, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := a[i], b[i]
		if x >= 'A' && x <= 'Z' {
			x |= 0x20
		}
		if y >= 'A' && y <= 'Z' {
			y |= 0x20
		}
		if x != y {
			return false
		}
	}
	return true
}

func hasToken(value []byte, want string) bool {
	for part := range bytes.SplitSeq(value, []byte{','}) {
		if EqualFold(TrimBlanks(part), want) {
			return true
		}
	}
	return false
}

// tokenPrefix is the part of b up to the first byte that no header name has (RFC 9110, section 5.6.2).
func tokenPrefix(b []byte) []byte {
	for i, c := range b {
		if !tokenByte[c] {
			return b[:i]
		}
	}
	return b
}

var tokenByte = func() (t [256]bool) {
	for c := '0'; c <= '9'; c++ {
		t[c] = true
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-0x20] = true, true
	}
	for _, c := range "!#$%&'*+-.^_`|~" {
		t[c] = true
	}
	return t
}()
