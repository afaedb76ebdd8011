package record

import (
	"testing"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/http1"
)

// An exchange says which URL was asked for, by its path, and never with the query, which carries Sign.
func TestTargetIsTheURLThatWasAskedFor(t *testing.T) {
	for _, backend := range []struct{ to, base string }{
		{"localhost:3000", "http://localhost:3000"},
		{"https://user:secret@backend.example/", "https://backend.example"},
		{"unix:/run/app.sock", "unix:/run/app.sock:"},
	} {
		to, err := delivery.ParseTarget(backend.to)
		if err != nil {
			t.Fatal(err)
		}
		p := &Proxy{Target: to}
		p.prepare()
		c := &conn{p: p}
		for _, tt := range []struct{ target, path string }{
			{"/hook?Sign=secret", "/hook"}, // and again: each on the connection of the one before
			{"/hook?Sign=other", "/hook"},
			{"/", "/"},
			{"/%C3%A9/..//x", "/%C3%A9/..//x"},
			{"/\xff", "/\ufffd"},
			{"/\xff", "/\ufffd"},
			{"http://chat.example:80/hook?a=b", "/hook"},
			{"http://chat.example?a=/b", ""},
			{"*", ""},
			{"/?/", "/"},
		} {
			c.head = http1.Request{Target: []byte(tt.target)}
			if got := c.target(); got != backend.base+tt.path {
				t.Errorf("%s to %s: got %q, want %q", tt.target, backend.to, got, backend.base+tt.path)
			}
		}
	}
}
