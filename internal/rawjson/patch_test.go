package rawjson

import (
	"strings"
	"testing"
)

func TestPatch(t *testing.T) {
	// Most cases are the examples of RFC 6902, appendix A; the spelling of what is not touched must survive.
	for _, c := range []struct {
		name, text string
		ops        []Operation
		want       string
		fails      string
	}{
		{name: "A.1 add a member", text: `{ "foo": "bar"}`, ops: []Operation{{Op: "add", Path: "/baz", Value: []byte(`"qux"`)}}, want: `{ "foo": "bar","baz":"qux"}`},
		{name: "A.2 add an element", text: `{ "foo": [ "bar", "baz" ] }`, ops: []Operation{{Op: "add", Path: "/foo/1", Value: []byte(`"qux"`)}}, want: `{ "foo": [ "bar", "qux","baz" ] }`},
		{name: "A.3 remove a member", text: `{"baz": "qux","foo": "bar"}`, ops: []Operation{{Op: "remove", Path: "/baz"}}, want: `{"foo": "bar"}`},
		{name: "A.4 remove an element", text: `{"foo": [ "bar", "qux", "baz" ]}`, ops: []Operation{{Op: "remove", Path: "/foo/1"}}, want: `{"foo": [ "bar", "baz" ]}`},
		{name: "A.5 replace", text: `{"baz": "qux","foo": "bar"}`, ops: []Operation{{Op: "replace", Path: "/baz", Value: []byte(`3.8e4`)}}, want: `{"baz": 3.8e4,"foo": "bar"}`},
		{name: "A.6 move", text: `{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}`, ops: []Operation{{Op: "move", From: "/foo/waldo", Path: "/qux/thud"}}, want: `{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}`},
		{name: "A.7 move an element", text: `{"foo":["all","grass","cows","eat"]}`, ops: []Operation{{Op: "move", From: "/foo/1", Path: "/foo/3"}}, want: `{"foo":["all","cows","eat","grass"]}`},
		{name: "A.8 test", text: `{"baz":"qux","foo":["a",2,"c"]}`, ops: []Operation{{Op: "test", Path: "/baz", Value: []byte(`"q\u0075x"`)}, {Op: "test", Path: "/foo/1", Value: []byte(`2.0`)}}, want: `{"baz":"qux","foo":["a",2,"c"]}`},
		{name: "A.9 test fails", text: `{"baz":"qux"}`, ops: []Operation{{Op: "test", Path: "/baz", Value: []byte(`"bar"`)}}, fails: "operation 1 (test /baz)"},
		{name: "A.10 nested", text: `{"foo":"bar"}`, ops: []Operation{{Op: "add", Path: "/child", Value: []byte(`{"grandchild":{}}`)}}, want: `{"foo":"bar","child":{"grandchild":{}}}`},
		{name: "A.12 no parent", text: `{"foo":"bar"}`, ops: []Operation{{Op: "add", Path: "/baz/bat", Value: []byte(`"qux"`)}}, fails: `no member "baz"`},
		{name: "A.14 escapes", text: `{"/":9,"~1":10}`, ops: []Operation{{Op: "test", Path: "/~01", Value: []byte(`10`)}}, want: `{"/":9,"~1":10}`},
		{name: "A.15 a string is no number", text: `{"~1":10}`, ops: []Operation{{Op: "test", Path: "/~01", Value: []byte(`"10"`)}}, fails: "another"},
		{name: "A.16 append", text: `{"foo":["bar"]}`, ops: []Operation{{Op: "add", Path: "/foo/-", Value: []byte(`["abc"]`)}}, want: `{"foo":["bar",["abc"]]}`},
		{name: "into an empty object", text: `{}`, ops: []Operation{{Op: "add", Path: "/a", Value: []byte(`1`)}}, want: `{"a":1}`},
		{name: "into an empty array", text: `[ ]`, ops: []Operation{{Op: "add", Path: "/0", Value: []byte(`1`)}}, want: `[1 ]`},
		{name: "add replaces a member", text: `{"a":1,"b":2}`, ops: []Operation{{Op: "add", Path: "/a", Value: []byte(`9`)}}, want: `{"a":9,"b":2}`},
		{name: "remove the only one", text: `{"a": 1 }`, ops: []Operation{{Op: "remove", Path: "/a"}}, want: `{ }`},
		{name: "remove the last", text: `{"a":1 , "b":2}`, ops: []Operation{{Op: "remove", Path: "/b"}}, want: `{"a":1}`},
		{name: "copy", text: `{"a":[1]}`, ops: []Operation{{Op: "copy", From: "/a", Path: "/b"}}, want: `{"a":[1],"b":[1]}`},
		{name: "the whole text", text: `{"a":1}`, ops: []Operation{{Op: "replace", Path: "", Value: []byte(`null`)}}, want: `null`},
		{name: "members in any order are the same", text: `{"a":{"x":1,"y":[true]}}`, ops: []Operation{{Op: "test", Path: "/a", Value: []byte(`{"y":[true],"x":1e0}`)}}, want: `{"a":{"x":1,"y":[true]}}`},
		{name: "into itself", text: `{"a":{"b":1}}`, ops: []Operation{{Op: "move", From: "/a", Path: "/a/b"}}, fails: "into itself"},
		{name: "beyond the end", text: `[1]`, ops: []Operation{{Op: "add", Path: "/2", Value: []byte(`1`)}}, fails: "no element 2"},
		{name: "leading zero", text: `[1,2]`, ops: []Operation{{Op: "remove", Path: "/01"}}, fails: "no index"},
		{name: "the end is no element", text: `[1]`, ops: []Operation{{Op: "remove", Path: "/-"}}, fails: "no element"},
		{name: "bad pointer", text: `{}`, ops: []Operation{{Op: "remove", Path: "a"}}, fails: "starts with /"},
		{name: "bad escape", text: `{}`, ops: []Operation{{Op: "remove", Path: "/~2"}}, fails: "followed by 0 or 1"},
		{name: "unknown word", text: `{}`, ops: []Operation{{Op: "replce", Path: "/a"}}, fails: `did you mean "replace"?`},
		{name: "value is no JSON", text: `{}`, ops: []Operation{{Op: "add", Path: "/a", Value: []byte(`abc`)}}, fails: "not JSON"},
		{name: "below a number", text: `{"a":1}`, ops: []Operation{{Op: "add", Path: "/a/b", Value: []byte(`1`)}}, fails: "added to a number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Patch([]byte(c.text), c.ops)
			switch {
			case c.fails == "" && (err != nil || string(got) != c.want):
				t.Errorf("got %s (%v), want %s", got, err, c.want)
			case c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)):
				t.Errorf("got %s (%v), want an error with %q", got, err, c.fails)
			}
		})
	}
}

func FuzzPatch(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":2}]}`), "add", "/a/0", "/a", []byte(`3`))
	f.Add([]byte(`[1,2]`), "move", "/1", "/0", []byte(``))
	f.Fuzz(func(t *testing.T, text []byte, op, path, from string, value []byte) {
		got, err := Patch(text, []Operation{{Op: op, Path: path, From: from, Value: value}})
		if err != nil {
			return
		}
		s := New(got)
		s.Skip()
		if err := s.End(); err != nil {
			t.Errorf("%s %s of %q makes %q, which is not JSON: %v", op, path, text, got, err)
		}
	})
}
