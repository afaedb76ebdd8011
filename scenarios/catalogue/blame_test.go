package catalogue

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
)

// letsThroughOnce lets everybody through in the first request that has a text in its URL or body.
func letsThroughOnce(text string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		var seen atomic.Bool
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			if (strings.Contains(string(body), text) || strings.Contains(r.URL.RawQuery, text)) && !seen.Swap(true) {
				q, _ := callback.DecodeRequest(body)
				w.Header().Set("Content-Type", "application/json")
				w.Write(callback.Allow(q.Accounts()...).Append(nil, callback.Wire))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// What leaks once of three times leaks, and a probe that is approved once is told as that.
func TestOneOfThree(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, id, want string
		exit           outcome.Status
	}{
		{`"bad"`, "POL-001", "leaks 1 of 3 identical requests", outcome.Leak},
		{"SdkAppid=1400000001", "SEC-001", "1 of 3 identical requests got an approval", outcome.Findings},
	} {
		run := inMemory(t, setting{only: []string{c.id}, wrap: letsThroughOnce(c.text)})
		if got := run.ByCase(c.id); got.Status != result.Fail || !strings.Contains(got.Message, c.want) || run.Exit != c.exit {
			t.Errorf("%s: got %s %q, exit %d; want a failure with %q, exit %d", c.id, got.Status, got.Message, run.Exit, c.want, c.exit)
		}
	}
}

// A receiver that looks at RequestTime some time after it was signed is not blamed for the second that passed.
func TestEdgeOfTheWindow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		takes time.Duration
		id    string
		want  result.Status
	}{
		{0, "SEC-028/62-s", result.Pass},
		{1900 * time.Millisecond, "SEC-028/62-s", result.Pass},
		{1900 * time.Millisecond, "SEC-027/58-s", result.Pass},
		{1900 * time.Millisecond, "SEC-027/61-s", result.Pass},
		{2100 * time.Millisecond, "SEC-027/58-s", result.Untestable},
	} {
		run := inMemory(t, setting{only: []string{c.id}, wrap: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				time.Sleep(c.takes)
				next.ServeHTTP(w, r)
			})
		}})
		if got := run.ByCase(c.id); got.Status != c.want {
			t.Errorf("%s after %s: got %s %q, want %s", c.id, c.takes, got.Status, got.Message, c.want)
		}
	}
}
