package http1

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestRequest(t *testing.T) {
	tests := []struct {
		name, raw string
		status    int // of the refusal
		want      Request
	}{
		{name: "usual", raw: "POST /a?b=c HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", want: Request{
			HeadEnd: 52, Method: []byte("POST"), Target: []byte("/a?b=c"), Minor: 1, Framing: FramingLength, Length: 5,
		}},
		{name: "empty lines before", raw: "\r\n\r\nGET / HTTP/1.1\r\n\r\n", want: Request{Start: 4, HeadEnd: 22, Method: []byte("GET"), Target: []byte("/"), Minor: 1}},
		{name: "bare line feeds", raw: "GET / HTTP/1.1\nHost: h\n\n", want: Request{HeadEnd: 24, Method: []byte("GET"), Target: []byte("/"), Minor: 1}},
		{name: "HTTP/1.0", raw: "GET / HTTP/1.0\r\n\r\n", want: Request{HeadEnd: 18, Method: []byte("GET"), Target: []byte("/"), Close: true}},
		{name: "HTTP/1.0 kept", raw: "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", want: Request{HeadEnd: 42, Method: []byte("GET"), Target: []byte("/")}},
		{name: "close", raw: "GET / HTTP/1.1\r\nconnection: foo, Close\r\n\r\n", want: Request{HeadEnd: 42, Method: []byte("GET"), Target: []byte("/"), Minor: 1, Close: true}},
		{name: "chunked", raw: "POST / HTTP/1.1\r\nTRANSFER-ENCODING: Chunked\r\n\r\n", want: Request{HeadEnd: 47, Method: []byte("POST"), Target: []byte("/"), Minor: 1, Framing: FramingChunked}},
		{name: "length twice the same", raw: "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", want: Request{HeadEnd: 57, Method: []byte("POST"), Target: []byte("/"), Minor: 1, Framing: FramingLength, Length: 5}},
		{name: "length and chunks", raw: "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", want: Request{HeadEnd: 66, Method: []byte("POST"), Target: []byte("/"), Minor: 1, Framing: FramingChunked, Close: true}},

		{name: "two lengths", raw: "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", status: 400},
		{name: "a list of lengths", raw: "POST / HTTP/1.1\r\nContent-Length: 5, 5\r\n\r\n", status: 400},
		{name: "signed length", raw: "POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\n", status: 400},
		{name: "no length", raw: "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n", status: 400},
		{name: "length beyond counting", raw: "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", status: 400},
		{name: "other encoding", raw: "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", status: 501},
		{name: "chunked twice", raw: "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", status: 501},
		{name: "chunks in HTTP/1.0", raw: "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", status: 501},
		{name: "blank before the colon", raw: "POST / HTTP/1.1\r\nContent-Length : 5\r\n\r\n", status: 400},
		{name: "folded", raw: "POST / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", status: 400},
		{name: "carriage return in a value", raw: "POST / HTTP/1.1\r\nA: b\rContent-Length: 5\r\n\r\n", status: 400},
		{name: "no colon", raw: "POST / HTTP/1.1\r\nhello\r\n\r\n", status: 400},
		{name: "two words", raw: "POST /\r\n\r\n", status: 400},
		{name: "four words", raw: "POST / x HTTP/1.1\r\n\r\n", status: 505},
		{name: "HTTP/2", raw: "PRI * HTTP/2.0\r\n\r\n", status: 505},
		{name: "TLS", raw: "\x16\x03\x01\x00\xa5\x01\n\n", status: 400},
		{name: "too large", raw: "GET / HTTP/1.1\r\nA: " + strings.Repeat("x", 1000) + "\r\n\r\n", status: 431},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Request{MaxHead: 500}
			ok, err := r.ReadHead([]byte(tt.raw))
			if e, isError := errors.AsType[*Error](err); isError != (tt.status != 0) || isError && e.Status != tt.status {
				t.Fatalf("got %v, want status %d", err, tt.status)
			}
			if tt.status != 0 {
				return
			}
			got := r
			got.Lines = nil
			if !ok || got.Start != tt.want.Start || got.HeadEnd != tt.want.HeadEnd || string(got.Method) != string(tt.want.Method) ||
				string(got.Target) != string(tt.want.Target) || got.Minor != tt.want.Minor || got.Framing != tt.want.Framing ||
				got.Length != tt.want.Length || got.Close != tt.want.Close {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			for n := range r.HeadEnd {
				if ok, err := (&Request{MaxHead: 500}).ReadHead([]byte(tt.raw[:n])); ok || err != nil {
					t.Errorf("the first %d bytes: got %v %v, want more", n, ok, err)
				}
			}
		})
	}
}

