package conformance

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
)

func TestRequestOf(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       Request
		err        string
	}{
		{"the page's", callback.PrevFriendAdd.Sample, Request{Accounts: []string{"id1", "id2"}, From: "id"}, ""},
		{"escapes", `{"From\u005fAccount":"\u0061","FriendItem":[{"To\u005fAccount":"\ud83d\ude00"}]}`, Request{Accounts: []string{"😀"}, From: "a"}, ""},
		{"escapes at the start of names", `{"\u0046rom_Account":"a","\u0046riendItem":[{"\u0054o_Account":"b"}]}`, Request{Accounts: []string{"b"}, From: "a"}, ""},
		{"escapes in other names", `{"\u0041":"a","FriendItem":[{"To_Account":"b","\u0041":"c"}],"\u0042":[{"To_Account":"d"}]}`, Request{Accounts: []string{"b"}}, ""},
		{"repeats", `{"FriendItem":[{"To_Account":"a"},{"To_Account":"b"},{"To_Account":"a"}]}`, Request{Accounts: []string{"a", "b", "a"}}, ""},
		{"twice in one item", `{"FriendItem":[{"To_Account":"a","To_Account":"b"}]}`, Request{Accounts: []string{"b"}, Unnamed: 1}, ""},
		{"an empty account", `{"FriendItem":[{"To_Account":""}]}`, Request{Accounts: []string{""}}, ""},
		{"items that name nobody", `{"FriendItem":[1,null,[],{},{"To_Account":1},{"x":{"To_Account":"z"}},{"To_Account":"a"}]}`, Request{Accounts: []string{"a"}, Unnamed: 6}, ""},
		{"wrong types", `{"From_Account":7,"FriendItem":[{"To_Account":"a"}],"x":[1]}`, Request{Accounts: []string{"a"}}, ""},
		{"nobody", `{"FriendItem":[]}`, Request{}, ""},
		{"no items", `{"From_Account":"id","FriendItem":{}}`, Request{From: "id"}, "no array FriendItem"},
		{"cut off", `{"From_Account":"id","FriendItem":[{"To_Account":"a"},{"To_Acc`, Request{Accounts: []string{"a"}, From: "id", Unnamed: 1}, "not JSON"},
		{"something after it", `{"FriendItem":[{"To_Account":"a"}]}x`, Request{Accounts: []string{"a"}}, "not JSON"},
		{"empty", ``, Request{}, "it starts with nothing"},
		{"array", `[{"From_Account":"id"}]`, Request{}, `it starts with "[{\"From_Account\":\"id\"}]"`},
		{"a text that is just not long", strings.Repeat("x", 24), Request{}, `it starts with "` + strings.Repeat("x", 24) + `"`},
		{"a long text", strings.Repeat("x", 25), Request{}, `it starts with "` + strings.Repeat("x", 24) + `"…`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := RequestOf([]byte(tt.body))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("want against got:\n%s", diff)
			}
			if (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got the error %v, want %q", err, tt.err)
			}
		})
	}
}

func TestRequestIn(t *testing.T) {
	for _, tt := range []struct {
		name, sent string
		want       Request
		fails      bool
	}{
		{"signed", sampleQuerying(rule.PageQuery + "&Sign=0a%31b&RequestTime=1"), Request{Accounts: []string{"id1", "id2"}, From: "id", Secrets: []string{"0a1b"}}, false},
		{"signed with a plus", sampleQuerying(rule.PageQuery + "&x=1&Sign=0a+b"), Request{Accounts: []string{"id1", "id2"}, From: "id", Secrets: []string{"0a b"}}, false},
		{"signed with a plus at the start", sampleQuerying("Sign=+b&" + rule.PageQuery), Request{Accounts: []string{"id1", "id2"}, From: "id", Secrets: []string{" b"}}, false},
		{"an escape in the name", sampleQuerying("a%20b=c&%53ign=ab&" + rule.PageQuery), Request{Accounts: []string{"id1", "id2"}, From: "id", Secrets: []string{"ab"}}, false},
		{"one byte", sampleQuerying("Sign=a"), Request{Accounts: []string{"id1", "id2"}, From: "id", Secrets: []string{"a"}}, false},
		{"the first of two", sampleQuerying("Sign=&Sign=ab"), Request{Accounts: []string{"id1", "id2"}, From: "id"}, false},
		{"not signed", sampleQuerying(rule.PageQuery), Request{Accounts: []string{"id1", "id2"}, From: "id"}, false},
		{"an empty Sign", sampleQuerying(rule.PageQuery + "&Sign="), Request{Accounts: []string{"id1", "id2"}, From: "id"}, false},
		{"a whole URL", "POST http://a/b?Sign=ab HTTP/1.1\r\n\r\n" + callback.PrevFriendAdd.Sample, Request{Accounts: []string{"id1", "id2"}, From: "id", Secrets: []string{"ab"}}, false},
		{"a URL that is none", "POST http://[::1 HTTP/1.1\r\n\r\n{\"FriendItem\":[]}", Request{}, false},
		{"nothing sent", "", Request{}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := RequestIn(&exchange.Exchange{Sent: []byte(tt.sent)})
			if diff := cmp.Diff(tt.want, got); diff != "" || (err != nil) != tt.fails {
				t.Errorf("got the error %v; want against got:\n%s", err, diff)
			}
		})
	}
}

