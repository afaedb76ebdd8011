package rawjson

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// whole walks one text to its end.
func whole(text string) (*Scanner, error) {
	s := New([]byte(text))
	s.Skip()
	return s, s.End()
}

func TestGrammar(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, `""`, `0`, `-0`, `1`, `-1.5e+10`, `1E-2`, `true`, `false`, `null`, " \t\r\n1 \n", `{"":{}}`,
		`[[],{},"",0,null]`, `{"a":1,"a":2}`, `"\u0041\"\\\/\b\f\n\r\t"`, "\"\x7f\u2028é😀\"", `1e400`,
		strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth),
	} {
		if _, err := whole(text); err != nil {
			t.Errorf("%.40q: got %v, want it accepted", text, err)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		text   string
		offset int
		want   string
	}{
		{``, 0, "byte 0: wanted a value, got the end of the text"},
		{` `, 1, "byte 1: wanted a value, got the end of the text"},
		{"\ufeff{}", 0, "byte 0: wanted a value, got a byte order mark"},
		{"\xff", 0, "byte 0: wanted a value, got byte 0xff"},
		{"\x00", 0, "byte 0: wanted a value, got control byte 0x00"},
		{`é`, 0, "byte 0: wanted a value, got 'é'"},
		{`{} x`, 3, "byte 3: wanted the end of the text, got 'x'"},
		{`{"a":1}{"a":1}`, 7, "byte 7: wanted the end of the text, got '{'"},
		{`{"a":1,}`, 7, "byte 7: wanted a value after ',', got '}'"},
		{`[1,]`, 3, "byte 3: wanted a value after ',', got ']'"},
		{`[,1]`, 1, "byte 1: wanted a value, got ','"},
		{`{,}`, 1, "byte 1: wanted a member name in double quotes, got ','"},
		{`{a:1}`, 1, "byte 1: wanted a member name in double quotes, got 'a'"},
		{`{'a':1}`, 1, "byte 1: wanted a member name in double quotes, got '\\''"},
		{`{"a" 1}`, 5, "byte 5: wanted ':', got '1'"},
		{`{"a":}`, 5, "byte 5: wanted a value, got '}'"},
		{`[1 2]`, 3, "byte 3: wanted ',' or ']', got '2'"},
		{`[1}`, 2, "byte 2: wanted ',' or ']', got '}'"},
		{`{"a":1]`, 6, "byte 6: wanted ',' or '}', got ']'"},
		{`[1`, 2, "byte 2: wanted ',' or ']', got the end of the text"},
		{`"abc`, 4, "byte 4: wanted '\"' at the end of a string, got the end of the text"},
		{"\"a\nb\"", 2, "byte 2: wanted a string without raw control bytes, got control byte 0x0a"},
		{`"\x"`, 1, `byte 1: wanted an escape such as \n, \" or \u0041, got '\\'`},
		{`"\u12G4"`, 1, `byte 1: wanted an escape such as \n, \" or \u0041, got '\\'`},
		{`"\`, 1, `byte 1: wanted an escape such as \n, \" or \u0041, got '\\'`},
		{`01`, 1, "byte 1: wanted a number without leading zeros, got '1'"},
		{`-`, 1, "byte 1: wanted a digit, got the end of the text"},
		{`1.`, 2, "byte 2: wanted a digit, got the end of the text"},
		{`1e+`, 3, "byte 3: wanted a digit, got the end of the text"},
		{`+1`, 0, "byte 0: wanted a value, got '+'"},
		{`.5`, 0, "byte 0: wanted a value, got '.'"},
		{`NaN`, 0, "byte 0: wanted a value, got 'N'"},
		{`nul`, 3, "byte 3: wanted true, false or null, got the end of the text"},
		{`True`, 0, "byte 0: wanted a value, got 'T'"},
		{`tru3`, 3, "byte 3: wanted true, false or null, got '3'"},
		{`/* x */ 1`, 0, "byte 0: wanted a value, got '/'"},
		{strings.Repeat("[", MaxDepth+1), MaxDepth, "byte 10000: wanted at most 10000 levels, got '['"},
	} {
		s, err := whole(tt.text)
		if err == nil || err.Error() != tt.want || s.Err().Offset != tt.offset {
			t.Errorf("%.40q: got %v, want %s", tt.text, err, tt.want)
		}
	}
}

// The first error stays: whatever is called afterwards neither moves on nor replaces it.
func TestFirstErrorStays(t *testing.T) {
	s := New([]byte(`[nope, 1]`))
	s.Open()
	s.Skip()
	first := *s.Err()
	s.Skip()
	s.Open()
	s.NextElement(1)
	s.NextMember(0)
	if _, ok := s.String(); ok || s.Kind() != Invalid || *s.Err() != first {
		t.Errorf("got %v, want %v", s.Err(), &first)
	}
	if err := s.End(); err == nil || err.Error() != first.Error() {
		t.Errorf("End: got %v, want %v", err, &first)
	}
}

func TestMembersAsTheyAreSpelt(t *testing.T) {
	s := New([]byte(` {"a" : 1.0, "A":"\u0041\n", "a":[true, null], "é\/":{ "x":-0 } } `))
	var got []string
	if s.Kind() != Object {
		t.Fatal("not an object")
	}
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		key, at := string(s.Key()), s.KeyOffset()
		if quoted := string(s.b[at : at+len(key)+2]); quoted != `"`+key+`"` {
			t.Errorf("at KeyOffset: got %s, want %q", quoted, key)
		}
		value, _ := s.Value()
		got = append(got, key+"="+string(value))
	}
	if err := s.End(); err != nil {
		t.Fatal(err)
	}
	want := []string{`a=1.0`, `A="\u0041\n"`, `a=[true, null]`, `é\/={ "x":-0 }`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStringNotes(t *testing.T) {
	for _, tt := range []struct {
		text      string
		want      string
		bad, lone bool
	}{
		{`"plain é 😀"`, "plain é 😀", false, false},
		{`"\ud83d\ude00"`, "😀", false, false},
		{`"\uD83D\uDE00\u0000"`, "😀\x00", false, false},
		{`"\ud83d"`, "\ufffd", false, true},
		{`"\ude00\ud83d"`, "\ufffd\ufffd", false, true},
		{`"\ud83dx\ude00"`, "\ufffdx\ufffd", false, true},
		{`"\ud83d\u0041"`, "\ufffdA", false, true},
		{`"\\ud83d"`, `\ud83d`, false, false},
		{"\"\xd6\xd0\"", "\xd6\xd0", true, false}, // 中 in GBK
		{"\"\xed\xa0\xbd\"", "\xed\xa0\xbd", true, false},
	} {
		s := New([]byte(tt.text))
		text, ok := s.String()
		if got := string(Unescape(nil, text)); !ok || got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.text, got, tt.want)
		}
		if s.BadUTF8 != tt.bad || s.LoneSurrogate != tt.lone {
			t.Errorf("%s: got bad %v, lone %v, want %v, %v", tt.text, s.BadUTF8, s.LoneSurrogate, tt.bad, tt.lone)
		}
	}
}

