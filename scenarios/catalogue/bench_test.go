package catalogue

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/scenarios"
)

// BenchmarkCheck runs the depths against a receiver that answers in a millisecond, as the README promises times for.
func BenchmarkCheck(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		time.Sleep(time.Millisecond)
		q, err := callback.DecodeRequest(body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(callback.Allow(q.Accounts()...).Append(nil, callback.Wire))
	}))
	defer server.Close()
	for _, depth := range []scenarios.Depth{scenarios.Quick, scenarios.CI} {
		b.Run(string(depth), func(b *testing.B) {
			exchanges := 0
			for b.Loop() {
				target, err := delivery.ParseTarget(server.URL)
				if err != nil {
					b.Fatal(err)
				}
				s := &scenarios.Suite{
					Target: target, Client: &delivery.Client{Target: target, Timeout: 4 * time.Second}, Scenarios: All(),
					Token: testToken, Seed: 1, Depth: depth,
				}
				r, err := s.Run(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				s.Client.CloseIdle()
				exchanges += r.Counts.Exchanges
			}
			b.ReportMetric(float64(exchanges)/float64(b.N), "exchanges/op")
		})
	}
}

func BenchmarkBuiltin(b *testing.B) {
	for b.Loop() {
		if _, err := NewLoader(nil, nil).Read("fields.yaml", readFiles(builtinFiles)[0].text); err != nil {
			b.Fatal(err)
		}
	}
}
