package scrub

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
)

var key = []byte("0123456789abcdef0123456789abcdef")

func newScrubber(t testing.TB, key []byte) *Scrubber {
	t.Helper()
	s, err := New(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func record(sent, received string, extra ...callback.Member) *capture.Record {
	r := &capture.Record{Exchange: callback.Exchange{Seq: 1, Target: "http://receiver/hook", Sent: []byte(sent), Received: []byte(received)}, Extra: extra}
	if received != "" {
		r.Exchange.Answer.Advance(r.Exchange.Received, true)
	}
	return r
}

func post(query, body string) string {
	return fmt.Sprintf("POST /hook%s HTTP/1.1\r\nHost: receiver\r\nContent-Length: %d\r\n\r\n%s", query, len(body), body)
}

func ok(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// One record with everything in it, before and after.
func TestRecord(t *testing.T) {
	s := newScrubber(t, key)
	alice, bob := s.Account("alice"), s.Account("bob@example.com")
	r := record(
		post("?SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=203.0.113.7&OptPlatform=iOS&RequestId=0b9d6c6e-1&Sign=abc&RequestTime=1669872112&alice=b%20c",
			`{"CallbackCommand": "Sns.CallbackPrevFriendAdd", "From_Account": "alice","Requester_Account":"\u0061lice","FriendItem":[`+
				`{"To_Account":"bob@example.com","Remark":"Bob, né 1970 😀","GroupName":"同学🙂","AddSource":"AddSource_Type_iOS","AddWording":"\u4f60\u597d \ud83d\ude00, call 555-1234!\n"}],`+
				`"AddType":"Add_Type_Both","ForceAddFlags":0,"EventTime":1631777344870,"phone":13800138000,"Tag":{"vip":true,"n":-0.5}}`),
		strings.Replace(ok(`{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"alice knows","ResultItem":[{"To_Account":"bob@example.com","ResultCode":38000,"ResultInfo":"不可以"}]}`),
			"OK\r\n", "OK\r\nX-User: alice\r\nSet-Cookie: a=b\r\n ; more\r\nServer: alice-server\r\n", 1),
		callback.Member{Name: "label", Value: `"alice at work"`}, callback.Member{Name: "fault", Value: `"latency=300ms"`},
		callback.Member{Name: "verdicts", Value: `[]`}, callback.Member{Name: "seed", Value: "7"},
		callback.Member{Name: "trace", Value: `[{"account":"bob@example.com","code":38000,"rule":"no links","values":{"from":"alice","wording":"hi"}}]`},
		callback.Member{Name: "alice", Value: `["alice",1.5]`},
	)
	r.Exchange.Target = "https://user:pw@receiver/hooks/9f8a7s6d5f4g/alice"
	r.Exchange.Failure = callback.Failure{Cause: callback.Reset, Detail: "after 17 bytes from alice"}
	s.Record(r)
	x := &r.Exchange
	got := strings.Join([]string{x.Target, string(x.Sent), string(x.Received), x.Failure.Detail, fmt.Sprint(r.Extra)}, "\n===\n")
	body := `{"CallbackCommand": "Sns.CallbackPrevFriendAdd", "From_Account": "` + alice + `","Requester_Account":"` + alice + `","FriendItem":[` +
		`{"To_Account":"` + bob + `","Remark":"xxx, xø 9999 🙂","GroupName":"〇〇🙂","AddSource":"AddSource_Type_iOS","AddWording":"\u3007\u3007 \ud83d\ude42, xxxx 999-9999!\n"}],` +
		`"AddType":"Add_Type_Both","ForceAddFlags":0,"EventTime":1631777344870,"` + s.name("phone") + `":99999999999,"` + s.name("Tag") + `":{"` + s.name("vip") + `":true,"` + s.name("n") + `":-9.9}}`
	answer := `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"xxxxx xxxxx","ResultItem":[{"To_Account":"` + bob + `","ResultCode":38000,"ResultInfo":"〇〇〇"}]}`
	want := strings.Join([]string{
		"https://receiver/hooks/9x9x9x9x9x9x/xxxxx",
		post("?SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP="+s.Address("203.0.113.7")+
			"&OptPlatform=iOS&RequestId=9x9x9x9x-9&RequestTime=1669872112&"+s.name("alice")+"=x%20x", body),
		fmt.Sprintf("HTTP/1.1 200 OK\r\nX-User: xxxxx\r\nServer: xxxxx-xxxxxx\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer),
		"xxxxx 99 xxxxx xxxx xxxxx",
		`[{label "xxxxx xx xxxx"} {fault "latency=300ms"} {seed 7} {trace [{"account":"` + bob + `","code":38000,"rule":"xx xxxxx","values":{"from":"` + alice + `","` + s.name("wording") + `":"xx"}}]} {` + s.name("alice") + ` ["xxxxx",9.9]}]`,
	}, "\n===\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if where := s.Check(r); len(where) > 0 {
		t.Errorf("after scrubbing: %q", where)
	}
}

func TestMask(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"Hello, World 42!":       "xxxxx, xxxxx 99!",
		"né Ünïcödé Привет שלום": "xø øxøxøxø øøøøøø øøøø",
		"你好，世界。３":                "〇〇，〇〇。９",
		"ひらがな 한국어":               "〇〇〇〇 〇〇〇",
		"𠮷野家":                    "𠀀〇〇",
		"😀👍🏽❤️ ☺ €£ 👨‍👩‍👧": "🙂🙂🙂☺️ ☺ ☺¤ 🙂‍🙂‍🙂",
		"ไทย ٣":                            "ẋẋẋ ٩",
		"https://evil.example/?id=1&x=y@z": "xxxxx://xxxx.xxxxxxx/?xx=9&x=x@x",
		"a\x00\t\nb\xff\xd6\xd0":           "x\x00\t\nx\xff\xff\xff",
	} {
		got := Mask(text)
		if got != want || len(got) != len(text) || Mask(got) != got {
			t.Errorf("%q: got %q (%d bytes, then %q), want %q (%d bytes)", text, got, len(got), Mask(got), want, len(text))
		}
	}
}

// Every character there is: as long as before, of a class that masking keeps, and never itself if it is a letter.
func TestMaskEveryCharacter(t *testing.T) {
	seen := map[rune]bool{}
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		m := maskRune(r)
		if utf8.RuneLen(m) != utf8.RuneLen(r) || maskRune(m) != m {
			t.Fatalf("%U: got %U, then %U", r, m, maskRune(m))
		}
		if m != r {
			seen[m] = true
		}
	}
	if len(seen) > 16 {
		t.Errorf("got %d different masks: they say more than a class", len(seen))
	}
}

func TestAccount(t *testing.T) {
	s, other := newScrubber(t, key), newScrubber(t, []byte("another key of length"))
	pseudonyms := map[string]string{}
	for i := range 10_000 {
		id := fmt.Sprintf("user%d", i)
		p := s.Account(id)
		if callback.ValidAccount(p) != "" || p != s.Account(id) || s.Account(p) != p || pseudonyms[p] != "" || p == other.Account(id) || other.Account(p) == p {
			t.Fatalf("%s: got %s, then %s; with another key %s", id, p, s.Account(p), other.Account(id))
		}
		pseudonyms[p] = id
	}
	if got := s.Account(""); got != "" {
		t.Errorf("got %q for nobody", got)
	}
	// What made an id none stays.
	for _, id := range []string{strings.Repeat("a", 33), strings.Repeat("好", 20), "用户", "a\nb", "tab\t", strings.Repeat("é", 300), "\xd6\xd0"} {
		got := s.Account(id)
		if callback.ValidAccount(got) != callback.ValidAccount(id) || strings.Contains(got, id) || s.Account(got) != got {
			t.Errorf("%q: got %q, which %s, then %q", id, got, callback.ValidAccount(got), s.Account(got))
		}
	}
	// An id that only looks like a pseudonym is none to whoever has the key.
	forged := "u_" + strings.Repeat("a", 24)
	if s.Account(forged) == forged || !Keyless().isPseudonym(&accountForm, forged) {
		t.Errorf("got %q for %q", s.Account(forged), forged)
	}
	if _, err := New([]byte("short")); err == nil || !strings.Contains(err.Error(), "the key has 5 bytes: at least 16") {
		t.Errorf("got %v", err)
	}
	if s.Fingerprint() == other.Fingerprint() || len(s.Fingerprint()) != 12 {
		t.Errorf("got fingerprints %s and %s", s.Fingerprint(), other.Fingerprint())
	}
}

func TestAddress(t *testing.T) {
	s := newScrubber(t, key)
	for _, text := range []string{"203.0.113.7", "10.0.0.1", "127.0.0.1", "2400:3200::1", "::1", "::ffff:203.0.113.7"} {
		got := s.Address(text)
		if got == text || s.Address(got) != got || got != s.Address(text) {
			t.Errorf("%s: got %s, then %s", text, got, s.Address(got))
		}
	}
	if a, b := s.Address("203.0.113.7"), s.Address("::ffff:203.0.113.7"); a != b || !strings.HasPrefix(a, "198.1") {
		t.Errorf("got %s and %s for one client", a, b)
	}
	if got := s.Address("fe80::1%eth0"); got != "xx99::9%xxx9" {
		t.Errorf("got %q", got)
	}
}

// The rules' own samples judge the same after scrubbing: every effect, cause and code, and all findings but two: RIT-005
// tells accounts that are spelt alike, and pseudonyms are not, so that its neighbours find them missing; INF-004 reads texts.
func TestScrubbingKeepsTheVerdicts(t *testing.T) {
	s := newScrubber(t, key)
	n := 0
	for rule := range conformance.Rules() {
		for _, sample := range append(rule.Pass, rule.Fail...) {
			x := sample.Exchange()
			r := &capture.Record{Exchange: *x}
			before := judge(r)
			scrubbed := r.Clone()
			s.Record(scrubbed)
			after := judge(scrubbed)
			n++
			var but string
			if slices.ContainsFunc(before.Findings, func(f conformance.Finding) bool { return f.Rule.ID == "RIT-005" }) {
				but = "RIT-"
			}
			want, got := describe(before, s.Account, but), describe(after, func(id string) string { return id }, but)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s %q (-want +got)\n%s\n%s\n%s", rule.ID, sample.Name, diff, r.Exchange.Received, scrubbed.Exchange.Received)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d samples", n)
	}
}

func judge(r *capture.Record) *conformance.Judgement {
	var j capture.Judging
	j.Exchange(&r.Exchange)
	return &j.Judgement
}

func describe(j *conformance.Judgement, account func(string) string, but string) []string {
	list := []string{}
	for _, v := range j.Verdicts {
		list = append(list, fmt.Sprint(account(v.Account), v.Said, v.Effect, v.Cause, v.Code))
	}
	for _, f := range j.Findings {
		if f.Rule.ID != "INF-004" && (but == "" || !strings.HasPrefix(f.Rule.ID, but)) {
			list = append(list, f.Rule.ID)
		}
	}
	return list
}

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

func TestCheckTellsWhere(t *testing.T) {
	s := newScrubber(t, key)
	r := record(post("?ClientIP=203.0.113.7&Sign=x", `{"From_Account":"alice","FriendItem":[{"Remark":"Bob"}]}`), ok(`{"ResultItem":[{"To_Account":"bob"}]}`), callback.Member{Name: "label", Value: `"night"`})
	want := []string{
		"request.body: From_Account", "request.body: FriendItem: Remark", "request.head: ClientIP", "request.head: Sign",
		"response.body: ResultItem: To_Account", "label",
	}
	if got := s.Check(r); !cmp.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	s.Record(r)
	if got := Keyless().Check(r); len(got) > 0 {
		t.Errorf("without the key: got %q, want nothing", got)
	}
	if got := newScrubber(t, []byte("another key of length")).Check(r); len(got) == 0 {
		t.Error("a file scrubbed with one key passes for another")
	}
	if got := s.Check(record(post("", `{"From_Account":"u_`+strings.Repeat("a", 24)+`"}`), "")); !cmp.Equal(got, []string{"request.body: From_Account"}) {
		t.Errorf("forged: got %q", got)
	}
}

func TestMatches(t *testing.T) {
	s := newScrubber(t, key)
	original := record(post("", `{"From_Account":"alice"}`), "")
	scrubbed := original.Clone()
	s.Record(scrubbed)
	if !s.Matches(original, scrubbed) || s.Matches(original, original) {
		t.Error("want the scrubbed one to match, and the original not")
	}
	scrubbed.Exchange.Seq = 2
	if s.Matches(original, scrubbed) {
		t.Error("another number matches")
	}
}

func TestHeader(t *testing.T) {
	s := newScrubber(t, key)
	h := capture.Header{Tool: "chatcb", Extra: []callback.Member{{Name: "note", Value: `"alice"`}}}
	s.Header(&h)
	if got, _ := h.Get("scrubbed"); len(h.Extra) != 1 || !strings.Contains(got, s.Fingerprint()) {
		t.Errorf("got %v", h.Extra)
	}
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
