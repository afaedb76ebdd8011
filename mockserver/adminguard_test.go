package mockserver_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
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
		{"token in a cookie", "[::1]:8080", "/api/counts", http.Header{"Cookie": {"chatcb_admin=" + adminToken}}, 200},
		{"a name that was given", "mock.example", "/api/counts", http.Header{"Authorization": {bearer}}, 200},
		{"same origin", "localhost:8080", "/api/counts", http.Header{"Authorization": {bearer}, "Origin": {"http://localhost:8080"}}, 200},
		{"none", "127.0.0.1", "/api/counts", nil, 401},
		{"another", "127.0.0.1", "/api/counts", http.Header{"Authorization": {bearer + "x"}}, 401},
		{"empty", "127.0.0.1", "/api/counts?token=", http.Header{"Authorization": {"Bearer "}}, 401},
		{"a part", "127.0.0.1", "/api/counts?token=" + adminToken[:10], nil, 401},
		{"another name for this address", "evil.example:8080", "/api/counts", http.Header{"Authorization": {bearer}}, 421},
		{"a name that begins so", "127.0.0.1.evil.example", "/api/counts", http.Header{"Authorization": {bearer}}, 421},
		{"another name without need of a token", "evil.example", "/api/health", nil, 421},
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
	for _, token := range []string{"", "short", `secret;not"in\a cookie`, "geheimnißvoll"} {
		if _, err := newServer(t, mockserver.Config{}).Admin(live.AdminConfig{Token: token}); err == nil {
			t.Errorf("got an API with the token %q", token)
		}
	}
}

// A policy file that is broken changes nothing, and says what is wrong.
func TestReloadKeepsTheOldPolicy(t *testing.T) {
	broken := errors.New("p.yaml:2:1: unknown key")
	s := newServer(t, mockserver.Config{ReloadPolicy: func() error { return broken }})
	api, err := s.Admin(live.AdminConfig{Token: adminToken})
	if err != nil {
		t.Fatal(err)
	}
	r := ask(api, "POST", "/api/policy/reload", "")
	if got := text(t, r); r.StatusCode != 422 || !strings.Contains(got, "the old policy stays: p.yaml:2:1: unknown key") {
		t.Errorf("got %d %s", r.StatusCode, got)
	}
}
