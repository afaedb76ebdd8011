package secret

import (
	"strings"
	"testing"
)

func TestURLHidesUsers(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":                                  "",
		":3000/hook":                        ":3000/hook",
		"https://host/hook":                 "https://host/hook",
		"https://user:sesame@host/hook?a=b": "https://host/hook?a=b",
		"http://sesame@host":                "http://host",
		"http://a:se@me@host/x@y":           "http://host/x@y",
		"user:sesame@host:3000/hook":        "host:3000/hook",
		"http://host/?u=me@host":            "http://host/?u=me@host",
		"unix:/run/app.sock:/hook":          "unix:/run/app.sock:/hook",
	} {
		u := URL{given}
		if got := u.String(); got != want || u.Reveal() != given {
			t.Errorf("%s: got %s, want %s", given, got, want)
		}
	}
}

func TestHeadersHideCredentials(t *testing.T) {
	t.Parallel()
	var h Headers
	lines := []string{"Authorization: Bearer sesame", "cookie: a=sesame", "X-Api-Key: sesame", "X-Auth-Token: sesame", "X-Trace: shown", "Empty:", "bad"}
	for _, line := range lines {
		if err := h.Set(line); err != nil {
			t.Fatal(err)
		}
	}
	if got := h.String(); strings.Contains(got, "sesame") || !strings.Contains(got, "shown") {
		t.Errorf("got %s", got)
	}
	if got := strings.Join(h.Lines(), "|"); got != strings.Join(lines, "|") {
		t.Errorf("got %s, want what was given", got)
	}
}
