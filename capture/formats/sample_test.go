package formats

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/language"
)

var same = cmp.Options{cmpopts.IgnoreUnexported(http1.Answer{}), cmpopts.EquateEmpty()}

// sample is an exchange in which user asks for friends and each is answered with the code.
func sample(seq uint64, user string, code int64, friends ...string) *capture.Record {
	q := callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: user, FromAccount: user,
		Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}, EventTime: 1669872112345,
	}
	answer := callback.Allow(friends...)
	for i, id := range friends {
		answer.ResultItem[i].ResultCode = code
		q.Items = append(q.Items, callback.Item{ToAccount: id, Texts: callback.Texts{callback.Source: "AddSource_Type_Android", callback.Wording: "it's \"me\", 你好"}})
	}
	query := callback.PrevFriendAdd.Query("1400000000", "203.0.113.7", "Android")
	body, received := callback.Encoding{OmitEmpty: true}.Append(nil, &q), answer.Append(nil, callback.Wire)
	r := &capture.Record{Exchange: exchange.Exchange{
		Seq: seq, Start: time.Date(2026, 11, 23, 15, 4, 5, 678_901_234, time.UTC).Add(time.Duration(seq) * time.Second),
		Target: "http://127.0.0.1:3000/hook", Deadline: callback.Deadline,
		Phases: exchange.Phases{Write: 41_235, FirstByte: 1_204_111, LastByte: 1_220_004},
	}}
	x := &r.Exchange
	x.Sent = fmt.Appendf(nil, "POST /hook?%s HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", query.Append(nil), len(body), body)
	answerWith(x, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(received), received))
	return r
}

func answerWith(x *exchange.Exchange, received string) {
	x.Received = []byte(received)
	x.Answer.Reset()
	if received != "" {
		x.Answer.Advance(x.Received, true)
	}
}

// fixed is the list of records that golden files are made of: the usual, a denial, odd bytes, and no answer.
func fixed() []*capture.Record {
	plain, denied, odd, none := sample(1, "alice", 0, "bob"), sample(2, "=cmd|' /C calc'!A0", 38000, "@RBT#001", "-dave"), sample(3, "carol", 0, "eve"), sample(4, "frank", 0, "grace")
	denied.Set(capture.ExtraLabel, `"night shift"`)
	denied.Exchange.Target = "https://example.com/hook"
	denied.Exchange.Sent = bytes.Replace(denied.Exchange.Sent, []byte("127.0.0.1:3000"), []byte("example.com"), 1)
	denied.Exchange.Phases = exchange.Phases{DNS: 1_000_000, Connect: 3_000_001, TLS: 9_999_999, Write: 10_000_000, FirstByte: 12_345_678, LastByte: 12_400_000}
	odd.Exchange.Sent = bytes.Replace(odd.Exchange.Sent, []byte("\r\nHost"), []byte("\r\nX-Odd:   two  blanks\r\nAuthorization: [masked]\r\nHost"), 1)
	odd.Exchange.Reused = true
	answerWith(&odd.Exchange, "HTTP/1.1 500 Internal Server Error\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\xd6\xd0\xb9\r\n2\r\nab\r\n0\r\n\r\n")
	answerWith(&none.Exchange, "")
	none.Exchange.Phases = exchange.Phases{Connect: 1}
	none.Exchange.Failure = exchange.Failure{Cause: callback.NoConnection, Detail: "connection refused"}
	return []*capture.Record{plain, denied, odd, none}
}

func formatNamed(t testing.TB, name string) format.Format {
	t.Helper()
	f, err := ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func written(t testing.TB, name string, o format.Options, records ...*capture.Record) string {
	t.Helper()
	var b bytes.Buffer
	sink := formatNamed(t, name).Write(&b, o)
	for _, r := range records {
		if err := sink.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func readBack(t testing.TB, name, text string, o format.Options) []*capture.Record {
	t.Helper()
	var list []*capture.Record
	for r, err := range formatNamed(t, name).Read(strings.NewReader(text), o) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r.Clone())
	}
	return list
}

func lostIn(l *format.Lost) (list []string) {
	for _, item := range l.Items() {
		list = append(list, fmt.Sprintf("%s (%d, first %d)", language.T(item.What, item.Args...), item.Count, item.First))
	}
	return list
}

func testdata(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