// Wrong-kind calls are refused and say what was asked for.
func TestKinds(t *testing.T) {
	texts := map[Kind]string{Object: `{}`, Array: `[]`, String: `""`, Number: `7`, Bool: `false`, Null: `null`, Invalid: `?`}
	for kind, text := range texts {
		for name, call := range map[string]struct {
			read func(*Scanner) bool
			ok   []Kind
		}{
			"Open":    {(*Scanner).Open, []Kind{Object, Array}},
			"String":  {func(s *Scanner) bool { _, ok := s.String(); return ok }, []Kind{String}},
			"Number":  {func(s *Scanner) bool { _, ok := s.Number(); return ok }, []Kind{Number}},
			"Literal": {func(s *Scanner) bool { _, ok := s.Literal(); return ok }, []Kind{Bool, Null}},
		} {
			s := New([]byte(text))
			if got := s.Kind(); got != kind {
				t.Errorf("%s: got kind %v, want %v", text, got, kind)
			}
			want := slices.Contains(call.ok, kind)
			if got := call.read(s); got != want || (s.Err() == nil) != want {
				t.Errorf("%s of %s: got %v (%v), want %v", name, text, got, s.Err(), want)
			}
		}
	}
}

func TestReset(t *testing.T) {
	s, _ := whole("\"\xff\\ud800\"")
	if !s.BadUTF8 || !s.LoneSurrogate {
		t.Fatal("the notes are not set")
	}
	s.Reset([]byte(`1`))
	if s.BadUTF8 || s.LoneSurrogate || s.Offset() != 0 || s.Kind() != Number {
		t.Errorf("got %+v, want a scanner at the start of 1", s)
	}
}

func TestWalkingAllocatesNothing(t *testing.T) {
	text, s := []byte(answer), Scanner{}
	if n := testing.AllocsPerRun(100, func() {
		s.Reset(text)
		s.Skip()
		if s.End() != nil {
			t.Fatal(s.Err())
		}
	}); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}

// FuzzAgreesWithEncodingJSON holds the grammar against another reader of it. Both accept bytes that are not UTF-8; this
// one notes them.
func FuzzAgreesWithEncodingJSON(f *testing.F) {
	for _, text := range []string{
		answer, `{"a":[1,-0.5e9,"\ud83d\ude00",true,null,{}]}`, `[1,]`, `{"a" 1}`, "\"\xff\"", `01`, ` "\u12"`, `nul`, `"\ud800"`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := whole(string(text))
		if got, want := err == nil, json.Valid(text); got != want {
			t.Fatalf("%q: got valid %v (%v), want %v", text, got, err, want)
		}
		if err != nil {
			if at := s.Err().Offset; at < 0 || at > len(text) {
				t.Fatalf("%q: error at byte %d of %d", text, at, len(text))
			}
			return
		}
		if s.BadUTF8 == utf8.Valid(text) {
			t.Fatalf("%q: got BadUTF8 %v, want %v", text, s.BadUTF8, !utf8.Valid(text))
		}
		checkString(t, text)
	})
}

// checkString compares the meaning of a text that is one string.
func checkString(t *testing.T, text []byte) {
	s := New(text)
	if s.Kind() != String {
		return
	}
	spelt, _ := s.String()
	var want string
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	got := string(Unescape(nil, spelt))
	if s.BadUTF8 {
		return // kept here, replaced there
	}
	if got != want {
		t.Fatalf("%q: got %q, want %q", text, got, want)
	}
	if s.LoneSurrogate && !strings.ContainsRune(got, utf8.RuneError) {
		t.Fatalf("%q: half a surrogate pair became %q", text, got)
	}
}

const answer = `{"ActionStatus": "OK","ErrorCode": 0,"ErrorInfo": "","ResultItem": [` +
	`{"To_Account": "id1","ResultCode": 0,"ResultInfo": ""},{"To_Account": "id2","ResultCode": 0,"ResultInfo": ""}]}`

func BenchmarkSkip(b *testing.B) {
	text, s := []byte(answer), Scanner{}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.Reset(text)
		s.Skip()
		if s.End() != nil {
			b.Fatal(s.Err())
		}
	}
}

func BenchmarkEncodingJSONValid(b *testing.B) {
	text := []byte(answer)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if !json.Valid(text) {
			b.Fatal("not valid")
		}
	}
}
