package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/http1"
)

// realistic is an exchange as it is in a capture: one friend asked for, wire style, a full answer.
func realistic() *Exchange {
	query := callback.PrevFriendAdd.Query("1400000000", "203.0.113.7", "Android").Set(callback.ParamRequestID, "0b9d6c6e-6f0e-4d3e-9b0a-0f8f1f3f5a11").Signed("xxxxyyyy", 1669872112)
	q := callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: "user_10086", FromAccount: "user_10086",
		Items: []callback.Item{{
			ToAccount: "user_10010", Texts: callback.Texts{
				callback.Remark: "from the chess club", callback.Group: "chess", callback.Source: "AddSource_Type_Android",
				callback.Wording: "你好，我们昨天一起下过棋 ♟ shall we play again?",
			},
		}},
		Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}, EventTime: 1669872112345,
	}
	body := callback.Encoding{}.Append(nil, &q)
	answer := callback.Allow("user_10010").Append(nil, callback.Wire)
	x := &Exchange{
		Seq: 4711, Start: time.Date(2026, 11, 23, 15, 4, 5, 678_901_234, time.UTC),
		Target: "http://127.0.0.1:3000/hook", Reused: true, Deadline: callback.Deadline,
		Phases: Phases{Write: 41_235, FirstByte: 1_204_111, LastByte: 1_220_004},
	}
	x.Sent = append(x.Sent, "POST /hook?"...)
	x.Sent = query.Append(x.Sent)
	x.Sent = append(x.Sent, " HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nContent-Type: application/json\r\nContent-Length: "...)
	x.Sent = append(append(formatLength(x.Sent, len(body)), "\r\n\r\n"...), body...)
	x.Received = append(x.Received, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 23 Nov 2026 15:04:05 GMT\r\nContent-Length: "...)
	x.Received = append(append(formatLength(x.Received, len(answer)), "\r\n\r\n"...), answer...)
	x.Answer.Advance(x.Received, true)
	return x
}

func formatLength(dst []byte, n int) []byte { return append(dst, callback.FormatSeconds(int64(n))...) }

func exchangeOf(sent, received string) *Exchange {
	x := &Exchange{Sent: []byte(sent), Received: []byte(received), Deadline: callback.Deadline}
	if received != "" {
		x.Answer.NoBody = strings.HasPrefix(sent, "HEAD ")
		x.Answer.Advance(x.Received, true)
	}
	return x
}

func encode(x *Exchange) []byte { return append(x.AppendMembers([]byte{'{'}), '}') }

