package http1

import "testing"

// Answers whose framing two readers would read in two ways have the defect that says so, and the body that most would read.
func TestAnswerFraming(t *testing.T) {
	const chunks = "2\r\nab\r\n0\r\n"
	for _, tt := range []struct {
		name, head, body string
		want             Defect
		got              string
	}{
		{"a list of equal lengths", "Content-Length: 2, 2", "ab", 0, "ab"},
		{"a list of lengths that differ", "Content-Length: 2, 3", "abc", BadLength, ""},
		{"a list that ends in nothing", "Content-Length: 2,", "ab", BadLength, ""},
		{"two lines that differ", "Content-Length: 2\r\nContent-Length: 3", "abc", BadLength, ""},
		{"two equal lines", "Content-Length: 2\r\nContent-Length: 2", "ab", 0, "ab"},
		{"chunked", "Transfer-Encoding: chunked", chunks + "\r\n", 0, "ab"},
		{"chunked in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", chunks + "\r\n", BadEncoding, "ab"},
		{"gzip, then chunked", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", chunks + "\r\n", BadEncoding, "ab"},
		{"the last chunk has no end", "Transfer-Encoding: chunked", chunks, Short, "ab"},
		{"the last chunk has half an end", "Transfer-Encoding: chunked", chunks + "\r", Short, "ab"},
		{"the last chunk's trailer has no end", "Transfer-Encoding: chunked", chunks + "A: b\r\n", Short, "ab"},
		{"no last chunk", "Transfer-Encoding: chunked", "2\r\nab\r\n", Short, "ab"},
	} {
		raw := []byte("HTTP/1.1 200 OK\r\n" + tt.head + "\r\n\r\n" + tt.body)
		for _, step := range []int{1, len(raw)} {
			var a Answer
			for n := step; n < len(raw); n += step {
				a.Advance(raw[:n], false)
			}
			a.Advance(raw, true)
			if a.Defects != tt.want || string(a.Body) != tt.got {
				t.Errorf("%s in steps of %d: got %q with %q, want %q with %q", tt.name, step, a.Body, a.Defects.Words(), tt.got, tt.want.Words())
			}
		}
	}
}
