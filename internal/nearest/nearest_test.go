package nearest

import (
	"strings"
	"testing"
)

func TestTo(t *testing.T) {
	names := []string{"app-id", "client-ip", "count", "deadline", "FriendItem[0].Remark"}
	for _, tt := range []struct{ name, want string }{
		{"app-id", "app-id"},
		{"appid", "app-id"},
		{"cuont", "count"},
		{"coutn", "count"},
		{"DEADLINE", "deadline"},
		{"friendItem[0].remark", "FriendItem[0].Remark"},
		{"xyz", ""},
		{"", ""},
		{strings.Repeat("k", 1<<24), ""}, // in no time
	} {
		if got := To(tt.name, names); got != tt.want {
			t.Errorf("To(%q): got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestHint(t *testing.T) {
	if got, want := Hint("cont", []string{"count"}), ` (did you mean "count"?)`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Hint("zzzz", []string{"count"}); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}
