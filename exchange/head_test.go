package exchange

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"testing"
)

func TestHead(t *testing.T) {
	tests := []struct {
		name  string
		draft Head
		body  string
		want  string
	}{
		{
			"default",
			Head{Host: "h:1"},
			"{}",
			"POST /p HTTP/1.1\r\nHost: h:1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
		},
		{
			"empty body",
			Head{Host: "h"},
			"",
			"POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n",
		},
		{
			"method and version",
			Head{Method: "GET", Proto: "HTTP/1.0", Without: []string{"host", "Content-type", "CONTENT-LENGTH"}},
			"",
			"GET /p HTTP/1.0\r\n\r\n",
		},
		{
			"headers in order and case",
			Head{Host: "h", Headers: []Header{{"x-b", "1"}, {"X-A", "2"}, {"x-b", "3"}}},
			"a",
			"POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 1\r\nx-b: 1\r\nX-A: 2\r\nx-b: 3\r\n\r\na",
		},
		{
			"headers that stand in",
			Head{Host: "h", Headers: []Header{{"content-type", "text/plain"}, {"CONTENT-LENGTH", "1"}, {"hOST", "x"}}},
			"a",
			"POST /p HTTP/1.1\r\ncontent-type: text/plain\r\nCONTENT-LENGTH: 1\r\nhOST: x\r\n\r\na",
		},
		{
			"two lengths that lie",
			Head{Host: "h", Headers: []Header{{"Content-Length", "5"}, {"Content-Length", "1000"}}},
			"a",
			"POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 5\r\nContent-Length: 1000\r\n\r\na",
		},
		{
			"one chunk",
			Head{Host: "h", Framing: ByChunks},
			"hello",
			"POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
		},
		{
			"small chunks",
			Head{Host: "h", Framing: ByChunks, ChunkSize: 2, ChunkExt: ";a=b"},
			"hello",
			"POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n2;a=b\r\nll\r\n1;a=b\r\no\r\n0\r\n\r\n",
		},
		{
			"no chunk but the last",
			Head{Host: "h", Framing: ByChunks},
			"",
			"POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		},
		{
			"length and chunks",
			Head{Host: "h", Framing: ByChunks, Headers: []Header{{"Content-Length", "3"}}},
			"a",
			"POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n1\r\na\r\n0\r\n\r\n",
		},
		{
			"unframed",
			Head{Host: "h", Framing: Unframed},
			"a",
			"POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n\r\na",
		},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			if got := string(c.draft.Append(nil, []byte("/p"), []byte(c.body))); got != c.want {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
		})
	}
}

func TestHeadAllocates(t *testing.T) {
	d := Head{Host: "h", Headers: []Header{{"X", "y"}}, Without: []string{"Content-Type"}}
	buf, target, body := make([]byte, 0, 1024), []byte("/p"), bytes.Repeat([]byte("x"), 500)
	if got := testing.AllocsPerRun(100, func() { buf = d.Append(buf[:0], target, body) }); got != 0 {
		t.Errorf("got %v allocations per request, want 0", got)
	}
}

// FuzzDraft: whatever the body and the framing, net/http reads the body that was drafted.
func FuzzHead(f *testing.F) {
	f.Add([]byte("hello"), true, 2)
	f.Add([]byte{}, true, 0)
	f.Add([]byte("hello"), false, 0)
	f.Fuzz(func(t *testing.T, body []byte, chunks bool, size int) {
		d := Head{Host: "h", ChunkSize: size, ChunkExt: ";x"}
		if chunks {
			d.Framing = ByChunks
			size = max(size, len(body)/200) // net/http counts the framing of many small chunks as an attack
			d.ChunkSize = size
		}
		raw := d.Append(nil, []byte("/p"), body)
		req, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(req.Body); err != nil || !bytes.Equal(got, body) {
			t.Errorf("got %q %v, want %q", got, err, body)
		}
	})
}
