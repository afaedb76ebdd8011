package rule

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// A mistake in the files of rules, or between them and the checks, panics when the rules are read, which the tests of the tables do.
func TestMistakesInTables(t *testing.T) {
	t.Parallel()
	element := func(id, why string) string {
		return fmt.Sprintf("  - {id: %s, title: a, severity: MUST, level: fail, source: page, sentence: a, why: '%s', fix: a}\n", id, why)
	}
	const head, texts = "version: 1\nrules:\n", "version: 1\ntexts: {shared: b}\n"
	for _, c := range []struct {
		name, rules, want string
	}{
		{"none", head + element("A", "${shared} c") + element("B", "c"), ""},
		{"twice", head + element("A", "c") + element("A", "c") + element("B", "c"), "a.yaml: the rule A stands twice"},
		{"no check", head + element("A", "c") + element("B", "c") + element("C", "c"), "there are 3 rules and 2 checks in a.yaml"},
		{"no rule", head + element("A", "c") + element("C", "c"), "rule B: there are 2 rules and 2 checks in a.yaml"},
		{"unknown text", head + element("A", "${other}") + element("B", "c"), "rule A: unknown variable ${other}"},
		{"unknown key", head + element("A", "c") + "    ways: c\n", "a.yaml:4:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{"a.yaml": {Data: []byte(c.rules)}, "shared.yaml": {Data: []byte(texts)}}
			table := NewTable(files, In("a.yaml", []Check[int]{On("A", 1, func(int) {}), On("B", 1, func(int) {})}))
			defer func() {
				got := fmt.Sprint(recover())
				if c.want == "" {
					c.want = "<nil>"
				}
				if !strings.Contains(got, c.want) {
					t.Errorf("got %s, want %s", got, c.want)
				}
			}()
			for r := range table.Rules() {
				if r.ID == "A" && r.Why != "b c" {
					t.Errorf("got %q, want the shared text", r.Why)
				}
			}
		})
	}
}
