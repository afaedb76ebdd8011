package callback

import (
	"slices"
	"strings"
	"testing"
)

func TestCodeInRange(t *testing.T) {
	for code, want := range map[int64]bool{
		0: false, 1: false, -38000: false, 37999: false, 38000: true, 38500: true, 39000: true, 39001: false,
		120001: false, 38000 + 1<<32: false, -1 << 63: false,
	} {
		if got := CodeInRange(code); got != want {
			t.Errorf("%d: got %v, want %v", code, got, want)
		}
	}
}

func TestValidAccount(t *testing.T) {
	for id, want := range map[string]string{
		"a": "", "@RBT#001": "", "a b~": "", strings.Repeat("x", 32): "",
		"": "is empty", strings.Repeat("x", 33): "is longer than 32 bytes",
		"a\n": "has a byte that is not printable ASCII", "é": "has a byte that is not printable ASCII",
		"\x7f": "has a byte that is not printable ASCII",
	} {
		if got := ValidAccount(id); got != want {
			t.Errorf("%q: got %q, want %q", id, got, want)
		}
	}
}

func TestAddSource(t *testing.T) {
	for source, want := range map[string]string{
		"AddSource_Type_Android": "", "AddSource_Type_x": "", "AddSource_Type_ABCDefgh": "",
		"AddSource_Type_":          "has not 1 to 8 letters after AddSource_Type_",
		"AddSource_Type_abcdefghi": "has not 1 to 8 letters after AddSource_Type_",
		"AddSource_Type_web2":      "has something other than letters after AddSource_Type_",
		"AddSource_Type_é":         "has something other than letters after AddSource_Type_",
		"AddSource_Type_[{@`":      "has something other than letters after AddSource_Type_",
		"Addsource_Type_Web":       "does not start with AddSource_Type_",
	} {
		if got := PrevFriendAdd.Item(Source).Check(source); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

func TestPlatforms(t *testing.T) {
	got := Platforms()
	if !slices.Contains(got, RESTAPI) || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 9 {
		t.Errorf("got %q, want nine different ones with %s", got, RESTAPI)
	}
	got[0] = "changed"
	if Platforms()[0] == "changed" {
		t.Error("a caller can change the list for others")
	}
}
