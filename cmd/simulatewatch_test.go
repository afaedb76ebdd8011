package cmd

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/outcome"
)

// The live page and the metrics are shown to those who have the token, while the run goes on.
func TestSimulateWatched(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	backend := spamFilter(t, func(*callback.Item) bool { return false })
	said, errs := io.Pipe()
	over := make(chan outcome.Status)
	go func() {
		over <- Run(ctx, []string{
			"simulate", "--config", "none", backend, "--rate", "50", "--duration", "1h", "--page=127.0.0.1:0", "--metrics-addr", "127.0.0.1:0",
			"--admin-token", "sesame-sesame",
		}, strings.NewReader(""), io.Discard, errs)
		errs.Close()
	}()
	links, lines := map[string]string{}, bufio.NewScanner(said)
	for len(links) < 2 && lines.Scan() {
		if what, link, ok := strings.Cut(lines.Text(), "  http"); ok {
			links[what] = "http" + link
		}
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	get := func(link, token, host string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, link, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if r.Host = host; token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(body)
	}
	for _, tt := range []struct {
		name, link, token, host string
		status                  int
		body                    string
	}{
		{"page without a token", links["live page"], "", "", 401, "token"},
		{"page of another host", links["live page"], "sesame-sesame", "evil.example", 421, "evil.example"},
		{"page with the token", links["live page"] + "?token=sesame-sesame", "", "", 200, "RUNNING"},
		{"page with the cookie", links["live page"], "", "", 200, "RUNNING"},
		{"metrics without a token", links["metrics"], "", "", 401, "token"},
		{"metrics with another token", links["metrics"], "sesame-sesam", "", 401, "token"},
		{"metrics under any name", links["metrics"], "sesame-sesame", "prometheus.example", 200, "chatcb_simulate_requests_total"},
	} {
		if status, body := get(tt.link, tt.token, tt.host); status != tt.status || !strings.Contains(body, tt.body) {
			t.Errorf("%s: got status %d, %.200q, want %d with %q", tt.name, status, body, tt.status, tt.body)
		}
	}
	client.CloseIdleConnections()
	cancel()
	if status := <-over; status != outcome.Interrupted {
		t.Errorf("got status %d, want %d", status, outcome.Interrupted)
	}
}