// checkRoundTrip writes and reads x, and wants back everything but Deadline's zero.
func checkRoundTrip(t *testing.T, x *Exchange) {
	t.Helper()
	text := encode(x)
	if !json.Valid(text) {
		t.Fatalf("not JSON: %s", text)
	}
	var got Exchange
	if err := DecodeExchange(text, &got); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if diff := cmp.Diff(x, &got, cmpopts.IgnoreUnexported(http1.Answer{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s\n(-want +got)\n%s", text, diff)
	}
	if again := encode(&got); !bytes.Equal(again, text) {
		t.Errorf("written again: got %s, want %s", again, text)
	}
}

func TestExchangeRoundTrip(t *testing.T) {
	const get = "POST / HTTP/1.1\r\n\r\n{}"
	every := realistic()
	every.Resent, every.Seq = true, math.MaxUint64
	every.Phases = Phases{1, 2_000_000, 3_999_999, 4_000_000_000, 5_000_000_001, math.MaxInt64}
	every.Failure = Failure{callback.Reset, "closed \"early\"\n\x1b"}
	for name, x := range map[string]*Exchange{
		"realistic":          realistic(),
		"every member":       every,
		"nothing":            exchangeOf("", ""),
		"no answer":          exchangeOf(get, ""),
		"no head end":        exchangeOf("POST / HTTP/1.1\r\nHost: a", "HTTP/1.1 200"),
		"bare line feeds":    exchangeOf("POST / HTTP/1.1\n\n{}", "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}"),
		"bytes of no text":   exchangeOf("POST / HTTP/1.1\r\nX: \xff\r\n\r\n\xd6\xd0", "HTTP/1.1 200 \xff\r\nContent-Length: 2\r\n\r\n\xd6\xd0"),
		"chunked":            exchangeOf(get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\nX: y\r\n\r\n"),
		"chunked, no text":   exchangeOf(get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\xff\r\n0\r\n\r\n"),
		"interim":            exchangeOf(get, "HTTP/1.1 103 Hi\r\nX: HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\nrest"),
		"head in an interim": exchangeOf(get, "HTTP/1.1 102 HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\nrest"),
		"more than length":   exchangeOf(get, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"),
		"less than length":   exchangeOf(get, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"),
		"204 with a body":    exchangeOf(get, "HTTP/1.1 204 No Content\r\n\r\n{}"),
		"answer to HEAD":     exchangeOf("HEAD / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
		"junk":               exchangeOf(get, "\x00\x01\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"),
		"replacement char":   exchangeOf("\ufffd\r\n\r\n\ufffd\u2028", "\ufffd"),
	} {
		t.Run(name, func(t *testing.T) { checkRoundTrip(t, x) })
	}
}

// A capture of an answer that was never parsed keeps its bytes all the same.
func TestExchangeKeepsUnparsedAnswer(t *testing.T) {
	const received = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
	var got Exchange
	if err := DecodeExchange(encode(&Exchange{Received: []byte(received)}), &got); err != nil {
		t.Fatal(err)
	}
	if string(got.Received) != received || got.Answer.Status != 200 {
		t.Errorf("got %q with status %d, want %q with 200", got.Received, got.Answer.Status, received)
	}
}

func TestMaskHead(t *testing.T) {
	for _, tt := range []struct{ head, want string }{
		{"", ""},
		{"POST / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"A: b\r\nauthorization: Basic eA==\r\nC: d\r\n\r\n", "A: b\r\nauthorization: [masked]\r\nC: d\r\n\r\n"},
		{"Cookie: a=b\r\nSet-Cookie: c\r\nPROXY-AUTHORIZATION: d\r\n\r\n", "Cookie: [masked]\r\nSet-Cookie: [masked]\r\nPROXY-AUTHORIZATION: [masked]\r\n\r\n"},
		{"Cookie: a\r\n b\r\n\tc\r\nD: e\r\n f\r\n\r\n", "Cookie: [masked]\r\nD: e\r\n f\r\n\r\n"},
		{"Cookie : a\r\n\r\n", "Cookie : [masked]\r\n\r\n"},
		{" Cookie: a\r\n\r\n", " Cookie: [masked]\r\n\r\n"},
		{"Cookie: a\n\n", "Cookie: [masked]\r\n\n"},
		{"Cookie: a", "Cookie: [masked]\r\n"},
		{"Cookies: a\r\nX-Cookie: b\r\n\r\n", "Cookies: a\r\nX-Cookie: b\r\n\r\n"},
	} {
		if got := string(MaskHead([]byte(tt.head))); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.head, got, tt.want)
		}
	}
}

func TestDecodeExchangeErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{``, `line 1, column 1: wanted a value, got the end of the text`},
		{`[]`, `line 1, column 1: wanted a JSON object, got a JSON array`},
		{`{}`, `line 1, column 3: wanted an exchange, which has a member "request", got none`},
		{`{"request":{}`, `line 1, column 14: wanted ',' or '}', got the end of the text`},
		{`{"request":{}} x`, `line 1, column 16: wanted the end of the text, got 'x'`},
		{`{"request":null}`, `line 1, column 12 (request): wanted a JSON object, got a JSON null`},
		{`{"request":{},"request":{}}`, `line 1, column 15 (request): wanted one member of this name, got a second one`},
		{`{"request":{"head":"","head_base64":""}}`, `line 1, column 23 (request.head_base64): wanted one member of this name, got a second one`},
		{`{"request":{"head":1}}`, `line 1, column 20 (request.head): wanted a JSON string, got a JSON number`},
		{`{"request":{"body_base64":"a"}}`, `line 1, column 27 (request.body_base64): wanted standard base64, got something else`},
		{`{"request":{"head":"\x"}}`, `line 1, column 21: wanted an escape such as \n, \" or \u0041, got '\\'`},
		{`{"request":{},"seq":-1}`, `line 1, column 21 (seq): wanted a whole number from 0 of 64 bits, got -1`},
		{`{"request":{},"seq":18446744073709551616}`, `line 1, column 21 (seq): wanted a whole number from 0 of 64 bits, got 18446744073709551616`},
		{`{"request":{},"seq":1.0}`, `line 1, column 21 (seq): wanted a whole number from 0 of 64 bits, got 1.0`},
		{`{"request":{},"time":"yesterday"}`, `line 1, column 22 (time): wanted a time such as 2026-11-23T15:04:05.678Z, got "yesterday"`},
		{`{"request":{},"reused":"no"}`, `line 1, column 24 (reused): wanted a JSON boolean, got a JSON string`},
		{`{"request":{},"deadline_ms":-1}`, `line 1, column 29 (deadline_ms): wanted milliseconds with at most six decimals, got -1`},
		{`{"request":{},"deadline_ms":1e3}`, `line 1, column 29 (deadline_ms): wanted milliseconds with at most six decimals, got 1e3`},
		{`{"request":{},"deadline_ms":0.0000001}`, `line 1, column 29 (deadline_ms): wanted milliseconds with at most six decimals, got 0.0000001`},
		{`{"request":{},"deadline_ms":9223372036854.775808}`, `line 1, column 29 (deadline_ms): wanted milliseconds that a clock can count, got 9223372036854.775808`},
		{`{"request":{},"deadline_ms":9300000000000}`, `line 1, column 29 (deadline_ms): wanted milliseconds that a clock can count, got 9300000000000`},
		{`{"request":{},"timing_ms":{"dns":1,"dns":2}}`, `line 1, column 36 (timing_ms.dns): wanted one member of this name, got a second one`},
		{`{"request":{},"timing_ms":{"dns":true}}`, `line 1, column 34 (timing_ms.dns): wanted a JSON number, got a JSON boolean`},
		{"{\"request\":{},\n\"failure\":{\"cause\":1}}", `line 2, column 20 (failure.cause): wanted a JSON string, got a JSON number`},
	} {
		var x Exchange
		err := DecodeExchange([]byte(tt.text), &x)
		if _, ok := errors.AsType[*callback.DecodeError](err); !ok || err.Error() != tt.want {
			t.Errorf("%s\ngot  %v\nwant %s", tt.text, err, tt.want)
		}
	}
}

// What others write into a line is tolerated: order, unknown members at every level, escapes in names, offsets of time.
func TestDecodeExchangeTolerates(t *testing.T) {
	text := `{"x":{"request":1},"response":{"framed":"\u0061","body":"b","head":"","status":7,"y":[]},` +
		`"\u0073eq":7,"time":"2026-11-23T15:04:05+08:00","timing_ms":{"z":-1e9,"write":1.50},"failure":{"who":"me","cause":"late"},` +
		`"request":{"more":null,"head_base64":"eHk=","body":""},"x":2}`
	var got []string
	var x Exchange
	err := DecodeExchangeWith([]byte(text), &x, func(name, value []byte) { got = append(got, string(name)+"="+string(value)) })
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{`x={"request":1}`, `x=2`}; !cmp.Equal(got, want) {
		t.Errorf("others: got %q, want %q", got, want)
	}
	if string(x.Sent) != "xy" || string(x.Received) != "a" || x.Seq != 7 || x.Phases.Write != 1500*time.Microsecond || x.Failure.Cause != callback.Late {
		t.Errorf("got %+v", x)
	}
	if want := time.Date(2026, 11, 23, 7, 4, 5, 0, time.UTC); !x.Start.Equal(want) {
		t.Errorf("time: got %v, want %v", x.Start, want)
	}
}

func TestIsExchangeMember(t *testing.T) {
	for name, want := range map[string]bool{"seq": true, "failure": true, "resent": true, "verdicts": false, "": false} {
		if got := IsExchangeMember(name); got != want {
			t.Errorf("%q: got %v, want %v", name, got, want)
		}
	}
}

func TestExchangeJSONAllocatesNothing(t *testing.T) {
	x, got := realistic(), Exchange{}
	text := encode(x)
	buf := make([]byte, 0, 2*len(text))
	if n := testing.AllocsPerRun(100, func() { buf = x.AppendMembers(buf[:0]) }); n != 0 {
		t.Errorf("writing: got %v allocations, want none", n)
	}
	if n := testing.AllocsPerRun(100, func() {
		if err := DecodeExchange(text, &got); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("reading: got %v allocations, want none", n)
	}
}

// Reset leaves nothing of the exchange before but its buffers.
func TestReset(t *testing.T) {
	t.Parallel()
	x := Exchange{
		Seq: 1, Start: time.Now(), Target: "x", Sent: []byte("x"), Received: []byte("x"), Phases: Phases{1, 1, 1, 1, 1, 1}, Reused: true,
		Resent: true, Deadline: 1, Failure: Failure{callback.Reset, "x"},
	}
	x.Answer.Advance([]byte("HTTP/1.1 200 OK\r\n\r\n"), true)
	fields := reflect.ValueOf(&x).Elem()
	for i := range fields.NumField() {
		if fields.Field(i).IsZero() {
			t.Errorf("%s: wanted something in it before", fields.Type().Field(i).Name)
		}
	}
	x.Reset()
	if cap(x.Sent) == 0 || cap(x.Received) == 0 || x.Answer.Complete() {
		t.Errorf("got buffers of %d and %d bytes, complete %v", cap(x.Sent), cap(x.Received), x.Answer.Complete())
	}
	x.Sent, x.Received, x.Answer = nil, nil, http1.Answer{}
	if !fields.IsZero() {
		t.Errorf("got %+v, want nothing", x)
	}
}
