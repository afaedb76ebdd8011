package safe

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
)

func TestSafe(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"plain", "plain"},
		{"用户🙂 é", "用户🙂 é"},
		{"\x1b[2J", `\x1b[2J`},
		{"a\r\nb\tc", `a\r\nb\tc`},
		{"\x00\x7f", `\x00\u007f`},
		{"\u009b31m", `\u009b31m`},
		{"\xff\xfe", `\xff\xfe`},
		{"abc\u202edef", `abc\u202edef`},
		{"\u2066x\u2069", `\u2066x\u2069`},
		{"\u2028", `\u2028`},
		{"\ufeff", `\ufeff`},
		{"\U000e0041", `\udb40\udc41`},
		{"\ue000", `\ue000`},
	} {
		if got := Text(tt.in); got != tt.want {
			t.Errorf("Safe(%q): got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzSafeObeysNothing(f *testing.F) {
	f.Add("\x1b]0;x\x07 \u202e\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range Text(text) {
			if r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0x202e {
				t.Fatalf("Safe(%q) lets %U through", text, r)
			}
		}
	})
}

func TestClip(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 1000)
	got := Clip(long, 90)
	if want := strings.Repeat("a", 60) + " … 910 bytes … " + strings.Repeat("a", 30); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Clip("short", 90); got != "short" {
		t.Errorf("got %q, want it as it is", got)
	}
}

// Whatever is written to a file is harmless, and JSON still means the same.
func TestWriterLetsNothingPass(t *testing.T) {
	t.Parallel()
	in := map[string]string{"a": "\x1b\x7f\u009b\u202e\U000e0041\ufffe\n", "b": "plain ü 用户"}
	var b strings.Builder
	if err := WriteJSON(&b, in, " "); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexFunc(b.String(), func(r rune) bool { return r != '\n' && Acts(r) }); i >= 0 {
		t.Errorf("got a character that acts at byte %d of %q", i, b.String())
	}
	var out map[string]string
	if err := json.Unmarshal([]byte(b.String()), &out); err != nil || !maps.Equal(in, out) {
		t.Errorf("got %q, %v, want %q", out, err, in)
	}
}
