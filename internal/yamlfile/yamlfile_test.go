package yamlfile

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

type sample struct {
	Name  string            `yaml:"name" need:"yes" doc:"what it is called"`
	Kind  string            `yaml:"kind" enum:"red,green"`
	Code  *int              `yaml:"code" min:"38000" max:"39000"`
	When  Text              `yaml:"when"`
	Each  time.Duration     `yaml:"each"`
	Share float64           `yaml:"share"`
	On    bool              `yaml:"on"`
	IDs   []string          `yaml:"ids"`
	Lists map[string]choice `yaml:"lists"`
	Parts []part            `yaml:"parts"`
}

type part struct {
	ID string `yaml:"id" need:"yes"`
}

// choice is a word or a list of words.
type choice []string

func (c *choice) ReadYAML(n Node) {
	switch {
	case n.IsScalar():
		var one string
		n.Into(&one)
		*c = choice{one}
	case n.IsSequence():
		n.Into((*[]string)(c))
	default:
		n.Fail("wanted a word or a list of words")
	}
}

func (choice) YAMLSchema() map[string]any {
	return map[string]any{"oneOf": []any{SchemaFor(""), SchemaFor([]string{})}}
}

func TestReadsWhatIsRight(t *testing.T) {
	var v sample
	text := "name: 007\nkind: red\ncode: 38500\nwhen: >-\n  a &&\n  b\neach: 1m30s\nshare: 0.5\non: true\nids: [no, 1e3, \"x y\"]\n" +
		"lists: {a: one, b: [two, three]}\nparts:\n  - id: p\n"
	if err := Read("f.yaml", []byte(text), &v).Err(); err != nil {
		t.Fatal(err)
	}
	if v.Name != "007" || v.Kind != "red" || *v.Code != 38500 || v.When.Value != "a && b" || v.Each != 90*time.Second || v.Share != 0.5 || !v.On ||
		strings.Join(v.IDs, "|") != "no|1e3|x y" || v.Lists["a"][0] != "one" || v.Lists["b"][1] != "three" || v.Parts[0].ID != "p" {
		t.Errorf("got %+v", v)
	}
}

func TestErrorsPoint(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "f.yaml:1:1: the file is empty"},
		{"no mapping", "- a\n", "f.yaml:1:1: wanted keys with values (name, kind, code, when, each, share, on, ids, lists, parts), got a list"},
		{"unknown key", "name: x\nknd: red\n", "f.yaml:2:1: unknown key \"knd\" (did you mean \"kind\"?); there are name, kind, code, when, each, share, on, ids, lists, parts\n    knd: red\n    ^"},
		{"deep key", "name: x\nparts:\n\t- idd: p\n", "f.yaml:3:1: not YAML: found character that cannot start any token, while scanning for the next token\n    \t- idd: p\n    ^"},
		{"twice", "name: x\nname: y\n", "f.yaml:2:1: the key \"name\" stands twice, first in line 1\n    name: y\n    ^"},
		{"missing", "kind: red\n", "f.yaml:1:1: the key \"name\" is missing\n    kind: red\n    ^"},
		{"enum", "name: x\nkind: gren\n", "f.yaml:2:7: wanted red, green, got \"gren\" (did you mean \"green\"?)\n    kind: gren\n          ^"},
		{"range", "name: x\ncode: 403\n", "f.yaml:2:7: wanted a number from 38000 to 39000, got 403\n    code: 403\n          ^"},
		{"quoted number", "name: x\ncode: \"38000\"\n", "f.yaml:2:7: wanted a whole number, got \"38000\"\n    code: \"38000\"\n          ^"},
		{"null", "name: ~\n", "f.yaml:1:7: wanted a text, got nothing\n    name: ~\n          ^"},
		{"list for text", "name: [x]\n", "f.yaml:1:7: wanted a text, got a list\n    name: [x]\n          ^"},
		{"duration", "name: x\neach: 5\n", "f.yaml:2:7: wanted a duration such as 1m30s or 250ms, got \"5\"\n    each: 5\n          ^"},
		{"yes is no bool", "name: x\non: yes\n", "f.yaml:2:5: wanted true or false, got \"yes\"\n    on: yes\n        ^"},
		{"alias", "name: &a x\nkind: *a\n", "f.yaml:1:7: anchors and aliases are not taken here; write the value out\n    name: &a x\n          ^\n" +
			"f.yaml:2:7: anchors and aliases are not taken here; write the value out\n    kind: *a\n          ^"},
		{"tag", "name: !!str x\n", "f.yaml:1:7: tags are not taken here\n    name: !!str x\n          ^"},
		{"two documents", "name: x\n---\nname: y\n", "f.yaml:2:1: a second document begins here; one is wanted\n    ---\n    ^"},
		{"wide letters", "{name: 好友, knd: red}\n", "f.yaml:1:12: unknown key \"knd\" (did you mean \"kind\"?); there are name, kind, code, when, each, share, on, ids, lists, parts\n" +
			"    {name: 好友, knd: red}\n           \u3000\u3000  ^"},
		{"long value", "name: x\nkind: " + strings.Repeat("长", 20) + "\n", "f.yaml:2:7: wanted red, green, got \"" + strings.Repeat("长", 13) + "\"…\n" +
			"    kind: " + strings.Repeat("长", 20) + "\n          ^"},
		{"several", "kind: blue\nshare: x\n", "f.yaml:1:1: the key \"name\" is missing\n    kind: blue\n    ^\n" +
			"f.yaml:1:7: wanted red, green, got \"blue\"\n    kind: blue\n          ^\n" +
			"f.yaml:2:8: wanted a number, got \"x\"\n    share: x\n           ^"},
	} {
		var v sample
		err := Read("f.yaml", []byte(tt.text), &v).Err()
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: got\n%v\nwant\n%s", tt.name, err, tt.want)
		}
	}
}

