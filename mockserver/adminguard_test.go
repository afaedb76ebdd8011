package mockserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/policy"
)

func TestAdminGuard(t *testing.T) {
	_, api := adminOf(t, mockserver.Config{})
	bearer := "Bearer " + adminToken
	for _, tt := range []struct {
		name, host, path string
		header           http.Header
		want             int
	}{
		{"token", "127.0.0.1:8080", "/api/counts", http.Header{"Authorization": {bearer}}, 200},
		{"token in the URL", "localhost:8080", "/api/counts?token=" + adminToken, nil, 200},
		{"the token as a cookie", "[::1]:8080", "/api/counts", http.Header{"Cookie": {"chatcb_admin_8080=" + adminToken}}, 401},
		{"a name that was given", "mock.example", "/api/counts", http.Header{"Authorization": {bearer}}, 200},
		{"same origin", "localhost:8080", "/api/counts", http.Header{"Authorization": {bearer}, "Origin": {"http://localhost:8080"}}, 200},
		{"none", "127.0.0.1", "/api/counts", nil, 401},
		{"another", "127.0.0.1", "/api/counts", http.Header{"Authorization": {bearer + "x"}}, 401},
		{"empty", "127.0.0.1", "/api/counts?token=", http.Header{"Authorization": {"Bearer "}}, 401},
		{"a part", "127.0.0.1", "/api/counts?token=" + adminToken[:10], nil, 401},
		{"another name for this address", "evil.example:8080", "/api/counts", http.Header{"Authorization": {bearer}}, 421},
		{"a name that begins so", "127.0.0.1.evil.example", "/api/counts", http.Header{"Authorization": {bearer}}, 421},
		{"health under any name", "evil.example", "/api/health", nil, 200},
		{"the description under another name", "evil.example", "/api/openapi.json", nil, 421},
		{"another site", "127.0.0.1", "/api/counts", http.Header{"Authorization": {bearer}, "Origin": {"https://evil.example"}}, 403},
		{"another port", "127.0.0.1:1", "/api/counts", http.Header{"Authorization": {bearer}, "Origin": {"http://127.0.0.1:2"}}, 403},
		{"no origin at all", "127.0.0.1", "/api/counts", http.Header{"Authorization": {bearer}, "Origin": {"null"}}, 403},
		{"said by the browser", "127.0.0.1", "/api/counts", http.Header{"Authorization": {bearer}, "Sec-Fetch-Site": {"cross-site"}}, 403},
		{"health needs none", "127.0.0.1", "/api/health", nil, 200},
		{"unknown path", "127.0.0.1", "/api/nothing", http.Header{"Authorization": {bearer}}, 404},
	} {
		r := httptest.NewRequest("GET", tt.path, nil)
		r.Host = tt.host
		for k, v := range tt.header {
			r.Header[k] = v
		}
		w := httptest.NewRecorder()
		api.ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%s: got %d %s, want %d", tt.name, w.Code, w.Body, tt.want)
		}
		if v := w.Header().Get("Access-Control-Allow-Origin"); v != "" {
			t.Errorf("%s: other sites are let in: %s", tt.name, v)
		}
		if strings.Contains(w.Body.String(), adminToken) {
			t.Errorf("%s: the token is shown", tt.name)
		}
	}
	for _, token := range []string{"", "short"} {
		if _, err := newServer(t, mockserver.Config{}).Admin(live.AdminConfig{Token: token}); err == nil {
			t.Errorf("got an API with the token %q", token)
		}
	}
}

