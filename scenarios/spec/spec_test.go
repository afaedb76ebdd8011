package spec_test

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
	"github.com/chatcb/chatcb/scenarios/spec"
)

func TestFileErrorsPoint(t *testing.T) {
	t.Parallel()
	const begin = "version: 1\nscenarios:\n"
	for _, c := range []struct{ name, text, want string }{
		{"unknown key", begin + "  - id: a\n    expct: {answer: valid}\n", "f.yaml:4:5: unknown key \"expct\" (did you mean \"expect\"?); there are id, title"},
		{"the caret", begin + "  - id: a\n    level: eror\n", "f.yaml:4:12: wanted fail, warn, note, got \"eror\"\n        level: eror\n               ^"},
		{"unknown answer", begin + "  - id: a\n    expect: {answer: okay}\n", "f.yaml:4:22: wanted valid, not-approved, failed, 4xx, any or a status, got \"okay\""},
		{"unknown variable", begin + "  - id: a\n    matrix: {who: [x]}\n    request: {to: [\"${whom}\"]}\n", "f.yaml:5:20: unknown variable ${whom} (did you mean \"who\"?)"},
		{"value of another type", begin + "  - id: a\n    request: {friends: many}\n", "f.yaml:4:24: wanted a whole number, got \"many\""},
		{"value from the matrix", begin + "  - id: a\n    matrix: {n: [1, x]}\n    request: {friends: \"${n}\"}\n", "f.yaml:5:24: wanted a whole number, got \"x\""},
		{"id twice", begin + "  - id: a\n  - id: a\n", "f.yaml:4:5: the id \"a\" stands twice"},
		{"id with a slash", begin + "  - id: a/b\n", "wanted letters, digits and - _ . only"},
		{"decision", begin + "  - id: a\n    expect: {decision: {x: maybe}}\n", "f.yaml:4:28: decision: wanted allow, deny, or a code from 38000 to 39000, got \"maybe\""},
		{"code out of range", begin + "  - id: a\n    expect: {decision: {x: 403}}\n", "got \"403\""},
		{"nobody asked", begin + "  - id: a\n    request: {to: [spammer]}\n    expect: {decision: {spamer: deny}}\n", "decision of spamer: the request does not ask about this account (did you mean \"spammer\"?)"},
		{"same as what", begin + "  - id: a\n    steps: [{name: first}, {name: second, expect: {same: frist}}]\n", "got \"frist\" (did you mean \"first\"?)"},
		{"same as later", begin + "  - id: a\n    steps: [{name: x, expect: {same: y}}, {name: y}]\n", "wanted control or the name of a step before"},
		{"steps and expect", begin + "  - id: a\n    steps: [{name: x}]\n    expect: {answer: valid}\n", "steps take their own change and expect"},
		{"fires", begin + "  - id: a\n    expect: {fires: [TYP-999]}\n", "there is no rule \"TYP-999\""},
		{"needs", begin + "  - id: a\n    needs: [luck]\n", "wanted token, https, blocked or allowed"},
		{"extends nothing", begin + "  - id: a\n    extends: builtin/SEC-999\n", "f.yaml:4:14: there is no scenario \"SEC-999\" to extend"},
		{"extends a file", begin + "  - id: a\n    extends: other\n", "wanted builtin/ and the id"},
		{"extends Go", begin + "  - id: a\n    extends: builtin/TRN-005\n", "it is written in Go"},
		{"extends, and changes wrongly", begin + "  - id: a\n    extends: builtin/SEC-003\n    matrix: {other: [x]}\n", "unknown variable ${value}"},
		{"patch is no JSON", begin + "  - id: a\n    change: {json_patch: [{op: add, path: /x, value: abc}]}\n", "f.yaml:4:54: the value is not JSON: byte 0"},
		{"bad pointer", begin + "  - id: a\n    change: {json_patch: [{op: remove, path: AddType}]}\n", "f.yaml:4:46: a JSON Pointer is empty or starts with /"},
		{"too many combinations", begin + "  - id: a\n    matrix: {a: [" + strings.Repeat("1,", 40) + "1], b: [" + strings.Repeat("1,", 40) + "1]}\n", "f.yaml:4:13: more than 1000 combinations"},
		{"unclosed variable", begin + "  - id: a\n    title: ${x\n", "f.yaml:4:12: ${ without its }"},
	} {
		_, err := catalogue.NewLoader(nil, nil).Read("f.yaml", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", c.name, err, c.want)
		}
	}
}

