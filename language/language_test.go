package language

import (
	"strings"
	"testing"
)

func TestFill(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		args []any
		want string
	}{
		{"{name} is {value:q}, not {none} or {Name", []any{"name", "{value}", "value", "a\n"}, `{value} is "a\n", not {none} or {Name`},
		{"{n:03d}", []any{"n", 7}, "007"},
		{"{list:q}", []any{"list", strings.Fields("1 2 3 4 5 6 7 8 9 10")}, `"1", "2", "3", "4", "5", "6", "7", "8" and 2 more`},
		{"{list:and}", []any{"list", []string{"a", "b", "c"}}, "a, b and c"},
		{"{list:and}", []any{"list", []string{"a"}}, "a"},
		{"{n|# case|# cases} {n|is|are}", []any{"n", 1}, "1 case is"},
		{"{n|# case|# cases} {n|is|are}", []any{"n", uint64(3)}, "3 cases are"},
		{"{n|no case|# case|# cases}", []any{"n", 0}, "no case"},
		{"{n|no case|# case|# cases}", []any{"n", 2}, "2 cases"},
		{"a{n| and # more}", []any{"n", 0}, "a"},
		{"a{n| and # more}", []any{"n", 12}, "a and 12 more"},
		{"a{text| (#)}", []any{"text", ""}, "a"},
		{"a{text| (#)}", []any{"text", "b"}, "a (b)"},
		{"{late|late|in time}", []any{"late", false}, "in time"},
		{`{"a":{n}}`, []any{"n", 1}, `{"a":1}`},
	} {
		if got := English().Fill(test.text, test.args...); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
	if got := Chinese().Fill("{list:and}", "list", []string{"a", "b", "c"}); got != "a、b 和 c" {
		t.Errorf("got %q", got)
	}
	escape := func(any) string { return "!" }
	if got := English().SayEscaped(escape, "{a} {n} {l} {a:q}", "a", "x", "n", 3, "l", []string{"y", "z"}); got != "! 3 !, ! !" {
		t.Errorf("got %q, want every text escaped", got)
	}
}

// Whoever lacks a text hears English, and the key where there is none: nothing ever fails.
func TestFallsBack(t *testing.T) {
	t.Parallel()
	var none *Words
	for _, test := range []struct{ got, want string }{
		{none.Say("no.such key {n}", "n", 1), "no.such key 1"},
		{none.Say("list.last", "before", "a", "after", "b"), "a and b"},
		{new(Words).Say("list.last", "before", "a", "after", "b"), "a and b"},
		{Chinese().Translate("rules.none", "as it is {n}", "n", 1), "as it is 1"},
		{none.Name() + Chinese().Name(), "enzh"},
		{Chinese().ForPrograms().Name(), "en"},
		{none.Label("SHOULD*"), "SHOULD*"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	asked, err := Named("zh")
	if err != nil || asked.ForPrograms().Name() != "zh" {
		t.Errorf("got %v, %v", asked, err)
	}
	if _, err := Named("fr"); err == nil {
		t.Error("fr is spoken")
	}
}

func TestOfLocale(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		env  map[string]string
		want string
	}{
		{nil, "en"},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, "zh"},
		{map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"},
		{map[string]string{"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"},
	} {
		if got := OfLocale(func(name string) string { return test.env[name] }).Name(); got != test.want {
			t.Errorf("%v: got %s, want %s", test.env, got, test.want)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	got, err := read("# c\na = one\n  two\n\nb = 中文，\n  继续\n  ABC\nc = |\n  x:\n    y\n\n  z\n\nd = \ne = a = b\n")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"a": "one two", "b": "中文，继续 ABC", "c": "x:\n  y\n\nz", "d": "", "e": "a = b"} {
		if got[key] != want {
			t.Errorf("%s: got %q, want %q", key, got[key], want)
		}
	}
	if _, err := read("a = 1\na = 2\nnothing\n"); err == nil || strings.Count(err.Error(), "line") != 2 {
		t.Errorf("got %v, want two lines", err)
	}
}
