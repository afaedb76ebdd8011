package callback

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reading is the outcome of an Answer that a test compares.
type reading struct {
	Status, Minor, Interim int
	Framing                Framing
	Defects                Defect
	Close                  bool
	Head, Body, Trailers   string
	End                    int
}

func outcome(a *Answer) reading {
	return reading{
		a.Status, a.Minor, a.Interim, a.Framing, a.Defects, a.Close,
		string(a.Head), string(a.Body), string(a.Trailers), a.End,
	}
}

type answerCase struct {
	name   string
	raw    string
	noBody bool
	open   bool // the connection is not closed after raw
	want   reading
}

const (
	ok200   = "HTTP/1.1 200 OK\r\n"
	len5    = ok200 + "Content-Length: 5\r\n\r\n"
	chunked = ok200 + "Transfer-Encoding: chunked\r\n\r\n"
)

func whole(head, rest, body string, f Framing) reading {
	return reading{Status: 200, Minor: 1, Framing: f, Head: head, Body: body, End: len(head) + len(rest)}
}

func (r reading) with(change func(*reading)) reading {
	change(&r)
	return r
}

func flawed(d Defect) func(*reading) {
	return func(r *reading) { r.Defects, r.Close = d, true }
}

func cutAt(end int, d Defect) func(*reading) {
	return func(r *reading) { r.Defects, r.Close, r.End = d, true, end }
}

