package conformance

import (
	"slices"
	"strings"
	"testing"
)

func TestExpectations(t *testing.T) {
	t.Parallel()
	e, err := ParseExpectations("from:spammer=block", "to:vip=allow", "to:a:b=c,d=DENY", "from:vip=allow")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to string
		want     Effect
	}{
		{"spammer", "bob", Block},
		{"spammer", "vip", Block}, // block wins
		{"alice", "vip", Allow},
		{"vip", "bob", Allow},
		{"vip", "a:b=c,d", Block},
		{"alice", "bob", ""},
	} {
		if got := e.Of(c.from, c.to); got != c.want {
			t.Errorf("%s to %s: got %q, want %q", c.from, c.to, got, c.want)
		}
	}
	for _, c := range []struct{ got, want []string }{
		{e.Senders(Block), []string{"spammer"}},
		{e.Senders(Allow), []string{"vip"}},
		{e.Accounts(Block), []string{"a:b=c,d"}},
		{e.Accounts(Allow), []string{"vip"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
	if err := e.Add("block"); err != nil || e.Of("alice", "vip") != Block {
		t.Errorf("got %q, %v, want that every account is to be blocked", e.Of("alice", "vip"), err)
	}
}

func TestExpectationsAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"spammer=block", "from:spammer=block is about who asks (From_Account), to:spammer=block about who is asked about"},
		{"by:spammer=block", "does not say whom it means"},
		{"=maybe", `wanted allow or block after "="`},
		{"=block", "does not say whom it means"},
		{"spammer", "wanted from:ID=block"},
		{"from:spammer=maybe", `wanted allow or block after "from:spammer=", got "maybe"`},
		{"from:=block", "wanted an account"},
		{"to:a=allow", `"to:a" is to be both allow and block`},
		{"allow", "both allow and block"},
	} {
		e := Expectations{"to:a": Block, "": Block}
		if err := e.Add(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.text, err, c.want)
		}
	}
}

func TestMet(t *testing.T) {
	t.Parallel()
	e, _ := ParseExpectations("from:a=block", "to:b=block", "to:c=allow")
	m := Met{Expect: e}
	if m.Any() {
		t.Error("got that an expectation was met before any request")
	}
	m.Meet(&Request{From: "x", Accounts: []string{"b"}})
	if got := m.Missing(); !m.Any() || !slices.Equal(got, []string{"from:a", "to:c"}) {
		t.Errorf("got %v, want from:a and to:c", got)
	}
	m.Meet(&Request{From: "a", Accounts: []string{"z"}})
	if got := m.Missing(); !m.Any() || !slices.Equal(got, []string{"to:c"}) {
		t.Errorf("got %v, want to:c", got)
	}
	m = Met{Expect: Expectations{"": Block}}
	if got := m.Missing(); !m.Any() || len(got) > 0 {
		t.Errorf("got %v, want that an expectation of every account is always met", got)
	}
}