// A server reads whole requests, one behind the other, in pieces of any size.
func TestRequestWhole(t *testing.T) {
	const head = "POST /a HTTP/1.1\r\nHost: h\r\n"
	for _, tt := range []struct {
		name, raw, body string
		end             int
		status          int
		unusual         bool
	}{
		{name: "length", raw: head + "Content-Length: 5\r\n\r\nhelloGET /", body: "hello", end: 53},
		{name: "no body", raw: head + "\r\nGET /", end: 29},
		{name: "chunks", raw: head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\nGET /", body: "abc", end: 75},
		{name: "upgrade", raw: head + "Upgrade: h2c\r\n\r\n", end: 43, unusual: true},
		{name: "other expectation", raw: head + "Expect: x\r\n\r\n", end: 40, unusual: true},
		{name: "waits", raw: head + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\nx", body: "x", end: 71},
		{name: "CONNECT", raw: "CONNECT a:1 HTTP/1.1\r\n\r\n", end: 24, unusual: true},
		{name: "HTTP/2", raw: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", status: 505, unusual: true},
		{name: "too long", raw: head + "Content-Length: 101\r\n\r\n", status: 413},
		{name: "too long in chunks", raw: head + "Transfer-Encoding: chunked\r\n\r\n65\r\n", status: 413},
		{name: "broken chunk", raw: head + "Transfer-Encoding: chunked\r\n\r\nx", status: 400},
		{name: "chunk without a size", raw: head + "Transfer-Encoding: chunked\r\n\r\n;a\r\n\r\n", status: 400},
		{name: "zero byte in an extension", raw: head + "Transfer-Encoding: chunked\r\n\r\n1;\x00\r\na\r\n0\r\n\r\n", status: 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for size := range len(tt.raw) {
				r := Request{MaxBody: 100}
				ok, err := false, error(nil)
				for n := 0; n < len(tt.raw) && !ok && err == nil; {
					n = min(n+size+1, len(tt.raw))
					ok, err = r.Advance(bytes.Clone([]byte(tt.raw[:n])))
				}
				status := 0
				if e, refused := errors.AsType[*Error](err); refused {
					status = e.Status
				}
				if status != tt.status || r.Unusual != tt.unusual || ok != (tt.status == 0) {
					t.Fatalf("in pieces of %d: got %v, %v, unusual %v", size+1, ok, err, r.Unusual)
				}
				if ok && (string(r.Body) != tt.body || r.End != tt.end) {
					t.Fatalf("in pieces of %d: got %q up to %d, want %q up to %d", size+1, r.Body, r.End, tt.body, tt.end)
				}
			}
		})
	}
}

func TestPayload(t *testing.T) {
	for raw, want := range map[string]string{
		"POST / HTTP/1.1\r\n\r\n{}":                               "{}",
		"\r\nPOST / HTTP/1.1\nA: b\n\n{}":                         "{}",
		"POST / HTTP/1.1\r\nA: b":                                 "",
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{}": "{}", // decoded by who wrote it down
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n": "{}",
		"POST / HTTP/1.1\nTransfer-Encoding: gzip, chunked\n\n02 ;x\n{}\n":                   "{}",
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\nzz":                  "{",
		"POST / HTTP/1.1\r\nX: chunked\r\n\r\n1\r\n{\r\n":                                    "1\r\n{\r\n",
	} {
		if got := Payload([]byte(raw)); string(got) != want {
			t.Errorf("%q: got %q, want %q", raw, got, want)
		}
	}
}

func TestBody(t *testing.T) {
	tests := []struct {
		name    string
		framing Framing
		length  int64
		raw     string
		end     int // of the body in raw; -1 for a refusal, -2 for one that does not end
		payload string
	}{
		{"none", FramingNone, 0, "x", 0, ""},
		{"length", FramingLength, 3, "abcd", 3, "abc"},
		{"short", FramingLength, 3, "ab", -2, "ab"},
		{"close", FramingClose, 0, "abc", -2, "abc"},
		{"chunks", FramingChunked, 0, "3\r\nabc\r\n0A;x=y\r\n0123456789\r\n0\r\n\r\nGET", 33, "abc0123456789"},
		{"trailers", FramingChunked, 0, "0\r\nA: b\r\nC: d\r\n\r\nX", 17, ""},
		{"no size", FramingChunked, 0, "\r\n", -1, ""},
		{"bare LF in a size line", FramingChunked, 0, "3\nabc", -1, ""},
		{"bare LF in an extension", FramingChunked, 0, "3;a\nabc", -1, ""},
		{"bare LF after data", FramingChunked, 0, "3\r\nabc\n", -1, "abc"},
		{"bare LF in trailers", FramingChunked, 0, "0\r\n\n", -1, ""},
		{"data beyond its size", FramingChunked, 0, "3\r\nabcd\r\n", -1, "abc"},
		{"negative size", FramingChunked, 0, "-3\r\n", -1, ""},
		{"control byte that folds onto a digit", FramingChunked, 0, "\x13\r\n", -1, ""},
		{"sixteen digits", FramingChunked, 0, "0000000000000001\r\n", -1, ""},
		{"endless extension", FramingChunked, 0, "3;" + strings.Repeat("x", 5000), -1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, size := range []int{1, 2, 3, 1 << 20} { // in pieces of any size the same
				b := NewBody(tt.framing, tt.length)
				var payload []byte
				end, err := takeAll(&b, []byte(tt.raw), size, &payload)
				got := end
				switch {
				case err != nil:
					got = -1
				case !b.Done():
					got = -2
				}
				if got != tt.end || string(payload) != tt.payload {
					t.Errorf("in pieces of %d: got %d %q (%v), want %d %q", size, got, payload, err, tt.end, tt.payload)
				}
			}
		})
	}
}

func takeAll(b *Body, raw []byte, size int, payload *[]byte) (int, error) {
	for at := 0; ; {
		if at == len(raw) || b.Done() {
			return at, nil
		}
		n, err := b.Take(raw[at:min(len(raw), at+size)], payload)
		at += n
		if err != nil {
			return at, err
		}
	}
}

// Where net/http and this reader both take a request, they must agree on what it is and where it ends.
func FuzzAgainstNetHTTP(f *testing.F) {
	for _, s := range []string{
		"POST /a?b=c HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nrest",
		"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\nA: b\r\n\r\nrest",
		"GET / HTTP/1.0\nConnection: keep-alive\n\nrest",
		"\r\nPOST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nab",
	} {
		f.Add([]byte(s), 3)
	}
	f.Fuzz(func(t *testing.T, raw []byte, size int) {
		var r Request
		ok, err := r.ReadHead(raw)
		if !ok || err != nil {
			return
		}
		b := NewBody(r.Framing, r.Length)
		var body []byte
		n, err := takeAll(&b, raw[r.HeadEnd:], max(1, size%64), &body)
		whole := NewBody(r.Framing, r.Length)
		var again []byte
		if m, err2 := takeAll(&whole, raw[r.HeadEnd:], len(raw)+1, &again); m != n || (err == nil) != (err2 == nil) || !bytes.Equal(body, again) {
			t.Fatalf("in pieces: got %d %q %v, whole: %d %q %v", n, body, err, m, again, err2)
		}
		in := bufio.NewReader(bytes.NewReader(raw[r.Start:]))
		other, err3 := http.ReadRequest(in)
		if err3 != nil {
			return
		}
		if other.Method != string(r.Method) || other.RequestURI != string(r.Target) {
			t.Fatalf("got %s %s, net/http: %s %s", r.Method, r.Target, other.Method, other.RequestURI)
		}
		want, err4 := io.ReadAll(other.Body)
		if err != nil || !b.Done() || err4 != nil {
			return // one of them refuses: nothing is passed on twice
		}
		rest, _ := io.ReadAll(in)
		if !bytes.Equal(body, want) || !bytes.Equal(rest, raw[r.HeadEnd+n:]) {
			t.Fatalf("got body %q and rest %q, net/http: %q and %q", body, raw[r.HeadEnd+n:], want, rest)
		}
	})
}

func BenchmarkRequest(b *testing.B) {
	body := `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","Requester_Account":"id","From_Account":"id","FriendItem":[{"To_Account":"id1"}]}`
	raw := fmt.Appendf(nil, "POST /hook?SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=203.0.113.7&OptPlatform=Android HTTP/1.1\r\n"+
		"Host: 127.0.0.1:3000\r\nUser-Agent: x\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	var r Request
	b.ReportAllocs()
	for b.Loop() {
		r.Reset()
		if ok, err := r.Advance(raw); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}

// A strict receiver wants one Host, and compares it.
func TestRequestHost(t *testing.T) {
	for raw, want := range map[string]string{
		"GET / HTTP/1.1\r\nHOST: a\r\n\r\n": "1 a", "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n": "2 b", "GET / HTTP/1.1\r\nHos: a\r\n\r\n": "0 ",
	} {
		var r Request
		if ok, err := r.ReadHead([]byte(raw)); !ok || err != nil {
			t.Fatalf("%q: got %v, %v", raw, ok, err)
		}
		if got := fmt.Sprintf("%d %s", r.Hosts, r.Host); got != want {
			t.Errorf("%q: got %q, want %q", raw, got, want)
		}
	}
}
