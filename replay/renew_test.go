package replay

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

func target(t testing.TB, url string) *delivery.Target {
	t.Helper()
	to, err := delivery.ParseTarget(url)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func renewed(r *Renewal, to *delivery.Target, sent string, at time.Time) (string, Renewed, error) {
	var q request
	if err := q.read([]byte(sent)); err != nil {
		return "", 0, err
	}
	out, done, err := (&renewer{Renewal: r, to: to}).append(&q, []byte(sent), at)
	return string(out), done, err
}

func TestRenewal(t *testing.T) {
	at := time.UnixMilli(1700000000123)
	sign := callback.Sign("sesame", "1700000000")
	const plain = "POST /hook?B=1&SdkAppid=14&Sign=old&a=%7e&RequestTime=99 HTTP/1.1\r\nhost: old\r\nX: 1\r\nCONTENT-LENGTH: 17\r\n\r\n{\"EventTime\" : 1}"
	tests := []struct {
		name  string
		r     Renewal
		sent  string
		want  string
		names []string
	}{
		{
			"without a token",
			Renewal{},
			plain,
			"POST /hook?B=1&SdkAppid=14&Sign=old&a=%7e&RequestTime=99 HTTP/1.1\r\nhost: localhost:3000\r\nX: 1\r\nCONTENT-LENGTH: 29\r\n\r\n{\"EventTime\" : 1700000000123}",
			[]string{"EventTime", "Host", "Content-Length", "Sign kept: no token"},
		},
		{
			"with a token",
			Renewal{Token: "sesame", AppID: "15"},
			plain,
			"POST /hook?B=1&SdkAppid=15&Sign=" + sign + "&a=%7e&RequestTime=1700000000 HTTP/1.1\r\nhost: localhost:3000\r\nX: 1\r\nCONTENT-LENGTH: 29\r\n\r\n{\"EventTime\" : 1700000000123}",
			[]string{"EventTime", "RequestTime", "Sign", "SdkAppid", "Host", "Content-Length"},
		},
		{
			"signed for the first time",
			Renewal{Token: "sesame"},
			"POST / HTTP/1.1\r\n\r\n",
			"POST /?Sign=" + sign + "&RequestTime=1700000000 HTTP/1.1\r\n\r\n",
			[]string{"RequestTime", "Sign"},
		},
		{
			"edits",
			Renewal{Edits: []exchange.Edit{{Path: "url.ClientIP", Text: "::1"}, {Path: "A[0]", Text: "x"}, {Path: "B", Text: "7"}, {Path: "EventTime", Text: "5"}, {Path: "C", Text: "null", JSON: true}}},
			"POST /?ClientIP=1 HTTP/1.1\r\nContent-Length: 37\r\n\r\n{\"A\":[1],\"B\":2,\"C\":3,\"EventTime\":4 }  ",
			"POST /?ClientIP=%3A%3A1 HTTP/1.1\r\nContent-Length: 43\r\n\r\n{\"A\":[\"x\"],\"B\":7,\"C\":null,\"EventTime\":5 }  ",
			[]string{"edits", "parameters", "Content-Length"},
		},
		{
			"headers",
			Renewal{},
			"POST / HTTP/1.1\r\nX: 0\r\nHost: h\r\nX: 1\r\nZ: 9\r\n\r\n",
			"POST / HTTP/1.1\r\nX: 2\r\nX: 4\r\nHost: mine\r\nZ: 9\r\nY: 3\r\n\r\n",
			[]string{"Host", "headers"},
		},
		{
			"path and query of the target",
			Renewal{},
			"POST /old?app=x HTTP/1.1\r\n\r\n",
			"POST /new?app=y&k=1 HTTP/1.1\r\n\r\n",
			[]string{"parameters", "path"},
		},
		{
			"chunks whose payload stays",
			Renewal{},
			"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
			"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\n{\r\n1\r\n}\r\n0\r\n\r\n", nil,
		},
		{
			"chunks whose payload is renewed",
			Renewal{},
			"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"EventT\r\n7\r\nime\":1}\r\n0\r\n\r\n",
			"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1b\r\n{\"EventTime\":1700000000123}\r\n0\r\n\r\n",
			[]string{"EventTime"},
		},
		{
			"an EventTime that is no number, and one further down",
			Renewal{},
			"POST / HTTP/1.1\r\n\r\n{\"a\":{\"EventTime\":1},\"EventTime\":\"1\"}",
			"POST / HTTP/1.1\r\n\r\n{\"a\":{\"EventTime\":1},\"EventTime\":\"1\"}", nil,
		},
		{"HTTP/1.0 and bare line feeds", Renewal{}, "POST / HTTP/1.0\nA: b\n\n{}", "POST / HTTP/1.0\nA: b\n\r\n{}", nil},
		{
			"as captured, with a header",
			Renewal{AsCaptured: true, Token: "sesame"},
			"\r\nPOST /?Sign=1 HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n{\"EventTime\":1}", "\r\nPOST /?Sign=1 HTTP/1.1\r\nHost: h\r\nA: c\r\n\r\n{\"EventTime\":1}",
			[]string{"headers"},
		},
	}
	headers := map[string][]exchange.Header{
		"headers":                    {{Name: "x", Value: "2"}, {Name: "Y", Value: "3"}, {Name: "X", Value: "4"}, {Name: "Host", Value: "mine"}},
		"as captured, with a header": {{Name: "A", Value: "c"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			to := target(t, "3000")
			if tt.name == "path and query of the target" {
				to = target(t, "http://h:1/new?app=y&k=1")
			}
			to.Headers = headers[tt.name]
			got, done, err := renewed(&tt.r, to, tt.sent, at)
			if err != nil || got != tt.want {
				t.Errorf("got  %q, %v\nwant %q", got, err, tt.want)
			}
			if !slices.Equal(done.Names(), tt.names) {
				t.Errorf("got %v, want %v", done.Names(), tt.names)
			}
		})
	}
}

func TestRenewalErrors(t *testing.T) {
	r := Renewal{Edits: []exchange.Edit{{Path: "Remrak", Text: "x"}}}
	if _, _, err := renewed(&r, target(t, "3000"), "POST / HTTP/1.1\r\n\r\n{\"Remark\":1}", time.Now()); err == nil || !strings.Contains(err.Error(), `"Remark"`) {
		t.Errorf("got %v, want the nearest path", err)
	}
	for _, as := range []bool{false, true} {
		r := Renewal{AsCaptured: as}
		_, _, err := renewed(&r, target(t, "3000"), "POST / HTTP/1.1\r\nCOOKIE: [masked]\r\n\r\n", time.Now())
		if e, ok := errors.AsType[*MaskedError](err); !ok || e.Header != "COOKIE" {
			t.Errorf("as captured %v: got %v, want that COOKIE is masked", as, err)
		}
	}
}

// Whatever was captured: as captured it stays; renewed it is a request that reads the same but for what was renewed.
func FuzzRenewal(f *testing.F) {
	f.Add([]byte("POST /?a=b&Sign=c HTTP/1.1\r\nHost: h\r\nContent-Length: 15\r\n\r\n{\"EventTime\":1}"), "sesame")
	f.Add([]byte("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"), "")
	at := time.UnixMilli(1700000000123)
	to := target(f, "3000")
	f.Fuzz(func(t *testing.T, sent []byte, token string) {
		var q request
		if q.read(sent) != nil {
			return
		}
		same, _, err := (&renewer{Renewal: &Renewal{AsCaptured: true}, to: to}).append(&q, sent, at)
		if err == nil && !bytes.Equal(same, sent) {
			t.Fatalf("as captured: got %q, want %q", same, sent)
		}
		out, _, err := (&renewer{Renewal: &Renewal{Token: token}, to: to}).append(&q, sent, at)
		if err != nil {
			return
		}
		var again request
		if err := again.read(out); err != nil || again.head.Framing != q.head.Framing || string(again.head.Method) != string(q.head.Method) {
			t.Fatalf("got %q (%v) of %q", out, err, sent)
		}
		before, _ := conformance.RequestOf(q.text)
		after, _ := conformance.RequestOf(again.text)
		if !slices.Equal(before.Accounts, after.Accounts) {
			t.Fatalf("got accounts %q, want %q", after.Accounts, before.Accounts)
		}
		if again.head.Framing == http1.FramingLength && q.head.Length == int64(len(q.framed)) && again.head.Length != int64(len(again.framed)) {
			t.Fatalf("got length %d of a body of %d", again.head.Length, len(again.framed))
		}
	})
}

// However a request was framed, in chunks, behind a byte order mark or both, it is the same request when it is renewed.
func TestFramingsAreTheSameRequest(t *testing.T) {
	const text = `{"EventTime":1,"CallbackCommand":"Sns.CallbackPrevFriendAdd","From_Account":"a","FriendItem":[{"To_Account":"b"}]}`
	const head = "POST /?CallbackCommand=Sns.CallbackPrevFriendAdd HTTP/1.1\r\nHost: old\r\n"
	chunked := func(body string) string {
		at := len(body) / 2
		return fmt.Sprintf("%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", head, at, body[:at], len(body)-at, body[at:])
	}
	plain := func(body string) string { return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, len(body), body) }
	at := time.UnixMilli(1700000000123)
	for name, sent := range map[string]string{
		"plain": plain(text), "chunks": chunked(text), "mark": plain("\ufeff" + text), "mark in chunks": chunked("\ufeff" + text),
	} {
		out, done, err := renewed(&Renewal{}, target(t, "http://new/"), sent, at)
		x := exchange.Exchange{Sent: []byte(out)}
		if want := strings.Replace(text, `"EventTime":1,`, `"EventTime":1700000000123,`, 1); err != nil || string(x.SentBody()) != want {
			t.Errorf("%s: got %q (%v), want %s", name, out, err, want)
		}
		if strings.Contains(sent, "\ufeff") != strings.Contains(out, "\ufeff") || strings.Contains(sent, "chunked") != strings.Contains(out, "chunked") {
			t.Errorf("%s: got another framing: %q", name, out)
		}
		if !slices.Contains(done.Names(), "EventTime") {
			t.Errorf("%s: got EventTime as it was", name)
		}
		var q request
		if err := q.read([]byte(sent)); err != nil {
			t.Fatal(err)
		}
		if got := q.judged(); got.From != "a" || !slices.Equal(got.Accounts, []string{"b"}) {
			t.Errorf("%s: got %+v, want a and b", name, got)
		}
		if length := fmt.Sprintf("Content-Length: %d", len(x.Sent)-bytes.Index(x.Sent, []byte("\r\n\r\n"))-4); strings.Contains(out, "Content-Length") && !strings.Contains(out, length) {
			t.Errorf("%s: got %q, want %s", name, out, length)
		}
	}
}
