package read

import "testing"

// The first of several headers of a name counts, in any case, and one that is there is not nil.
func TestRequestHead(t *testing.T) {
	t.Parallel()
	var r Request
	for range 2 {
		r.Open("/", []byte("HOST: a\r\nhost: b\r\nContent-Length:\r\nContent-Length: 5\r\nX: y\r\ncontent-type: a/b\r\nContent-Type: c/d\r\nTransfer-Encoding: chunked\r\n"), nil)
		if string(r.Host) != "a" || r.ContentLength == nil || len(r.ContentLength) > 0 || string(r.ContentType) != "a/b" || string(r.TransferEncoding) != "chunked" {
			t.Errorf("got the headers %q, %q, %q, %q", r.Host, r.ContentLength, r.ContentType, r.TransferEncoding)
		}
		if r.Open("/", []byte("X: y\r\n"), nil); r.Host != nil || r.ContentLength != nil || r.ContentType != nil || r.TransferEncoding != nil {
			t.Errorf("got the headers %q, %q, %q, %q, want none", r.Host, r.ContentLength, r.ContentType, r.TransferEncoding)
		}
	}
}
