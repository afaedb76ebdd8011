package flags

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Looking whether a file can be written changes nothing.
func TestWritable(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(at("old.json"), []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"link": "old.json", "new-link": "new.json", "lost-link": "nowhere/new.json"} {
		if err := os.Symlink(target, at(link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ name, want string }{
		{at("old.json"), ""},
		{at("new.json"), ""},
		{at("link"), ""},
		{at("new-link"), ""},
		{os.DevNull, ""},
		{at("lost-link"), "there is no folder"},
		{at("nowhere/new.json"), "there is no folder " + at("nowhere") + "; make it, or correct its name"},
		{dir, "is a directory"},
		{at("old.json/new.json"), "not a directory"},
		{"/proc/new.json", "cannot be written"},
	} {
		err := CheckWritable("--result", tt.name)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 4 {
		t.Errorf("got %v, %v, want what was there before", list, err)
	}
	if text, err := os.ReadFile(at("old.json")); string(text) != "old" {
		t.Errorf("got %q, %v, want the old text", text, err)
	}
}
