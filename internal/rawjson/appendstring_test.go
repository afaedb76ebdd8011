package rawjson

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkAppendString compares with the slow way, at every alignment and for every room in the destination.
func checkAppendString(t *testing.T, text []byte) {
	t.Helper()
	slow := New(text)
	spelt, wantOK := slow.String()
	want := "prefix" + string(Unescape(nil, spelt))
	for room := range 20 {
		fast := New(text)
		got, ok := fast.AppendString(append(make([]byte, 0, 6+room), "prefix"...))
		if ok != wantOK || ok && string(got) != want || !ok && string(got) != "prefix" {
			t.Fatalf("%q: got %q %v, want %q %v", text, got, ok, want, wantOK)
		}
		if fast.Offset() != slow.Offset() {
			t.Fatalf("%q: got offset %d, want %d", text, fast.Offset(), slow.Offset())
		}
		if !ok && *fast.Err() != *slow.Err() {
			t.Fatalf("%q: got %v, want %v", text, fast.Err(), slow.Err())
		}
	}
}

func TestAppendString(t *testing.T) {
	for c := range 256 { // every byte at every place of a word
		for at := range 17 {
			text := []byte(`"` + strings.Repeat("a", at) + string([]byte{byte(c)}) + strings.Repeat("b", 17-at) + `" tail`)
			checkAppendString(t, text)
			checkAppendString(t, text[:len(text)-6])
		}
	}
	for _, text := range []string{
		``, `"`, `""`, `1`, `"\`, `"\"`, `"\u`, `"\u004`, `"\u0041"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ud83d\u0041"`, `"\b\f\n\r\t\/\\\""`,
		"\"a\nb\"", "\"\xff\xfe\"", `"` + strings.Repeat(`\"a`, 100) + `"`,
	} {
		checkAppendString(t, []byte(text))
	}
}

func checkAppendQuoted(t *testing.T, text []byte) {
	t.Helper()
	for room := range 12 {
		quoted := AppendQuoted(append(make([]byte, 0, 6+room), "prefix"...), text)
		if !json.Valid(quoted[6:]) || string(quoted[:6]) != "prefix" {
			t.Fatalf("%q: got %q, want JSON", text, quoted)
		}
		if got, ok := New(quoted[6:]).AppendString(nil); !ok || !bytes.Equal(got, text) {
			t.Fatalf("%q: got %q back, quoted %q", text, got, quoted)
		}
	}
}

func TestAppendQuoted(t *testing.T) {
	for c := range 128 {
		for at := range 17 {
			text := strings.Repeat("é", at/2) + strings.Repeat("a", at%2) + string(rune(c)) + strings.Repeat("b", 17-at)
			checkAppendQuoted(t, []byte(text))
		}
	}
	checkAppendQuoted(t, bytes.Repeat([]byte{0}, 100))
	checkAppendQuoted(t, nil)
	if got, want := string(AppendQuoted(nil, []byte("\x00\x1f\n\r\t\"\\/\x7f"))), `"\u0000\u001f\n\r\t\"\\/`+"\x7f\""; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzAppendQuoted(f *testing.F) {
	f.Add([]byte("plain text \" and \n more \x00 é"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if utf8.Valid(text) {
			checkAppendQuoted(t, text)
		}
	})
}

func FuzzAppendString(f *testing.F) {
	f.Add([]byte(`"\ud83d\ude00 plain text \" and \n more"`))
	f.Add([]byte("\"abcdefg\x80\x1f\""))
	f.Fuzz(func(t *testing.T, text []byte) { checkAppendString(t, text) })
}

var embedded = `"` + strings.NewReplacer(`"`, `\"`).Replace(answer) + `"`

func BenchmarkAppendString(b *testing.B) {
	text, s, buf := []byte(embedded), Scanner{}, make([]byte, 0, 1024)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Reset(text)
		if got, ok := s.AppendString(buf); !ok || len(got) != len(answer) {
			b.Fatal(string(got))
		}
	}
}

func BenchmarkStringAndUnescape(b *testing.B) {
	text, s, buf := []byte(embedded), Scanner{}, make([]byte, 0, 1024)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Reset(text)
		spelt, _ := s.String()
		if got := Unescape(buf, spelt); !bytes.Equal(got, []byte(answer)) {
			b.Fatal(string(got))
		}
	}
}
