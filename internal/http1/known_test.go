package http1

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const dated = ok200 + "Date: Sun, 29 Nov 2026 17:57:59 GMT\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello"

// knowing reads the answers that come on one connection, and one whose head is that of the answer before by what is known of
// it. What it finds is to be what [Answer.Advance] finds.
type knowing struct {
	known         KnownHead
	status, minor int
	close         bool
}

// Advance is [Answer.Advance] of an answer on the connection.
func (r *knowing) Advance(a *Answer, raw []byte, eof bool) bool {
	if a.pos > 0 || a.NoBody {
		return a.Advance(raw, eof)
	}
	if n, length, ok := r.known.Match(raw); ok && (a.MaxHead == 0 || n <= a.MaxHead) {
		a.pos, a.Head, a.Status, a.Minor, a.Close = n, raw[:n:n], r.status, r.minor, r.close
		a.beginBody(FramingLength, length)
		return a.Advance(raw, eof)
	}
	done := a.Advance(raw, eof)
	if a.Framing == FramingLength && a.Defects == 0 {
		r.known.Keep(a.Head)
		if r.status, r.minor, r.close = a.Status, a.Minor, a.Close; !r.known.sized {
			r.known.Keep(nil)
		}
	}
	return done
}

// secondHeads are answers like dated, each other in one respect.
func secondHeads() []string {
	var all []string
	for _, edit := range [][2]string{
		{"29 Nov", "30 Nov"},
		{"29 Nov", "29. Nov"},
		{"17:57:59", "17:57\r\r9"},
		{"17:57:59", "17:57\n\r\n"},
		{"17:57:59", "17\r\nX: y"},
		{"Sun, 29", "\nX, 129"},
		{"5\r\n", "05\r\n"},
		{"5\r\n", "4\r\n"},
		{"5\r\n", "\r\n"},
		{"5\r\n", "+5\r\n"},
		{"5\r\n", "5 \r\n"},
		{"5\r\n", "5, 5\r\n"},
		{"5\r\n", "0000000005\r\n"},
		{"5\r\n", "000000005\r\n"},
		{"5\r\n", "5\r\nContent-Length: 5\r\n"},
		{"5\r\n", "5\r\nContent-Length: 6\r\n"},
		{"5\r\n", "6\r\nContent-Length: 5\r\n"},
		{"5\r\n", "5\r\nTransfer-Encoding: chunked\r\n"},
		{"Content-Length: 5\r\n", ""},
		{"keep-alive", "close"},
		{"keep-alive", "5"},
		{"keep-alive", "keep-alive, as_long_as_a_date"},
		{"keep-alive", "close, and_this_as_long_as_it"},
		{"HTTP/1.1", "HTTP/1.0"},
		{"200", "204"},
		{"200", "404"},
		{"hello", "hello!"},
		{"hello", ""},
		{"HTTP", "HTTP/1.1 100 Continue\r\n\r\nHTTP"},
	} {
		all = append(all, strings.Replace(dated, edit[0], edit[1], 1))
	}
	return all
}

// What has been read before must make no difference.
func TestKnownHead(t *testing.T) {
	raws := append(secondHeads(), dated)
	for _, c := range answerCases() {
		raws = append(raws, c.raw)
	}
	for _, first := range raws {
		for _, second := range raws {
			compareReading(t, []byte(first), []byte(second), len(second), false)
		}
	}
	for _, second := range raws {
		for size := 1; size < len(second); size++ {
			compareReading(t, []byte(dated), []byte(second), size, true)
		}
	}
}

// compareReading reads the second after the first, in pieces, and wants what reading it alone gives.
func compareReading(t *testing.T, first, second []byte, size int, eof bool) {
	t.Helper()
	for _, limits := range []Answer{{}, {NoBody: true}, {More: true}, {MaxHead: 40, MaxBody: 4}} {
		var r knowing
		before, got, want := Answer{}, limits, limits
		r.Advance(&before, first, true)
		for n := 0; n < len(second); {
			n = min(n+size, len(second))
			done := r.Advance(&got, second[:n], eof && n == len(second))
			if done != want.Advance(second[:n], eof && n == len(second)) {
				t.Fatalf("after %q: got done %v of %q", first, done, second[:n])
			}
		}
		if got.Complete() != r.Advance(&got, second, false) { // once more makes no difference
			t.Fatalf("after %q: got done %v of %q", first, !got.Complete(), second)
		}
		want.Advance(second, false)
		if diff := cmp.Diff(outcome(&want), outcome(&got)); diff != "" {
			t.Fatalf("limits %+v: %q after %q is read differently (-alone +after)\n%s", outcome(&limits), second, first, diff)
		}
	}
}

// The heads of receivers that are met are known again, and without allocations.
func TestKnownHeadIsKnown(t *testing.T) {
	var r knowing
	var a Answer
	second := []byte(strings.Replace(strings.Replace(dated, "29 Nov", "30 Nov", 1), "5\r\n", "190\r\n", 1) + strings.Repeat(" world", 31)[1:])
	r.Advance(&a, []byte(dated), false)
	if n, length, ok := r.known.Match(second); n != len(second)-190 || length != 190 || !ok {
		t.Errorf("got %d bytes of head, a length of %d, %v; want %d, 190, true", n, length, ok, len(second)-190)
	}
	if n := testing.AllocsPerRun(10, func() {
		a.Reset()
		r.Advance(&a, second, false)
	}); n > 0 || len(a.Body) != 190 {
		t.Errorf("got %v allocations and the body %q", n, a.Body)
	}
	if _, _, ok := new(KnownHead).Match([]byte(dated)); ok {
		t.Error("an empty one knows a head")
	}
}

// FuzzKnownHead reads an answer after one from which it differs in some bytes.
func FuzzKnownHead(f *testing.F) {
	for _, raw := range append(secondHeads(), dated) {
		f.Add([]byte(raw), uint16(30), uint16(6), []byte("30 Nov"), uint8(200))
	}
	for _, c := range answerCases() {
		f.Add([]byte(c.raw), uint16(len(c.raw)/2), uint16(1), []byte("x"), uint8(7))
	}
	f.Fuzz(func(t *testing.T, raw []byte, at, length uint16, edit []byte, size uint8) {
		start := min(int(at), len(raw))
		end := min(start+int(length), len(raw))
		compareReading(t, raw, slices.Concat(raw[:start], edit, raw[end:]), int(size)+1, size%2 == 0)
	})
}
