package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// ask is a request by from for these accounts.
func ask(from string, to ...string) *callback.Request {
	q := &callback.Request{FromAccount: from, RequesterAccount: from, Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}}
	for _, id := range to {
		q.Items = append(q.Items, callback.Item{ToAccount: id, Texts: callback.Texts{callback.Wording: "hello " + id}})
	}
	return q
}

func parse(t testing.TB, text string) *Policy {
	t.Helper()
	p, err := Parse("p.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// codes decides and returns the ResultCodes.
func codes(p *Policy, q *callback.Request, at time.Time) []int64 {
	var list []int64
	for _, d := range p.Decide(nil, q, "1.2.3.4", "iOS", at) {
		list = append(list, d.Code)
	}
	return list
}

func TestExpressions(t *testing.T) {
	q := &callback.Request{
		FromAccount: "u1", RequesterAccount: "admin", Numbers: callback.Numbers{callback.Force: 1},
		Items: []callback.Item{{
			ToAccount: "u2", Texts: callback.Texts{callback.Remark: "Bob", callback.Group: "g", callback.Source: "AddSource_Type_Web", callback.Wording: "加我 http://x.cn"},
		}},
	}
	for _, tt := range []struct {
		when string
		want bool
	}{
		{`from == "u1" && to == "u2" && requester == "admin"`, true},
		{`remark == "Bob" && group == "g" && source endsWith "Web"`, true},
		{`wording contains "http"`, true},
		{`add_type == "Add_Type_Both"`, true}, // the page's default
		{`force`, true},
		{`platform == "iOS" && client_ip startsWith "1.2."`, true},
		{`now.Hour() == 12`, true},
		{`in_list("bad", from)`, true},
		{`in_list("bad", to)`, false},
		{`has_link(wording)`, true},
		{`script_of(wording) == "Latin"`, true},
		{`script_of(remark) == "Han"`, false},
		{`similar(remark, " BOB ") == 1.0`, true},
		{`similar(remark, "bot") > 0.6`, true},
		{`from matches "^u[0-9]$"`, true},
	} {
		p := parse(t, fmt.Sprintf("lists: {bad: [u1]}\nrules:\n  - id: r\n    when: '%s'\n    deny: 38007\n", tt.when))
		got := p.Decide(nil, q, "1.2.3.4", "iOS", noon)[0]
		want := Decision{Account: "u2"}
		if tt.want {
			want = Decision{Account: "u2", Code: 38007, Info: "denied by rule r", Rule: "r"}
		}
		if got.Account != want.Account || got.Code != want.Code || got.Info != want.Info || got.Rule != want.Rule {
			t.Errorf("%s: got %+v, want %+v; %s", tt.when, got, want, got.Why())
		}
	}
}

func TestFirstRuleThatHoldsDecidesPerAccount(t *testing.T) {
	p := parse(t, `
rules:
  - {id: vip, when: 'to == "vip"', allow: true}
  - {id: blocked, when: 'from == "spam"', deny: 38001, info: no}
  - {id: night, when: 'now.Hour() < 6', deny: 38002}
`)
	if got, want := codes(p, ask("spam", "vip", "a", "b"), noon), []int64{0, 38001, 38001}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := codes(p, ask("x", "a"), noon.Add(-9*time.Hour)), []int64{38002}; !slices.Equal(got, want) {
		t.Errorf("at night: got %v, want %v", got, want)
	}
	var none *Policy
	if got, want := codes(none, ask("spam", "a"), noon), []int64{0}; !slices.Equal(got, want) {
		t.Errorf("without a policy: got %v, want %v", got, want)
	}
}

func TestRateAndSeenFollowTheClockTheyAreGiven(t *testing.T) {
	p := parse(t, "rules:\n  - {id: fast, when: 'rate(from, \"1m\") > 2', deny: 38001}\n  - {id: again, when: 'seen(from + \"/\" + to, \"24h\")', deny: 38002}\n")
	for _, tt := range []struct {
		after    time.Duration
		from, to string
		want     int64
	}{
		{0, "a", "x", 0},
		{time.Second, "a", "x", 38002}, // second of the minute, the same pair
		{2 * time.Second, "a", "y", 38001},
		{3 * time.Second, "b", "x", 0}, // another key
		{70 * time.Second, "a", "z", 0},
		{71 * time.Second, "a", "y", 0},          // the rule before had decided, so that seen was not asked
		{25 * time.Hour, "a", "x", 0},            // a day has passed
		{25*time.Hour - 1, "a", "x", 38002},      // the clock goes back a little
		{time.Hour, "a", "x", 0},                 // and so far that what it counted then is forgotten
		{1000 * 24 * time.Hour, "a", "x", 0},     // and years ahead
		{1000*24*time.Hour + 1, "a", "q", 0},     // two in a minute
		{1000*24*time.Hour + 2, "a", "r", 38001}, // three
	} {
		if got := codes(p, ask(tt.from, tt.to), noon.Add(tt.after)); got[0] != tt.want {
			t.Errorf("after %s %s → %s: got %d, want %d", tt.after, tt.from, tt.to, got[0], tt.want)
		}
	}
}

// A window never remembers more keys than its bound, however many there are.
func TestWindowIsBounded(t *testing.T) {
	w := newWindow(time.Hour)
	for i := range 3*maxKeys + 5 {
		w.add(fmt.Sprint(i), noon)
	}
	if n := len(w.young) + len(w.old); n > 2*maxKeys {
		t.Errorf("got %d keys, want at most %d", n, 2*maxKeys)
	}
	if w.dropped != 2*maxKeys {
		t.Errorf("got %d dropped, want %d", w.dropped, 2*maxKeys)
	}
	if got := w.add(fmt.Sprint(3*maxKeys), noon); got != 2 {
		t.Errorf("a young key: got %d, want 2", got)
	}
	w.add("later", noon.Add(3*time.Hour))
	if n := len(w.young) + len(w.old); n != 1 {
		t.Errorf("after the window: got %d keys, want 1", n)
	}
}

func TestTrace(t *testing.T) {
	p := parse(t, `
rules:
  - {id: broken, when: 'int(remark) > 3', deny: 38003}
  - {id: link, when: 'has_link(wording)', deny: 38001}
  - {id: fast, when: 'rate(from, "1m") > 0 and platform == "iOS"', deny: 38002}
  - {id: last, allow: true}
`)
	d := p.Decide(nil, ask("a", "b"), "::1", "iOS", noon)[0]
	want := []Step{
		{Rule: "broken", When: "int(remark) > 3", Error: d.subject.errs[0].text, Values: []Value{{"remark", ""}}},
		{Rule: "link", When: "has_link(wording)", Values: []Value{{"wording", "hello b"}}},
		{
			Rule: "fast", When: `rate(from, "1m") > 0 and platform == "iOS"`, Held: true,
			Values: []Value{{"from", "a"}, {"platform", "iOS"}, {`rate(from, "1m")`, 1}},
		},
	}
	if diff := cmp.Diff(want, d.Trace()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if want[0].Error == "" {
		t.Error("the rule that fails has no error")
	}
	if got, want := d.Why().String(), `rule fast: from=a, platform=iOS, rate(from, "1m")=1`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMistakesArePointedAt(t *testing.T) {
	const head = "rules:\n  - id: r\n    deny: 38000\n    when: "
	for _, tt := range []struct{ name, text, want string }{
		{"code out of range", "rules:\n  - {id: r, deny: 403}\n", "p.yaml:2:19: a code that denies is from 38000 to 39000 (page, \"ResultCode\"), got 403\n      - {id: r, deny: 403}\n                      ^"},
		{"no code", "rules:\n  - {id: r, deny: true}\n", "p.yaml:2:19: deny takes the code of the denial, from 38000 to 39000, such as deny: 38001; got \"true\"\n      - {id: r, deny: true}\n                      ^"},
		{"neither", "rules:\n  - id: r\n", "p.yaml:2:9: a rule says one of allow: true, deny: CODE and answer: JSON\n      - id: r\n            ^"},
		{"both", "rules:\n  - {id: r, allow: true, deny: 38000}\n", "p.yaml:2:10: a rule says one of allow: true, deny: CODE and answer: JSON\n      - {id: r, allow: true, deny: 38000}\n             ^"},
		{"unknown key", "rules:\n  - {id: r, alow: true}\n", "did you mean \"allow\"?"},
		{"same id", "rules:\n  - {id: r, allow: true}\n  - {id: r, allow: true}\n", "p.yaml:3:10: a second rule with the id \"r\""},
		{"unknown name", head + "form == \"x\"\n", "p.yaml:4:11: unknown name form (did you mean \"from\"?); there are from, to, requester, remark, group, source, wording, action, add_type, force, command, platform, client_ip, now, and the functions rate, seen, in_list, has_link, script_of, similar\n        when: form == \"x\"\n              ^"},
		{"no boolean", head + "from\n", "p.yaml:4:11: expected bool, but got string"},
		{"syntax", head + "from ==\n", "p.yaml:4:17: unexpected token EOF"},
		{"list", "lists: {blocked: []}\n" + head + "in_list(\"blokced\", from)\n", "p.yaml:5:19: no list \"blokced\" (did you mean \"blocked\"?); there are blocked\n        when: in_list(\"blokced\", from)\n                      ^"},
		{"no lists", head + "in_list(\"x\", from)\n", "no list \"x\"; the file has no lists"},
		{"list not written out", head + "in_list(from, from)\n", "p.yaml:4:19: the list of in_list is written out"},
		{"window", head + "rate(from, \"1 minute\") > 3\n", "p.yaml:4:22: the window of rate is a duration from 1ms to 744h0m0s"},
		{"window arguments", head + "from != \"\" && seen(from)\n", "p.yaml:4:25: seen takes a key and a window"},
		{"key of another type", head + "rate(3, \"1m\") > 3\n", "cannot use int as argument (type string) to call rate"},
		{"block", "rules:\n  - id: r\n    deny: 38000\n    when: |\n      from == \"a\" &&\n      too == \"b\"\n", "p.yaml:6:7: unknown name too (did you mean \"to\"?); there are from, to, requester, remark, group, source, wording, action, add_type, force, command, platform, client_ip, now, and the functions rate, seen, in_list, has_link, script_of, similar\n          too == \"b\"\n          ^"},
		{"list file", "lists: {x: {file: not-there.txt}}\nrules: []\n", "p.yaml:1:19: the list cannot be read: open not-there.txt"},
		{"list without an end", "lists: {x: {file: /dev/zero}}\nrules: []\n", "p.yaml:1:19: the list cannot be read: "},
		{"long", head + "'" + strings.Repeat("!", 5000) + "true'\n", "the expression has 5004 bytes; at most 4096 are taken"},
	} {
		_, err := Parse("p.yaml", []byte(tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got\n%v\nwant\n%s", tt.name, err, tt.want)
		}
	}
}

func TestListsFromFilesAndEdits(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bad.txt"), []byte("\ufeff# people\nspam \n\n007\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "p.yaml")
	text := "lists: {bad: {file: bad.txt}}\nrules:\n  - {id: r, when: 'in_list(\"bad\", from)', deny: 38000}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Files(), []string{file, filepath.Join(dir, "bad.txt")}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, _ := p.List("bad"); !slices.Equal(got, []string{"007", "spam"}) {
		t.Errorf("got %v, want 007 and spam", got)
	}
	if err := p.EditList("bad", []string{"new"}, []string{"spam"}); err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]int64{"spam": 0, "007": 38000, "new": 38000} {
		if got := codes(p, ask(from, "x"), noon)[0]; got != want {
			t.Errorf("%s: got %d, want %d", from, got, want)
		}
	}
	if err := p.EditList("bda", nil, nil); err == nil || !strings.Contains(err.Error(), `did you mean "bad"`) {
		t.Errorf("got %v, want a hint", err)
	}
}

// A policy that replaces another goes on counting where the same rule asks the same.
func TestAdopt(t *testing.T) {
	old := parse(t, "rules:\n  - {id: fast, when: 'rate(from, \"1m\") > 1', deny: 38001}\n")
	codes(old, ask("a", "x"), noon)
	next := parse(t, "rules:\n  - {id: new, when: 'rate(to, \"1m\") > 1', deny: 38009}\n  - {id: fast, when: 'rate(from, \"1m\") > 1', deny: 38002}\n")
	next.Adopt(old)
	if got := codes(next, ask("a", "x"), noon)[0]; got != 38002 {
		t.Errorf("got %d, want 38002", got)
	}
}

func TestDenying(t *testing.T) {
	p, err := Denying("from:spam \"er\"", "to:a:b", "from:eve")
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string][]bool{"spam \"er\"": {false, false}, "eve": {false, false}, "alice": {true, false}, "a:b": {true, false}} {
		q := &callback.Request{FromAccount: from, Items: []callback.Item{{ToAccount: "bob"}, {ToAccount: "a:b"}}}
		for i, d := range p.Decide(nil, q, "", "", time.Now()) {
			if d.Allowed() != want[i] {
				t.Errorf("%s to %s: got allowed %v, want %v", from, d.Account, d.Allowed(), want[i])
			}
		}
	}
	if one, err := Denying("to:bob"); err != nil || !slices.Equal(slices.Collect(one.Rules()), []string{"denied-to"}) {
		t.Errorf("one side: got an error %v, or not its rule alone", err)
	}
	for _, wrong := range []string{"eve", "from:", "both:eve", ""} {
		if _, err := Denying(wrong); err == nil {
			t.Errorf("%q: got a policy", wrong)
		}
	}
}

// A whole answer is sent as it is spelt, to friend requests and to other callbacks, and decides over all accounts of a request.
func TestAnswer(t *testing.T) {
	t.Parallel()
	const spelt = `{"ActionStatus" : "OK", "ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"b","ResultCode":38001.0e0,"ResultInfo":""},` +
		`{"To_Account":"c","ResultCode":38002,"ResultInfo":"\u4e0d"}]}`
	p := parse(t, `
rules:
  - {id: everybody, when: 'from == "z"', deny: 38009}
  - {id: whole, when: 'to == "c"', answer: '`+spelt+`'}
  - id: message
    when: command startsWith "C2C." and platform == "iOS"
    answer: |
      {"ActionStatus":"OK", "ErrorCode": 120001}
  - {id: rest, deny: 38005}
`)
	list := p.Decide(nil, ask("a", "b", "c", "d"), "", "iOS", noon)
	for i, want := range []int64{0, 38002, 0} { // a code that is no integer is none that could be decided by
		if d := list[i]; d.Answer != spelt || d.Rule != "whole" || d.Code != want || d.Info != "" {
			t.Errorf("%s: got %+v, want the answer, and what it says", d.Account, d)
		}
	}
	if d := p.Decide(nil, ask("a", "b"), "", "iOS", noon)[0]; d.Answer != "" || d.Code != 38005 {
		t.Errorf("got %+v, want the denial of another rule", d)
	}
	d, ok := p.Other("C2C.CallbackBeforeSendMsg", "", "iOS", noon)
	if !ok || d.Answer != `{"ActionStatus":"OK", "ErrorCode": 120001}` || d.Rule != "message" || !strings.HasPrefix(d.Why().String(), "rule message: command=C2C.") {
		t.Errorf("got %+v, %v: %s", d, ok, d.Why())
	}
	for _, platform := range []string{"Web", ""} {
		if d, ok := p.Other("C2C.CallbackBeforeSendMsg", "", platform, noon); ok {
			t.Errorf("got %+v, want none: allow and deny are about friend requests", d)
		}
	}
	if _, ok := (*Policy)(nil).Other("x", "", "", noon); ok {
		t.Error("got an answer without a policy")
	}
	for text, want := range map[string]string{
		`rules: [{id: r, answer: '{"a":1', when: 'true'}]`:          `p.yaml:1:32: the answer is not JSON`,
		`rules: [{id: r, answer: 'OK'}]`:                            `p.yaml:1:26: an answer is the text of one JSON object, such as '{"ActionStatus"`,
		`rules: [{id: r, answer: '{}', deny: 38001}]`:               `a rule says one of allow: true, deny: CODE and answer: JSON`,
		`rules: [{id: r, answer: {"ActionStatus":"OK"}}]`:           `answer`,
		"rules:\n  - id: r\n    answer: |\n      {\"a\":\n      x}": `p.yaml:5:7: the answer is not JSON`,
	} {
		if _, err := Parse("p.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}
