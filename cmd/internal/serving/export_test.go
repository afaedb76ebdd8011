package serving

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture/formats"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
)

// TestExportFromTheAdminAPI asks a mock server for what it received in every format that can be written.
func TestExportFromTheAdminAPI(t *testing.T) {
	server, err := mockserver.New(mockserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	admin, err := server.Admin(live.AdminConfig{Token: "12345678", Export: export})
	if err != nil {
		t.Fatal(err)
	}
	receiver := httptest.NewServer(server)
	defer receiver.Close()
	for range 3 {
		resp, err := http.Post(receiver.URL, "application/json", strings.NewReader(callback.PrevFriendAdd.Sample))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "http://localhost"+path, nil)
		r.Header.Set("Authorization", "Bearer 12345678")
		admin.ServeHTTP(w, r)
		body, _ := io.ReadAll(w.Body)
		return w.Code, string(body)
	}
	for _, format := range formats.Writable() {
		if status, body := get("/api/export/" + format); status != http.StatusOK || !strings.Contains(body, "id2") {
			t.Errorf("%s: got %d with %d bytes, want the exchanges", format, status, len(body))
		}
	}
	_, body := get("/api/export/har?where=seq:2")
	var har struct {
		Log struct{ Entries []json.RawMessage }
	}
	if err := json.Unmarshal([]byte(body), &har); err != nil || len(har.Log.Entries) != 1 {
		t.Errorf("got %d entries, %v, want the one that fits\n%s", len(har.Log.Entries), err, body)
	}
	if status, body := get("/api/export/hra"); status != http.StatusNotFound || !strings.Contains(body, "har") {
		t.Errorf("got %d %s, want 404 and what was meant", status, body)
	}
}
