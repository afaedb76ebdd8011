// Package golden compares what a test got with a file, for tests alone.
package golden

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Compare fails the test where got is not what the file at path holds. With UPDATE in the environment it writes the file.
func Compare(t testing.TB, path, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; UPDATE=1 writes it", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got; UPDATE=1 writes it):\n%s", path, diff)
	}
}

var dressing = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>| content="default-src[^"]*"`)

// ComparePage is Compare for an HTML page, without its style and script, which are files of their own.
func ComparePage(t testing.TB, path, got string) {
	t.Helper()
	Compare(t, path, dressing.ReplaceAllString(got, ""))
}
