package page

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/internal/filter"
	"github.com/chatcb/chatcb/language"
)

func get(t *testing.T, target string) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	Handler(About{URL: "http://127.0.0.1:8080/"}).ServeHTTP(w, httptest.NewRequest("GET", target, nil))
	return w.Result()
}

func TestEverythingIsServedUnderTheStrictPolicy(t *testing.T) {
	names := []string{"/", "/about.json", "/texts.json"}
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

// TestEveryTextIsThere proves that the page asks for no text that the tables do not have, and that they have none for nobody.
func TestEveryTextIsThere(t *testing.T) {
	t.Parallel()
	asked := map[string]bool{}
	for _, name := range []string{"index.html", "main.js", "detail.js", "steer.js", "latency.js"} {
		text, err := fs.ReadFile(static, "static/"+name)
		if err != nil {
			t.Fatal(err)
		}
		key := regexp.MustCompile(`data-(?:text|label)(?:="|': ')([a-z-]+)|\b(?:t|button|copy|fact)\('([a-z-]+)'|\bt\([^()]*?\? '([a-z-]+)'(?: : (?:\w+ \? '([a-z-]+)' : )?'([a-z-]+)')?`)
		for _, m := range key.FindAllStringSubmatch(string(text), -1) {
			for _, k := range m[1:] {
				if k != "" {
					asked[k] = true
				}
			}
		}
	}
	for name, list := range texts() {
		for k := range asked {
			if list[k] == "" {
				t.Errorf("%s has no text %q", name, k)
			}
		}
		for k := range list {
			if !asked[k] {
				t.Errorf("nobody asks for the text %q of %s", k, name)
			}
		}
	}
}

// TestTheHelpNamesAllWords finds the words of filters in what the page says of them, in both languages.
func TestTheHelpNamesAllWords(t *testing.T) {
	_, err := filter.Compile("no-such-word:x")
	if err == nil {
		t.Fatal("got no error for a word that there is not")
	}
	_, list, _ := strings.Cut(err.Error(), "there are ")
	list, _, _ = strings.Cut(list, ", and")
	for _, words := range []*language.Words{language.English(), language.Chinese()} {
		help := words.Say("live.filter-help")
		for name := range strings.SplitSeq(list, ", ") {
			if !strings.Contains(help, " "+name+": ") {
				t.Errorf("%s: is missing in %q", name, help)
			}
		}
	}
}
