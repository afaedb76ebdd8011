package read

import (
	"strings"
	"testing"
)

// A head is known that differs from one before it in the values of Date and Content-Length.
func TestKnownHead(t *testing.T) {
	t.Parallel()
	const dated = "HTTP/1.1 200 OK\r\nDate: Sun, 29 Nov 2026 17:57:59 GMT\r\ncontent-length: 5\r\nConnection: keep-alive\r\n\r\n"
	for _, c := range []struct {
		name, old, new string
		known          bool
	}{
		{"the same", "", "", true},
		{"another date", "29 Nov", "30 Nov", true},
		{"a longer date", "29 Nov", "29. November", true},
		{"a date with CR", "17:57:59", "17:57\r\r9", true},
		{"a date with LF", "17:57:59", "17:57\n\r\n", false},
		{"a date of two lines", "17:57:59", "17\r\nX: y", false},
		{"a date that ends the head", "17:57:59 GMT\r\n", "\r\n\r\n", false},
		{"no line end after the date", dated[strings.Index(dated, "17:57:59"):], "", false},
		{"another length", ": 5\r\n", ":190\r\n", true},
		{"a length twice", ": 5\r\n", ": 5\r\nContent-Length: 5\r\n", false},
		{"chunks", ": 5\r\n", ": 5\r\nTransfer-Encoding: chunked\r\n", false},
		{"no length", "content-length: 5\r\n", "", false},
		{"a name in another case", "content-length", "Content-Length", false},
		{"another value", "keep-alive", "close", false},
		{"another version", "HTTP/1.1", "HTTP/1.0", false},
		{"another status", "200", "204", false},
		{"something behind it", "\r\n\r\n", "\r\nX: y\r\n\r\n", false},
		{"the end missing", "\r\n\r\n", "\r\n", false},
		{"nothing", dated, "", false},
	} {
		var k knownHead
		k.keep([]byte("HTTP/1.1 200 OK\r\nDate: before\r\n\r\n"))
		k.keep([]byte(dated))
		head := []byte(strings.Replace(dated, c.old, c.new, 1))
		if got := k.is(head); got != c.known {
			t.Errorf("%s: got known %v, want %v", c.name, got, c.known)
		}
	}
	if new(knownHead).is(nil) || new(knownHead).is([]byte(dated)) {
		t.Error("the zero value knows a head")
	}
}
