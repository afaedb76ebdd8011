package rule

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/language"
)

// of has a wording of each form.
var of = &Rule{
	ID: "TST-001", Severity: Should, Fix: "of the rule",
	Wording: Wording{Message: "{name} is {value:q}, not {none} or {Name", Expected: "{number:03d}", Received: "{list:q}"},
	Kinds:   map[string]Wording{"term": {Message: "it is {what} again", Received: "{start}", Fix: "for {what}"}},
	Terms:   map[string]string{"pear": "a pear"},
}

func TestWords(t *testing.T) {
	f := Finding{Rule: of, Severity: Must, Args: []any{"name", "{value}", "value", "a\n", "number", 7, "list", strings.Fields("1 2 3 4 5 6 7 8 9 10")}}
	for _, c := range []struct{ got, want string }{
		{f.Message(), `{value} is "a\n", not {none} or {Name`},
		{f.Expected(), "007"},
		{f.Received(), `"1", "2", "3", "4", "5", "6", "7", "8" and 2 more`},
		{f.In(nil).Fix, "of the rule"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	kept := f.Kept(func(text string) string { return text[:min(1, len(text))] })
	if got, want := kept.Message(), `{ is "a", not {none} or {Name`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	lists := Finding{Rule: of, Args: []any{"list", []string{"ab", "cd"}}}
	short := lists.Kept(func(text string) string { return text[:min(1, len(text))] })
	if got, want := short.Received()+lists.Received(), `"a", "c""ab", "cd"`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	f = Finding{Rule: of, Kind: "term", Account: "a", Args: []any{"what", Term("pear"), "start", ExcerptOf([]byte(strings.Repeat("x", 25)))}}
	for _, c := range []struct{ got, want string }{
		{f.Message(), "it is a pear again"},
		{f.Received(), `"` + strings.Repeat("x", 24) + `"…`},
		{f.In(nil).Fix, "for a pear"},
		{f.In(language.Chinese()).Message, "it is a pear again"},
		{fmt.Sprintf("%T", f.Args[1]), "rule.Term"}, // which is said anew in each language
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestSpelt(t *testing.T) {
	f := Spelt(of, Warn, "{message}", "came", "said")
	want := `{"rule":"TST-001","severity":"SHOULD","level":"warn","account":"","expected":"{message}","received":"came","message":"said"}`
	if got := string(f.AppendJSON(nil)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if f.In(nil).Fix != "of the rule" || f.Size() < len("{message}came") {
		t.Errorf("got %q and %d bytes", f.In(nil).Fix, f.Size())
	}
}
