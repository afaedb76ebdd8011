package catalogue

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/scenarios"
)

// Whatever a receiver answers, what is kept of a run stays below ten megabytes, and says what was left out.
func TestLargeAnswersAreNotKept(t *testing.T) {
	t.Parallel()
	const start = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"`
	for name, body := range map[string]string{
		"long text":      start + strings.Repeat("x", 200<<10) + `","ResultItem":[]}`,
		"a long account": start + `","ResultItem":[{"To_Account":"` + strings.Repeat(`<\"`, 20<<10) + `","ResultCode":0}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			largeAnswers(t, body)
		})
	}
}

func largeAnswers(t *testing.T, body string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	}))
	defer server.Close()
	target, err := delivery.ParseTarget(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	suite := &scenarios.Suite{Target: target, Client: &delivery.Client{Target: target}, Scenarios: All(), Seed: 1, AllowHTTP: true}
	run, err := suite.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(run)
	if err != nil {
		t.Fatal(err)
	}
	if len(text) > 10<<20 || !strings.Contains(string(text), `"response_cut_bytes":`) || len(run.Cases) < 100 {
		t.Errorf("got %d bytes for %d cases, want at most ten megabytes that say what was left out", len(text), len(run.Cases))
	}
}