// A visit with the token begins a session, which is no token, and which no other server of the host can use.
func TestAdminSession(t *testing.T) {
	config := live.AdminConfig{Token: adminToken, Pages: http.NotFoundHandler()}
	servers := map[string]http.Handler{}
	for _, port := range []string{"8080", "8081"} {
		var err error
		if servers[port], err = newServer(t, mockserver.Config{}).Admin(config); err != nil {
			t.Fatal(err)
		}
	}
	get := func(port, path string, cookies ...*http.Cookie) *http.Response {
		r, w := httptest.NewRequest("GET", path, nil), httptest.NewRecorder()
		r.Host = "127.0.0.1:" + port
		for _, c := range cookies {
			r.AddCookie(c)
		}
		servers[port].ServeHTTP(w, r)
		return w.Result()
	}
	first := get("8080", "/?token="+adminToken+"&x=1")
	cookies := first.Cookies()
	if first.StatusCode != http.StatusSeeOther || first.Header.Get("Location") != "/?x=1" || len(cookies) != 1 {
		t.Fatalf("got %d to %q with %v, want a redirect to /?x=1 and a cookie", first.StatusCode, first.Header.Get("Location"), cookies)
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || strings.Contains(c.Value, adminToken) {
		t.Errorf("got %v, want a session that is HttpOnly and SameSite=Strict, and no token", c)
	}
	if got := get("8080", "/api/counts", c).StatusCode; got != 200 {
		t.Errorf("with the cookie: got %d", got)
	}
	other := get("8081", "/?token="+adminToken).Cookies()[0]
	if other.Name == c.Name || other.Value == c.Value {
		t.Errorf("got %v twice, want one for each port", c)
	}
	moved := &http.Cookie{Name: other.Name, Value: c.Value}
	if got := get("8081", "/api/counts", moved).StatusCode; got != 401 {
		t.Errorf("with the session of another server: got %d", got)
	}
	if got := get("8080", "/?token=wrong-token-of-8", c).StatusCode; got != 401 {
		t.Errorf("a visit with a wrong token: got %d", got)
	}
}

// A policy file that is broken changes nothing, and says what is wrong.
func TestReloadKeepsTheOldPolicy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.yaml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("rules: []\n")
	p, err := policy.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t, mockserver.Config{Policy: p})
	write("rules: []\nrule: 1\n")
	api, err := s.Admin(live.AdminConfig{Token: adminToken})
	if err != nil {
		t.Fatal(err)
	}
	r := ask(api, "POST", "/api/policy/reload", "")
	if got := text(t, r); r.StatusCode != 422 || !strings.Contains(got, "the old policy stays: ") || !strings.Contains(got, "p.yaml:2:1: unknown key") || s.Policy() != p {
		t.Errorf("got %d %s", r.StatusCode, got)
	}
}

// A command that is copied from the page does what it says in a shell, no matter who sent the request.
func TestCurlIsSafeToCopy(t *testing.T) {
	s, api := adminOf(t, mockserver.Config{})
	server := serve(t, s)
	marker := t.TempDir() + "/ran"
	for i, raw := range []string{
		"`touch$IFS" + marker + "` /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
		"POST /$(touch$IFS" + marker + ")'`touch$IFS" + marker + "` HTTP/1.1\r\nHost: a\r\nX-A: '; touch " + marker + "\r\nContent-Length: 14\r\n\r\n@/etc/hostname",
	} {
		sendRaw(t, server, raw, time.Second, 5*time.Second)
		if s.Seen() != uint64(4+i) {
			continue // refused by net/http
		}
		line := text(t, ask(api, "GET", fmt.Sprintf("/api/exchanges/%d/curl", 4+i), ""))
		c := exec.CommandContext(t.Context(), "sh", "-c", "curl() { for a; do printf '%s\\0' \"$a\"; done; }; "+line)
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, line)
		}
		if _, err := os.Stat(marker); err == nil {
			t.Errorf("a command ran: %s", line)
		}
		if strings.Contains(string(out), "@/etc/hostname") && !strings.Contains(string(out), "--data-raw\x00@/etc/hostname") {
			t.Errorf("curl would send a file: %s", line)
		}
	}
	if s.Seen() < 4 {
		t.Error("no request came to the server")
	}
}