// What is wrong inside a text is pointed at wherever the text stands.
func TestPlaceWithinText(t *testing.T) {
	for _, tt := range []struct {
		name, text   string
		line, column int
		want         Position
	}{
		{"plain", "name: x\nwhen: a + b\n", 1, 3, Position{2, 9}},
		{"quoted", "name: x\nwhen: 'a + b'\n", 1, 3, Position{2, 10}},
		{"literal", "name: x\nwhen: |\n  a +\n  bb\n", 2, 2, Position{4, 4}},
		{"folded", "name: x\nwhen: >-\n  a +\n", 1, 3, Position{3, 5}},
	} {
		var v sample
		d := Read("f.yaml", []byte(tt.text), &v)
		d.Fail(v.When, tt.line, tt.column, "here")
		errs, ok := d.Err().(Errors)
		if !ok || len(errs) != 1 || errs[0].Position != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, d.Err(), tt.want)
		}
	}
}

func TestSchema(t *testing.T) {
	var s map[string]any
	if err := json.Unmarshal(Schema("https://example.com/s", "sample", sample{}), &s); err != nil {
		t.Fatal(err)
	}
	properties := s["properties"].(map[string]any)
	if got, want := len(properties), 10; got != want {
		t.Errorf("got %d properties, want %d", got, want)
	}
	code := properties["code"].(map[string]any)
	if code["minimum"] != 38000.0 || code["maximum"] != 39000.0 || code["type"] != "integer" {
		t.Errorf("got %v", code)
	}
	if properties["name"].(map[string]any)["description"] != "what it is called" || s["required"].([]any)[0] != "name" {
		t.Errorf("got %v", s)
	}
}

func FuzzReadNeverPanics(f *testing.F) {
	f.Add("name: x\nlists: {a: [b]}\nparts: [{id: 1}]\n")
	f.Add("? [a]\n: b\n")
	f.Add("<<: {name: x}\n")
	f.Fuzz(func(t *testing.T, text string) {
		var v sample
		if err := Read("f", []byte(text), &v).Err(); err != nil && !strings.Contains(err.Error(), "f:") {
			t.Errorf("got %q, want a place in it", err)
		}
	})
}

// What a file has without end is neither shown without end, nor takes for ever to be told of.
func TestErrorsAreShort(t *testing.T) {
	t.Parallel()
	var many strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&many, "k%d: 1\n", i)
	}
	for name, text := range map[string]string{
		"many keys":    many.String(),
		"a long key":   strings.Repeat("x", 10<<20) + ": 1\n",
		"a long value": "name: [" + strings.Repeat("x", 1<<20) + "]\nother: 1\n",
		"a late place": "name: {" + strings.Repeat(" ", 1<<20) + "b: 1}\n",
	} {
		var v struct {
			Name string `yaml:"name"`
		}
		err := Read("f.yaml", []byte(text), &v).Err()
		if err == nil || len(err.Error()) > 40<<10 {
			t.Errorf("%s: got %d bytes of an error", name, len(fmt.Sprint(err)))
		}
	}
	e := Error{File: "f", Position: Position{1, 1000}, Message: "m", Source: strings.Repeat("x", 999) + "HERE" + strings.Repeat("y", 999)}
	lines := strings.Split(e.Error(), "\n")
	if at := strings.Index(lines[2], "^"); []rune(lines[1])[at] != 'H' {
		t.Errorf("got\n%s", e.Error())
	}
}