func answerCases() []answerCase {
	closing := func(r *reading) { r.Close = true }
	nothing := func(end int, d Defect) reading { return reading{Close: true, Defects: d, End: end} }
	return []answerCase{
		{name: "length", raw: len5 + "hello", open: true, want: whole(len5, "hello", "hello", FramingLength)},
		{name: "bare line feeds", raw: "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", open: true,
			want: whole("HTTP/1.1 200 OK\nContent-Length: 2\n\n", "hi", "hi", FramingLength)},
		{name: "no reason", raw: "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", open: true,
			want: whole("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "", "", FramingLength)},
		{name: "extra", raw: len5 + "hello!", open: true, want: whole(len5, "hello", "hello", FramingLength).with(flawed(Extra))},
		{name: "short", raw: len5 + "hel", want: whole(len5, "hel", "hel", FramingLength).with(flawed(Short))},
		{name: "until close", raw: ok200 + "\r\nhello", want: whole(ok200+"\r\n", "hello", "hello", FramingClose).with(closing)},
		{name: "empty until close", raw: ok200 + "\r\n", want: whole(ok200+"\r\n", "", "", FramingClose).with(closing)},
		{name: "asked to close", raw: ok200 + "Connection: x, Close\r\nContent-Length: 1\r\n\r\na", open: true,
			want: whole(ok200+"Connection: x, Close\r\nContent-Length: 1\r\n\r\n", "a", "a", FramingLength).with(closing)},
		{name: "HEAD", raw: len5, noBody: true, open: true, want: whole(len5, "", "", FramingNone)},
		{name: "1.0", raw: "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", open: true,
			want: whole("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n", "a", "a", FramingLength).with(
				func(r *reading) { r.Minor, r.Close = 0, true })},
		{name: "1.0 kept", raw: "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\na", open: true,
			want: whole("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\n", "a", "a", FramingLength).with(
				func(r *reading) { r.Minor = 0 })},
		{name: "204", raw: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", open: true,
			want: reading{Status: 204, Minor: 1, Head: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", End: 46}},
		{name: "interim", raw: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + len5 + "hello", open: true,
			want: whole(len5, "hello", "hello", FramingLength).with(func(r *reading) { r.Interim, r.End = 2, r.End+25+37 })},
		{name: "interim only", raw: "HTTP/1.1 100 Continue\r\n\r\n",
			want: nothing(25, Short).with(func(r *reading) { r.Interim = 1 })},
		{name: "switching", raw: "HTTP/1.1 101 Switching\r\n\r\nxyz", open: true,
			want: reading{Status: 101, Minor: 1, Defects: Switched, Close: true, Head: "HTTP/1.1 101 Switching\r\n\r\n", End: 26}},
		{name: "nothing", raw: "", want: nothing(0, Short)},
		{name: "half a status line", raw: "HTTP/1.1 20", want: nothing(11, Short)},
		{name: "junk", raw: "SSH-2.0-OpenSSH\r\n", open: true, want: nothing(0, BadStatusLine)},
		{name: "HTTP/2", raw: "HTTP/2.0 200 OK\r\n\r\n", open: true, want: nothing(0, BadStatusLine)},
		{name: "two digits", raw: "HTTP/1.1 20 OK\r\n\r\n", open: true, want: nothing(0, BadStatusLine)},
		{name: "four digits", raw: "HTTP/1.1 2000 OK\r\n\r\n", open: true, want: nothing(0, BadStatusLine)},
		{name: "bad header", raw: ok200 + "Content Length: 9\r\nnonsense\r\nContent-Length: 1\r\n\r\na", open: true,
			want: whole(ok200+"Content Length: 9\r\nnonsense\r\nContent-Length: 1\r\n\r\n", "a", "a", FramingLength).with(
				func(r *reading) { r.Defects = BadHeader })},
		{name: "length list", raw: ok200 + "Content-Length: 2, 02\r\nCONTENT-LENGTH: 2\r\n\r\nhi", open: true,
			want: whole(ok200+"Content-Length: 2, 02\r\nCONTENT-LENGTH: 2\r\n\r\n", "hi", "hi", FramingLength)},
		{name: "two lengths", raw: ok200 + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!", open: true,
			want: whole(ok200+"Content-Length: 2\r\nContent-Length: 3\r\n\r\n", "", "", FramingNone).with(flawed(BadLength))},
		{name: "negative length", raw: ok200 + "Content-Length: -1\r\n\r\n", open: true,
			want: whole(ok200+"Content-Length: -1\r\n\r\n", "", "", FramingNone).with(flawed(BadLength))},
		{name: "chunks", raw: chunked + "5\r\nhello\r\n6;x=\"y\"\r\n world\r\n0\r\nX-T: 1\r\n\r\n", open: true,
			want: whole(chunked, "5\r\nhello\r\n6;x=\"y\"\r\n world\r\n0\r\nX-T: 1\r\n\r\n", "hello world", FramingChunked).with(
				func(r *reading) { r.Trailers = "X-T: 1\r\n" })},
		{name: "chunks and length", raw: ok200 + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", open: true,
			want: whole(ok200+"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n0\r\n\r\n", "a", FramingChunked).with(
				flawed(LengthAndChunks))},
		{name: "chunks cut off", raw: chunked + "5\r\nhel", want: whole(chunked, "5\r\nhel", "hel", FramingChunked).with(flawed(Short))},
		{name: "no last chunk", raw: chunked + "1\r\na\r\n", want: whole(chunked, "1\r\na\r\n", "a", FramingChunked).with(flawed(Short))},
		{name: "chunk size", raw: chunked + "1\r\na\r\nzz\r\n", open: true,
			want: whole(chunked, "", "a", FramingChunked).with(cutAt(len(chunked)+6, BadChunk))},
		{name: "chunk end", raw: chunked + "1\r\nab\r\n", open: true,
			want: whole(chunked, "", "a", FramingChunked).with(cutAt(len(chunked)+4, BadChunk))},
		{name: "1.0 in chunks", raw: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", open: true,
			want: whole("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n0\r\n\r\n", "a", FramingChunked).with(
				func(r *reading) { r.Minor, r.Defects, r.Close = 0, BadEncoding, true })},
		{name: "other encoding", raw: ok200 + "Transfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\nabc",
			want: whole(ok200+"Transfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\n", "abc", "abc", FramingClose).with(flawed(BadEncoding))},
	}
}

func TestAnswer(t *testing.T) {
	for _, c := range answerCases() {
		t.Run(c.name, func(t *testing.T) {
			a := Answer{NoBody: c.noBody}
			if !a.Advance([]byte(c.raw), !c.open) {
				t.Fatalf("got incomplete, want complete: %+v", outcome(&a))
			}
			if diff := cmp.Diff(c.want, outcome(&a)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// What is told of an answer must not depend on where the network cut it.
func TestAnswerInPieces(t *testing.T) {
	for _, c := range answerCases() {
		t.Run(c.name, func(t *testing.T) {
			for size := 1; size < len(c.raw); size++ {
				a := Answer{NoBody: c.noBody}
				advanceInPieces(&a, []byte(c.raw), !c.open, func() int { return size })
				if diff := cmp.Diff(c.want, outcome(&a)); diff != "" {
					t.Fatalf("in pieces of %d (-want +got)\n%s", size, diff)
				}
			}
		})
	}
}

// advanceInPieces feeds raw in pieces, each time at another address, and scribbles over what it gave before the last.
func advanceInPieces(a *Answer, raw []byte, eof bool, size func() int) {
	for n := 0; n < len(raw); {
		n = min(len(raw), n+size())
		a.Advance(bytes.Clone(raw[:n]), false)
	}
	if eof {
		a.Advance(bytes.Clone(raw), true)
	}
}

func TestAnswerLimits(t *testing.T) {
	tiny := strings.Repeat("1;"+strings.Repeat("x", 300)+"\r\na\r\n", 50)
	tests := []struct {
		name string
		raw  string
		want Defect
		body int
	}{
		{"head at its limit", "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1024-24) + "\r\n\r\n", 0, 0},
		{"head over it", "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1024-23) + "\r\n\r\n", HeadTooLarge, 0},
		{"head without end", "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 2000), HeadTooLarge, 0},
		{"interim without end", strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100), HeadTooLarge, 0},
		{"body at its limit", ok200 + "Content-Length: 100\r\n\r\n" + strings.Repeat("x", 100), 0, 100},
		{"body over it", ok200 + "Content-Length: 101\r\n\r\n" + strings.Repeat("x", 101), BodyTooLarge, 100},
		{"body until close", ok200 + "\r\n" + strings.Repeat("x", 101), BodyTooLarge, 100},
		{"a chunk over it", chunked + "65\r\n", BodyTooLarge, 0},
		{"a chunk far over it", chunked + "ffffffffffffff\r\n", BodyTooLarge, 0},
		{"chunk size without end", chunked + strings.Repeat("0", 5000), BadChunk, 0},
		{"extensions without end", chunked + tiny, BodyTooLarge, 3},
		{"trailers without end", chunked + "0\r\n" + strings.Repeat("X: y\r\n", 500), HeadTooLarge, 0},
	}
	for _, c := range tests {
		for _, size := range []int{1, 7, 64, len(c.raw)} {
			t.Run(fmt.Sprint(c.name, "/", size), func(t *testing.T) {
				a := Answer{MaxHead: 1024, MaxBody: 100}
				advanceInPieces(&a, []byte(c.raw), false, func() int { return size })
				eof := c.want == 0 && a.Framing == FramingClose
				if !a.Advance([]byte(c.raw), eof) {
					t.Fatal("got incomplete, want complete")
				}
				if a.Defects != c.want || len(a.Body) != c.body {
					t.Errorf("got defects %v and %d bytes of body, want %v and %d", a.Defects.Words(), len(a.Body), c.want.Words(), c.body)
				}
			})
		}
	}
}

func TestAnswerPipelined(t *testing.T) {
	raw := []byte(len5 + "hello" + ok200 + "Content-Length: 2\r\n\r\nhi")
	first := Answer{More: true}
	if !first.Advance(raw, false) || first.Defects != 0 || string(first.Body) != "hello" {
		t.Fatalf("first: got %+v, want hello without defects", outcome(&first))
	}
	var second Answer
	if !second.Advance(raw[first.End:], false) || second.Defects != 0 || string(second.Body) != "hi" {
		t.Errorf("second: got %+v, want hi without defects", outcome(&second))
	}
}

func TestAnswerHeaders(t *testing.T) {
	a := Answer{}
	a.Advance([]byte(ok200+"content-TYPE:\t application/json \r\nbroken\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n"), false)
	if got, ok := a.Header("Content-Type"); !ok || string(got) != "application/json" {
		t.Errorf("got %q %v, want application/json", got, ok)
	}
	if _, ok := a.Header("Content-Typ"); ok {
		t.Error("got a value for a header that is not there")
	}
	var got []string
	for name, value := range a.Headers() {
		got = append(got, string(name)+"="+string(value))
	}
	want := []string{"content-TYPE=application/json", "Set-Cookie=a", "Set-Cookie=b", "Content-Length=0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// One value records many exchanges: the second reading must not see the first's, and must not allocate.
func TestAnswerReset(t *testing.T) {
	raw := []byte(chunked + "5\r\nhello\r\n0\r\n\r\n")
	a := Answer{MaxHead: 1000}
	allocs := testing.AllocsPerRun(100, func() {
		a.Reset()
		a.Advance(raw, false)
	})
	want := whole(chunked, "5\r\nhello\r\n0\r\n\r\n", "hello", FramingChunked)
	if diff := cmp.Diff(want, outcome(&a)); diff != "" || a.MaxHead != 1000 {
		t.Errorf("MaxHead %d (-want +got)\n%s", a.MaxHead, diff)
	}
	if allocs != 0 {
		t.Errorf("got %v allocations per answer, want 0", allocs)
	}
}

func TestDefectWords(t *testing.T) {
	got := (BadChunk | Short).Words()
	if diff := cmp.Diff([]string{"malformed chunk", "ended before its promised end"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for bit := range 11 {
		if len(Defect(1<<bit).Words()) != 1 {
			t.Errorf("defect %d has %d words, want 1", bit, len(Defect(1<<bit).Words()))
		}
	}
}

func BenchmarkAnswer(b *testing.B) {
	body := `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"id1","ResultCode":0,"ResultInfo":""}]}`
	raw := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nServer: x\r\nDate: Mon, 23 Nov 2026 15:00:00 GMT\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	var a Answer
	b.ReportAllocs()
	for b.Loop() {
		a.Reset()
		if !a.Advance(raw, false) {
			b.Fatal("incomplete")
		}
	}
}
