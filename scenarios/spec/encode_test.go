package spec

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/scenarios"
)

func TestEncoded(t *testing.T) {
	t.Parallel()
	for as, want := range map[string]string{
		"bom": "\xef\xbb\xbfa好", "utf-16": "\xff\xfea\x00\x7dY", "latin-1": "a\x7d",
	} {
		if got := string(encoded([]byte("a好"), as)); got != want {
			t.Errorf("%s: got %q, want %q", as, got, want)
		}
	}
	if got := string(encoded([]byte("ºÃÓÑ"), "latin-1")); got != "\xba\xc3\xd3\xd1" {
		t.Errorf("got %q, want the bytes of 好友 in GBK", got)
	}
	r, err := gzip.NewReader(bytes.NewReader(encoded([]byte("a好"), "gzip")))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); string(got) != "a好" || err != nil {
		t.Errorf("got %q, %v, want the body again", got, err)
	}
}

// A text that is repeated is short until a case runs, and bounded then.
func TestRepeatedTexts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{"x*3": 3, "ab*2": 4, "x*0": 0, "x*-1": 0, "x*99999999": mostRepeated} {
		v, ok := own(name)
		if !ok || len(v.example) > 2 {
			t.Errorf("%s: got the example %q, %v, want the text once", name, v.example, ok)
			continue
		}
		if got := v.is(inCase{}); len(got) != want {
			t.Errorf("%s: got %d bytes, want %d", name, len(got), want)
		}
	}
	if _, ok := own("x*y"); ok {
		t.Error("x*y: got a variable, want none")
	}
}

// A file can have a NUL of its own, "\0" in quotes; what is between two is a variable only if there is one of that name.
func TestNULsOfFiles(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a\x00b": "a\x00b", "\x00": "\x00", "\x00\x00": "\x00\x00", "a\x00b\x00c": "a\x00b\x00c",
		"\x00 " + token("app_id"): "\x00 <app_id>", token("now") + "\x00" + token("host"): "<now>\x00<host>",
		absent: absent, "\x00" + absent: "\x00" + absent,
	} {
		got := fillText(text, func(v variable) string { return "<" + v.name + ">" })
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Words without cases in Go are no scenario, and cases in Go are never the sample request.
func TestScenariosInGo(t *testing.T) {
	t.Parallel()
	const text = "version: 1\nscenarios:\n  - {id: TRN-001, go: true}\n"
	if _, err := new(Loader).Read("f.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), "no cases of TRN-001 in Go") {
		t.Errorf("got %v, want that there are no cases", err)
	}
	ran := false
	loader := &Loader{Go: map[string][]scenarios.Variant{"TRN-001": scenarios.OneCase(func(*scenarios.CaseRun) { ran = true })}}
	list, err := loader.Read("f.yaml", []byte(text))
	if err != nil || len(list) != 1 || len(list[0].Variants) != 1 {
		t.Fatalf("got %v, %v, want the scenario with its case", list, err)
	}
	if list[0].Variants[0].Run(nil); !ran {
		t.Error("got another function, want the one in Go")
	}
}
