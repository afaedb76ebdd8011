package rawjson

import (
	"encoding/json"
	"strings"
	"testing"
)

const doc = `{ "a" : 1,"list":[{"b": "x"}, {"b":  [1,2] }],"n\u0061me":null}`

func TestSet(t *testing.T) {
	for _, tt := range []struct{ path, value, want string }{
		{"a", `"one"`, `{ "a" : "one","list":[{"b": "x"}, {"b":  [1,2] }],"n\u0061me":null}`},
		{"list[0].b", `3.8e4`, `{ "a" : 1,"list":[{"b": 3.8e4}, {"b":  [1,2] }],"n\u0061me":null}`},
		{"list[1].b[1]", `{}`, `{ "a" : 1,"list":[{"b": "x"}, {"b":  [1,{}] }],"n\u0061me":null}`},
		{"list", `[]`, `{ "a" : 1,"list":[],"n\u0061me":null}`},
		{"name", `0`, `{ "a" : 1,"list":[{"b": "x"}, {"b":  [1,2] }],"n\u0061me":0}`},
	} {
		got, err := Set([]byte(doc), tt.path, as(tt.value))
		if err != nil || string(got) != tt.want {
			t.Errorf("Set(%s): got %s, %v, want %s", tt.path, got, err, tt.want)
		}
	}
}

func TestSetErrors(t *testing.T) {
	for _, tt := range []struct{ text, path, value, want string }{
		{doc, "lst[0].b", "1", `did you mean "list[0].b"?`},
		{doc, "a", "01", "not JSON"},
		{doc, "a", "1 2", "not JSON"},
		{`{"a":`, "a", "1", "wanted a value"},
	} {
		_, err := Set([]byte(tt.text), tt.path, as(tt.value))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Set(%s, %s): got %v, want an error with %q", tt.path, tt.value, err, tt.want)
		}
	}
}

func TestSetTellsWhatWas(t *testing.T) {
	if _, err := Set([]byte(doc), "list[1].b", func(was Kind) []byte {
		if was != Array {
			t.Errorf("got %v, want array", was)
		}
		return []byte("1")
	}); err != nil {
		t.Error(err)
	}
}

// as is a value, whatever stood there.
func as(value string) func(Kind) []byte { return func(Kind) []byte { return []byte(value) } }

func FuzzSetLeavesJSON(f *testing.F) {
	f.Add(doc, 3)
	f.Fuzz(func(t *testing.T, text string, n int) {
		places, err := Places([]byte(text))
		if err != nil || len(places) == 0 || n < 0 {
			return
		}
		got, err := Set([]byte(text), places[n%len(places)].Path, as(`{"new":1}`))
		if err != nil || !json.Valid(got) {
			t.Errorf("Set in %q: got %q, %v", text, got, err)
		}
	})
}
