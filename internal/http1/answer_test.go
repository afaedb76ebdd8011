package http1

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
		{"a chunk far over it", chunked + "1\r\na\r\n7fffffffffffffff\r\n", BodyTooLarge, 1},
		{"a chunk that no integer holds", chunked + "10000000000000000\r\n", BadChunk, 0},
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

func TestStatusLine(t *testing.T) {
	type read struct {
		Status, Minor int
		OK            bool
	}
	for line, want := range map[string]read{
		"HTTP/1.1 200 OK": {200, 1, true}, "HTTP/1.9 200 OK": {200, 9, true}, "HTTP/1.0 404": {404, 0, true}, "HTTP/1.1 100 ": {100, 1, true},
		"HTTP/1.: 200 OK": {}, "HTTP/1./ 200 OK": {}, "HTTP/1.1-200 OK": {}, "HTTP/1.1 2000": {}, "HTTP/1.1 20": {},
	} {
		status, minor, ok := statusLine([]byte(line))
		if got := (read{status, minor, ok}); got != want {
			t.Errorf("%s: got %v, want %v", line, got, want)
		}
	}
}

func TestCutLine(t *testing.T) {
	for text, want := range map[string][2]string{"a\r\nb": {"a", "b"}, "a\nb\n": {"a", "b\n"}, "\nb": {"", "b"}, "\r\nb": {"", "b"}, "a": {"a", ""}} {
		if line, rest := cutLine([]byte(text)); string(line) != want[0] || string(rest) != want[1] {
			t.Errorf("%q: got %q and %q, want %q", text, line, rest, want)
		}
	}
}

func TestParseLength(t *testing.T) {
	for _, tt := range []struct {
		value  string
		strict bool
		want   int64
		ok     bool
	}{
		{"5", true, 5, true},
		{"5, 5", false, 5, true},
		{"5, 6", false, 0, false},
		{"5, x", false, 0, false},
	} {
		if got, ok := parseLength([]byte(tt.value), tt.strict); ok != tt.ok || got != tt.want {
			t.Errorf("%q: got %d, %v, want %d, %v", tt.value, got, ok, tt.want, tt.ok)
		}
	}
}
