package rawjson

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

func TestAppendStringEscapes(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", `""`},
		{`a"b\c/d`, `"a\"b\\c/d"`},
		{"\n\r\t\b\f\x00\x1f\x7f", `"\n\r\t\u0008\u000c\u0000\u001f` + "\x7f\""},
		{"<&>\u2028é😀", "\"<&>\u2028é😀\""},
		{"a\xffb\"\xc3", `"a` + "\ufffd" + `b\"` + "\ufffd\""},
		{"\xed\xa0\xbd", "\"\ufffd\ufffd\ufffd\""},
		{"é\xe4\xb8", "\"é\ufffd\ufffd\""},
	} {
		if got := string(AppendString([]byte("x"), tt.text)); got != "x"+tt.want {
			t.Errorf("%q: got %s, want x%s", tt.text, got, tt.want)
		}
	}
}

func FuzzAppendStringMeansItsText(f *testing.F) {
	f.Add("plain")
	f.Add("\"\\\x00\xff\xed\xa0\xbd\u2028😀")
	f.Fuzz(func(t *testing.T, text string) {
		spelt := AppendString(nil, text)
		var got string
		if err := json.Unmarshal(spelt, &got); err != nil || !utf8.Valid(spelt) {
			t.Fatalf("%q became %s: %v", text, spelt, err)
		}
		theirs, _ := json.Marshal(text)
		var want string
		if json.Unmarshal(theirs, &want); got != want {
			t.Fatalf("%q: got %q, want %q", text, got, want)
		}
	})
}
