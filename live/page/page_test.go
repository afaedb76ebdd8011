package page

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func get(t *testing.T, target string) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	Handler(About{URL: "http://127.0.0.1:8080/"}).ServeHTTP(w, httptest.NewRequest("GET", target, nil))
	return w.Result()
}

func TestEverythingIsServedUnderTheStrictPolicy(t *testing.T) {
	names := []string{"/", "/about.json"}
	err := fs.WalkDir(static, "static", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "index.html" {
			names = append(names, strings.TrimPrefix(path, "static"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		r := get(t, name)
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: got %d, want 200", name, r.StatusCode)
		}
		csp := r.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: got policy %q, want a strict one", name, csp)
		}
	}
}

// TestNothingFromElsewhere proves that the page needs no network but its own server.
func TestNothingFromElsewhere(t *testing.T) {
	elsewhere := regexp.MustCompile(`(src|href|url\()\s*=?\s*["'(]?(https?:)?//`)
	inline := regexp.MustCompile(`(?i)<script>|<style|style=|\son[a-z]+="|innerHTML|eval\(`)
	err := fs.WalkDir(static, "static", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(static, path)
		if m := elsewhere.Find(text); m != nil {
			t.Errorf("%s: %s", path, m)
		}
		if m := inline.Find(text); m != nil {
			t.Errorf("%s has %q, which the policy forbids or which would let text of a receiver be markup", path, m)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLanguagesHaveTheSameWords also makes sure that every word the page asks for is there.
func TestLanguagesHaveTheSameWords(t *testing.T) {
	text, err := fs.ReadFile(static, "static/words.js")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "en: {")
	en, zh, ok := strings.Cut(rest, "zh: {")
	if !ok {
		t.Fatal("no two languages")
	}
	keys := func(s string) []string {
		var list []string
		for _, m := range regexp.MustCompile(`(?m)(?:^\s*|[',`+"`"+`)}] ?, ?)([a-zA-Z]+): `).FindAllStringSubmatch(s, -1) {
			list = append(list, m[1])
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	a, b := keys(en), keys(zh)
	if !slices.Equal(a, b) || len(a) < 40 {
		t.Errorf("got different words:\n%v\n%v", a, b)
	}
	html, err := fs.ReadFile(static, "static/index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`data-(?:text|label)="([^"]+)"`).FindAllStringSubmatch(string(html), -1) {
		if !slices.Contains(a, m[1]) {
			t.Errorf("index.html asks for the word %q, which words.js does not have", m[1])
		}
	}
}
