package http1

import "bytes"

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
		if a[i] != b[i] && lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// hasToken reports whether a list separated by commas has this element.
func hasToken(list []byte, want string) bool {
	for part := range bytes.SplitSeq(list, []byte{','}) {
		if EqualFold(TrimBlanks(part), want) {
			return true
		}
	}
	return false
}

// tokenLen is how many bytes b begins with that a header name or a method may have (RFC 9110, section 5.6.2).
func tokenLen(b []byte) int {
	for i, c := range b {
		if !tokenByte[c] {
			return i
		}
	}
	return len(b)
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