// A scenario of one's own runs at any depth, unless it says otherwise or is hostile.
func TestDepthOfOwnScenarios(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]scenarios.Depth{"": scenarios.Quick, "\n    depth: ci": scenarios.CI, "\n    hostile: true": scenarios.Full} {
		list, err := catalogue.NewLoader(nil, nil).Read("f.yaml", []byte("version: 1\nscenarios:\n  - id: a"+text+"\n"))
		if err != nil || list[0].Depth != want {
			t.Errorf("%q: got %s, %v, want %s", text, list[0].Depth, err, want)
		}
	}
}

func TestMatrix_combinations(t *testing.T) {
	t.Parallel()
	list, err := catalogue.NewLoader(nil, nil).Read("f.yaml", []byte("version: 1\nscenarios:\n  - id: a\n    matrix: {x: [\"\", b c, \"b c\"], y: {one: {p: 1, q: 2}, two: {p: 3, q: 4}}}\n    request: {from: \"${x}${y.p}\", requester: \"${y.q}\"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a/empty,one", "a/empty,two", "a/b-c,one", "a/b-c,two", "a/b-c,one-2", "a/b-c,two-2"}
	if diff := cmp.Diff(want, list[0].Cases()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// sentBy runs one scenario and returns what was sent.
func sentBy(t *testing.T, text string) (*result.Case, []string) {
	t.Helper()
	own, err := catalogue.NewLoader(nil, func(name string) (string, bool) { return "from env", name == "WHO" }).Read("f.yaml", []byte("version: 1\nenv: [WHO]\nscenarios:\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	own[0].Secrets = nil // what is sent is looked at, not what is shown
	handler, err := mockserver.New(mockserver.Config{AppID: scenarios.DefaultAppID, Token: "secret", Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	target, err := delivery.ParseTarget(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := &delivery.Client{Target: target, Deadline: 30 * time.Second, Timeout: time.Minute}
	t.Cleanup(client.CloseIdle)
	suite := &scenarios.Suite{Target: target, Client: client, Scenarios: own, Token: "secret", Seed: 1}
	r, err := suite.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var sent []string
	for i := range r.Cases[0].Steps {
		sent = append(sent, string(r.Cases[0].Steps[i].Exchange.Sent))
	}
	return &r.Cases[0], sent
}

func TestRequestsAreSpeltAsWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		has, lacks []string
	}{
		{
			"fields", "{to: [a, b], from: f, requester: r, remark: m, group: g, source: AddSource_Type_X, wording: w, add_type: t, force: 1, event_time: 5}",
			[]string{`"To_Account": "a","Remark": "m","GroupName": "g","AddSource": "AddSource_Type_X","AddWording": "w"`, `"To_Account": "b"`, `"Requester_Account": "r","From_Account": "f"`, `"AddType": "t","ForceAddFlags": 1,"EventTime": 5}`},
			nil,
		},
		{"wire", "{style: wire}", []string{`{"AddType":"Add_Type_Both","CallbackCommand"`, "POST /?CallbackCommand="}, []string{`": "`}},
		{"body as it is", "{body: '{\"EventTime\":1.0e3,  \"x\":1}'}", []string{"\r\n\r\n{\"EventTime\":1.0e3,  \"x\":1}"}, nil},
		{"patch keeps spelling", "{json_patch: [{op: replace, path: /EventTime, value: 1.5E3}, {op: remove, path: /AddType}]}", []string{`"EventTime": 1.5E3`}, []string{"AddType\":"}},
		{"environment", "{from: \"${WHO}\"}", []string{`"From_Account": "from env"`}, nil},
		{"environment adds only text", "{remark: \"${WHO}\\\", x: y\"}", []string{`"Remark": "from env\", x: y"`}, nil},
		{"dollar", "{from: \"$${WHO}\"}", []string{`"From_Account": "${WHO}"`}, nil},
		{"query", "{query: {OptPlatform: a b, New: x}, without_query: [ClientIP]}", []string{"OptPlatform=a%20b", "New=x"}, []string{"ClientIP="}},
		{"query in reverse", "{query_order: reversed}", []string{"POST /?contenttype=json&Sign="}, nil},
		{"raw query", "{raw_query: 'a=%zz&SdkAppid=${app_id}'}", []string{"POST /?a=%zz&SdkAppid=1400000000 HTTP/1.1"}, nil},
		{"absent", "{query: {ClientIP: \"${absent}\"}, headers: {Content-Type: \"${absent}\"}, json_patch: [{op: replace, path: /AddType, value: \"${absent}\"}]}", nil, []string{"ClientIP", "Content-Type", "AddType\":"}},
		{"headers", "{headers: {x-Mine: y, Content-Type: text/plain}, without_headers: [Host]}", []string{"x-Mine: y\r\n", "Content-Type: text/plain\r\n"}, []string{"Host:", "application/json"}},
		{"method", "{method: PUT}", []string{"PUT /?"}, nil},
		{"raw", "{raw_http: \"BREW ${path}?${query} HTTP/1.1\\nHost: ${host}\\nContent-Length: 3\\n\\na\\nb\"}", []string{"BREW /?SdkAppid=1400000000&", "&Sign=", " HTTP/1.1\r\nHost: 127.0.0.1:", "\r\nContent-Length: 3\r\n\r\na\nb"}, nil},
	} {
		_, sent := sentBy(t, "  - id: a\n    odd: true\n    request: "+c.text+"\n    expect: {answer: any}\n")
		if len(sent) == 0 {
			t.Fatalf("%s: nothing was sent", c.name)
		}
		for _, text := range c.has {
			if !strings.Contains(sent[0], text) {
				t.Errorf("%s: got\n%s\nwant %q in it", c.name, sent[0], text)
			}
		}
		for _, text := range c.lacks {
			if strings.Contains(sent[0], text) {
				t.Errorf("%s: got\n%s\nwant no %q in it", c.name, sent[0], text)
			}
		}
	}
}

// Expectations are met and not met, and findings have the ids that the catalogue gives them.
func TestExpectations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		status     result.Status
		rules      []string
	}{
		{"valid", "  - id: a\n", result.Pass, nil},
		{"status", "  - id: a\n    odd: true\n    expect: {answer: 404}\n", result.Fail, []string{"a"}},
		{"level", "  - id: a\n    odd: true\n    level: warn\n    expect: {answer: 404}\n", result.Warn, []string{"a"}},
		{"not approved", "  - id: a\n    odd: true\n    change: {query: {SdkAppid: 1}}\n    expect: {answer: not-approved}\n", result.Pass, nil},
		{"but approved", "  - id: a\n    odd: true\n    change: {query: {OptPlatform: Web}}\n    expect: {answer: not-approved}\n", result.Fail, []string{"a"}},
		{"within", "  - id: a\n    expect: {within: 10s}\n", result.Pass, nil},
		{"not within", "  - id: a\n    expect: {within: 1ns}\n", result.Fail, []string{"a"}},
		{"below", "  - id: a\n    expect: {below: 200}\n", result.Fail, []string{"a"}},
		{"allowed", "  - id: a\n    request: {to: [x]}\n    expect: {decision: {x: allow}}\n", result.Pass, nil},
		{"not denied", "  - id: a\n    request: {to: [x]}\n    expect: {decision: {x: deny}}\n", result.Fail, []string{"POL-001"}},
		{"mixed", "  - id: a\n    request: {to: [x, y]}\n    expect: {decision: {x: deny, y: allow}}\n", result.Fail, []string{"POL-003"}},
		{"all of a sender's", "  - id: a\n    request: {to: [x, y]}\n    expect: {decision: {x: deny, y: deny}}\n", result.Fail, []string{"POL-004", "POL-004"}},
		{"exact code", "  - id: a\n    request: {to: [x]}\n    expect: {code: {x: 38007}}\n", result.Pass, nil},
		{"fires nothing", "  - id: a\n    expect: {fires: [TYP-002]}\n", result.Fail, []string{"a"}},
		{"patch that cannot be", "  - id: a\n    change: {json_patch: [{op: remove, path: /Nothing}]}\n", result.Error, nil},
		{"steps", "  - id: a\n    steps: [{name: x, request: {to: [x]}}, {pause: 1ms, request: {to: [x]}, expect: {same: x}}]\n", result.Pass, nil},
		{"repeated", "  - id: a\n    repeat: 3\n", result.Pass, nil},
		{"extends", "  - id: a\n    extends: builtin/SEC-003\n    level: note\n", result.Pass, nil},
	} {
		got, sent := sentBy(t, c.text)
		var rules []string
		for i := range got.Findings {
			rules = append(rules, got.Findings[i].Rule)
		}
		if c.name == "exact code" { // everybody is allowed here, so the code is another
			c.status, c.rules = result.Fail, []string{"POL-006"}
		}
		if got.Status != c.status || !slices.Equal(rules, c.rules) {
			t.Errorf("%s: got %s %v (%s), want %s %v", c.name, got.Status, rules, got.Message, c.status, c.rules)
		}
		if c.name == "repeated" && len(sent) != 3 {
			t.Errorf("repeated: got %d requests, want 3", len(sent))
		}
	}
}

const deciding = `
version: 1
scenarios:
  - id: blocked-sender
    request: {from: spammer, to: [a1, a2, a3]}
    expect: {decision: {a1: deny, a2: deny, a3: deny}}
  - id: exact-code
    request: {to: [bad]}
    expect: {decision: {bad: 38007}}
  - id: mixed
    request: {to: [bad, good]}
    expect: {decision: {bad: deny, good: allow}}
`

func TestDecisions(t *testing.T) {
	t.Parallel()
	own, err := catalogue.NewLoader(nil, nil).Read("own.yaml", []byte(deciding))
	if err != nil {
		t.Fatal(err)
	}
	want := []scenarios.Decision{
		{From: "spammer", To: "a1", Want: scenarios.Want{Effect: conformance.Block}},
		{From: "spammer", To: "a2", Want: scenarios.Want{Effect: conformance.Block}},
		{From: "spammer", To: "a3", Want: scenarios.Want{Effect: conformance.Block}},
		{To: "bad", Want: scenarios.Want{Effect: conformance.Block, Code: 38007, Exact: true}},
		{To: "bad", Want: scenarios.Want{Effect: conformance.Block}},
		{To: "good", Want: scenarios.Want{Effect: conformance.Allow}},
	}
	var got []scenarios.Decision
	for _, sc := range own {
		got = append(got, sc.Decisions...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func FuzzReadScenarios(f *testing.F) {
	f.Add(deciding)
	for _, language := range []string{"en", "zh"} {
		text, err := spec.Templates.ReadFile("template/scenario." + language + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add("version: 1\nscenarios:\n  - id: a\n    matrix: {x: [1]}\n    request: {from: \"${x}\"}\n")
	f.Add("version: 1\nenv: [&e X]\nscenarios:\n  - &s {id: a}\n  - <<: *s\n  - *s\n  - !!map {id: b}\n")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := catalogue.NewLoader(nil, nil).Read("f.yaml", []byte(text)); err != nil && !strings.Contains(err.Error(), "f.yaml:") {
			t.Errorf("got %q, want a place in the file", err)
		}
	})
}
