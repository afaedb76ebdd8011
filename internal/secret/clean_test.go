package secret

import (
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"sesame": "sesame", "sesame\n": "sesame", "sesame\r\n": "sesame", "\ufeffsesame\r\n": "sesame", "": "", "\n": "", "sésame": "sésame",
	} {
		if got, err := Clean([]byte(given)); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", given, got, err, want)
		}
	}
	for given, want := range map[string]string{
		"sesame ": "U+0020 at byte 7", " sesame": "blank", "ses ame": "blank", "a\tb": "blank", "a\nb": "blank", "a\x00b": "UTF-16",
		"\xff\xfea\x00": "UTF-16", "\xfe\xff\x00a": "UTF-16", "a\xff": "no text in UTF-8", "a\u00a0": "blank", "a\ufeff": "blank", "a\x7f": "control",
	} {
		if got, err := Clean([]byte(given)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %q, %v, want %q", given, got, err, want)
		}
	}
}
