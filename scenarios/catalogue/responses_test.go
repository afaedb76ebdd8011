package catalogue

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver"
)

// A right receiver answers requests of the second webhook too; one that chokes on an action fails its scenario. The faults
// of the mock server know the first webhook only.
func TestResponseActions(t *testing.T) {
	t.Parallel()
	for chokes, want := range map[string][]string{
		"": nil, "Response_Action_Reject": {"FLD-023"}, "Response_Action_Later": {"FLD-024"},
	} {
		handler, err := mockserver.New(mockserver.Config{AppID: testAppID, Token: testToken, Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if chokes != "" && bytes.Contains(body, []byte(chokes)) {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			handler.ServeHTTP(w, r)
		}))
		t.Cleanup(server.Close)
		s := suiteFor(t, server.URL)
		s.Webhook, s.Only = callback.PrevFriendResponse, []string{"FLD-023", "FLD-024"}
		if chokes == "" {
			s.Only = nil
		}
		r := run(t, s)
		if got := fired(r); !slices.Equal(got, want) {
			t.Errorf("chokes on %q: got %v, want %v", chokes, got, want)
		}
	}
}