// TestRequestRead reads exchanges one after the other into one Asked.
func TestRequestRead(t *testing.T) {
	signed := &exchange.Exchange{Sent: []byte(sampleQuerying(rule.PageQuery + "&Sign=abcdef"))}
	a := Request{Accounts: []string{"x"}, From: "x", Secrets: []string{"x"}, Hostile: true}
	for _, tt := range []struct {
		sent string
		want Request
	}{
		{string(signed.Sent), Request{Accounts: []string{"id1", "id2"}, From: "id", Secrets: []string{"abcdef"}}},
		{rule.SampleRequest("POST", "HTTP/1.1", "Sign=fedcba", `{"FriendItem":[{"To_Account":"id1"},{"To_Account":"id3"}]}`), Request{Accounts: []string{"id1", "id3"}, Secrets: []string{"fedcba"}}},
		{rule.SampleRequest("POST", "HTTP/1.1", "", rule.Asks()), Request{Accounts: []string{}, From: "id", Secrets: []string{}}},
	} {
		if err := a.Read(&exchange.Exchange{Sent: []byte(tt.sent)}); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(tt.want, a); diff != "" {
			t.Errorf("want against got:\n%s", diff)
		}
	}
	if got := testing.AllocsPerRun(20, func() { _ = a.Read(signed) }); got > 0 {
		t.Errorf("got %v allocations for the same request again, want 0", got)
	}
	a.Secrets = nil
	if a.AddSign("/?Sign=ab#Sign=cd"); len(a.Secrets) != 1 || a.Secrets[0] != "ab" {
		t.Errorf("got the secrets %q, want ab", a.Secrets)
	}
}

func TestParseRequest(t *testing.T) {
	got, err := ParseRequest([]byte("POST /a?b=c HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n{}\r\n\r\n"))
	want := RequestView{Method: "POST", Target: "/a?b=c", Proto: "HTTP/1.1", Head: []byte("Host: x\r\nA: b\r\n"), Body: []byte("{}\r\n\r\n")}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("got the error %v; want against got:\n%s", err, diff)
	}
	for raw, message := range map[string]string{
		"":                           "do not end: it starts with nothing",
		"POST / HTTP/1.1\r\nHost: x": "do not end",
		"POST /\r\n\r\n":             "not three words",
		"POST / a b\r\n\r\n":         "not three words",
	} {
		if _, err := ParseRequest([]byte(raw)); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("got the error %v for %q, want one with %q", err, raw, message)
		}
	}
}

// TestUnknownHead judges a request of which method, target and body are known and nothing else.
func TestUnknownHead(t *testing.T) {
	var judge RequestJudge
	var out Judgement
	view := RequestView{Method: "POST", Target: "/?" + rule.PageQuery, Body: []byte(callback.PrevFriendAdd.Sample)}
	if judge.Judge(&view, &out); len(out.Findings) > 0 {
		t.Errorf("got %v, want nothing said of headers and protocol", fired(&out))
	}
	view.Head = []byte{}
	if judge.Judge(&view, &out); len(out.Findings) != 3 {
		t.Errorf("got %v without any header, want RQH-001 to RQH-003", fired(&out))
	}
}

func TestAssumptions(t *testing.T) {
	var a Assumptions
	for _, tt := range []struct{ set, want, err string }{
		{"not-answered=block", "not-answered=block", ""},
		{"out-of-range=allow, error-code=said", "error-code=said,not-answered=block,out-of-range=allow", ""},
		{"not-answered=allow", "error-code=said,out-of-range=allow", ""},
		{"error-code=block", "error-code=said,out-of-range=allow", `error-code: wanted allow (the default) or said, got "block"`},
		{"error-code", "error-code=said,out-of-range=allow", `wanted assumption=value, got "error-code"`},
		{"late=block", "error-code=said,out-of-range=allow", `unknown assumption "late": wanted one of not-json, error-code, no-result-item, not-answered, conflicting, unreadable-code, out-of-range, incomplete, byte-order-mark, broken-utf-8, odd-number`},
		{"", "error-code=said,out-of-range=allow", `wanted assumption=value, got nothing`},
	} {
		err := a.Set(tt.set)
		if (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("Set(%q): got the error %v, want %q", tt.set, err, tt.err)
		}
		if got := a.String(); got != tt.want {
			t.Errorf("Set(%q): got %q, want %q", tt.set, got, tt.want)
		}
	}
	if again, err := ParseAssumptions(strings.Split(a.String(), ",")...); err != nil || again != a {
		t.Errorf("got %v, %v from its own text, want %v", again, err, a)
	}
	if _, err := ParseAssumptions("not-json=block", "x=y"); err == nil {
		t.Error("got no error for the second setting")
	}
	if a.Type() == "" || len(Switches()) != 11 {
		t.Errorf("got the type %q and %d switches, want a type and 11", a.Type(), len(Switches()))
	}
	for _, s := range Switches() {
		if s.When == "" || s.Cause == "" || s.Default == s.Other {
			t.Errorf("got the switch %+v", s)
		}
	}
}
