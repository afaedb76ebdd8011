package scrub

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
)

// rawIn looks for a secret in a line of a capture, in every spelling that a line can have.
func rawIn(line []byte, secret string) bool {
	text := strings.ToLower(string(line))
	secret = strings.ToLower(secret)
	for _, s := range []string{secret, url.QueryEscape(secret), strings.Trim(fmt.Sprintf("%+q", secret), `"`)} {
		if strings.Contains(text, strings.ToLower(s)) {
			return true
		}
	}
	for word := range strings.FieldsFuncSeq(string(line), func(r rune) bool { return r == '"' }) {
		if b, err := base64.StdEncoding.DecodeString(word); err == nil && len(b) > 8 && bytes.Contains(bytes.ToLower(b), []byte(secret)) {
			return true
		}
	}
	return false
}

// Wherever a secret stands, in JSON that is right or wrong, it is gone.
func TestNothingRawRemains(t *testing.T) {
	s := newScrubber(t, key)
	const secret = "Zhang Wei-2042"
	places := []string{
		`{"From_Account":"%s"}`, `{"from_account":["%s"]}`, `{"x":{"y":"%s"}}`, `{"%s":1}`, `[["%s"]]`, `"%s"`, `%s`, `{"To_Account":"%s`, `{"a":1} %s`,
		`{"EventTime":"%s"}`, `{"AddType":"%s"}`, `{"AddSource":"AddSource_Type_%s"}`, `{"CallbackCommand":"Sns.%s"}`, `{"ActionStatus":"%s"}`, `{"ErrorCode":"%s"}`,
		`{"a":tru,"To_Account":"%s"}`, "\ufeff" + `{"Remark":"%s"}`, "{\"a\":\"\xff\",\"b\":\"%s\"}", `{"a":1,"a":{"%s":"%s"}}`,
	}
	check := func(name string, r *capture.Record) {
		t.Helper()
		s.Record(r)
		if line := lineOf(r); rawIn(line, secret) || rawIn(line, "Zhang") || rawIn(line, "2042") {
			t.Errorf("%s: %s", name, line)
		}
		if where := s.Check(r); len(where) > 0 {
			t.Errorf("%s: check finds %q in %s", name, where, lineOf(r))
		}
	}
	for _, place := range places {
		body := strings.ReplaceAll(place, "%s", secret)
		check("request "+place, record(post("", body), ""))
		check("answer "+place, record(post("", "{}"), ok(body)))
		check("chunked "+place, record(post("", "{}"), fmt.Sprintf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n%s\r\n%x\r\n%s\r\n0\r\nT: %s\r\n\r\n", body[:3], len(body)-3, body[3:], secret)))
		check("badly chunked "+place, record(post("", "{}"), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+body))
		check("behind the answer "+place, record(post("", "{}"), ok("{}")+body))
	}
	for _, head := range []string{
		"POST /%s HTTP/1.1", "POST /?Sign=%s HTTP/1.1", "POST /?%s HTTP/1.1", "POST /?ClientIP=%s&SdkAppid=%s&OptPlatform=%s&contenttype=%s&RequestTime=%s HTTP/1.1",
		"POST http://a:%s@b/%s#%s HTTP/1.1", "%s", "POST %s", "POST / HTTP/1.1\r\nAuthorization: %s", "POST / HTTP/1.1\r\nX-%s: 1", "POST / HTTP/1.1\r\nX: y\r\n %s",
		"POST / HTTP/1.1\r\nX-Api-Key: x\r\n\t%s", "POST / HTTP/1.1\r\n%s", "POST / HTTP/1.1\r\nX-Forwarded-For: %s",
	} {
		check("head "+head, record(strings.ReplaceAll(head, "%s", secret)+"\r\n\r\n{}", ""))
		check("escaped "+head, record(strings.ReplaceAll(head, "%s", url.PathEscape(secret))+"\r\n\r\n{}", ""))
		answer := strings.Replace(strings.ReplaceAll(head, "%s", secret), "POST / HTTP/1.1", "HTTP/1.1 200 OK", 1)
		check("answer's "+head, record("POST / HTTP/1.1\r\n\r\n{}", "HTTP/1.1 100 "+secret+"\r\nA: "+secret+"\r\n\r\n"+answer+"\r\n\r\n"))
	}
	check("reason", record("POST / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 "+secret+"\r\n\r\n"))
	check("echoed in a kept header", record(post("", `{"From_Account":"`+secret+`"}`), "HTTP/1.1 200 OK\r\nServer: "+secret+"\r\n\r\n"))
	check("extra", record("POST / HTTP/1.1\r\n\r\n", "", callback.Member{Name: secret, Value: `{"` + secret + `":"` + secret + `"}`}, callback.Member{Name: "scenario", Value: `"` + secret + `!"`}))
}

// FuzzScrub: whatever is captured, scrubbing it twice is scrubbing it once, no id of it is left, the lengths of bodies
// stay right, and the effects are the same.
func FuzzScrub(f *testing.F) {
	s := newScrubber(f, key)
	for rule := range conformance.Rules() {
		x := rule.Fail
		if len(x) > 0 {
			e := x[0].Exchange()
			f.Add(e.Sent, e.Received, []byte(`{"a":1}`))
		}
	}
	f.Add([]byte(post("?ClientIP=::1&a=%zz", `{"From_Account":"\ud83d\u0041","x":01,"To_Account":"u_`)), []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nx"), []byte(`"\u4f60"`))
	f.Fuzz(func(t *testing.T, sent, received, extra []byte) {
		r := record(string(sent), string(received))
		if text, err := capture.OneLine(extra); err == nil {
			r.Extra = []callback.Member{{Name: "trace", Value: text}}
		}
		before := describe(judge(r), s.Account, "")
		ids := judge(r).Verdicts
		s.Record(r)
		once := lineOf(r)
		if where := s.Check(r); len(where) > 0 {
			again := r.Clone()
			s.Record(again)
			t.Fatalf("%q\nonce  %s\ntwice %s", where, once, lineOf(again))
		}
		if err := capture.CheckExtra(r.Extra); err != nil {
			t.Fatal(err)
		}
		for _, v := range ids {
			if len(v.Account) >= 12 && !s.isPseudonym(&accountForm, v.Account) && Mask(v.Account) != v.Account && bytes.Contains(once, []byte(v.Account)) {
				t.Fatalf("%q is left in %s", v.Account, once)
			}
		}
		after := describe(judge(r), func(id string) string { return id }, "")
		if len(before) > 0 && len(after) > 0 && len(ids) != len(judge(r).Verdicts) {
			t.Fatalf("accounts: got %q, want %q", after, before)
		}
	})
}
