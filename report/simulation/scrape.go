package simulation

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Scrapes answers those who ask for the metrics of a run while it goes on.
type Scrapes struct {
	latest atomic.Pointer[[]byte]
	server *http.Server
}

// Serve answers at a listener.
func (s *Scrapes) Serve(l net.Listener) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		if text := s.latest.Load(); text != nil {
			_, _ = w.Write(*text) // the client may leave
		}
	})
	s.server = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.server.Serve(l) }() // ends with Close
}

// Update takes the result as it is now.
func (s *Scrapes) Update(r *score.Result) {
	var b bytes.Buffer
	_ = Metrics(&b, r) // a buffer takes everything
	text := b.Bytes()
	s.latest.Store(&text)
}

// Close ends the server. Nothing is lost with it.
func (s *Scrapes) Close() {
	if s.server != nil {
		_ = s.server.Close()
	}
}

// Progress says in a line how far a run is. Length is how long it takes if it keeps to its schedule.
func Progress(r *score.Result, length time.Duration) string {
	c := r.Timing()
	open, leaks := uint64(0), uint64(0)
	for label, t := range r.Labels {
		open += t.Opened()
		if label != traffic.Benign {
			leaks += t.Accounts - t.Blocked
		}
	}
	elapsed := r.Took.Round(time.Second).String()
	if left := length - r.Took; r.Plan.Loop == "open" && left > 0 && length < 1000*time.Hour {
		elapsed += ", " + left.Round(time.Second).String() + " to go"
	}
	failures := fmt.Sprintf("let in %d, leaks %d", open, leaks)
	if benign := r.Labels[traffic.Benign]; benign != nil {
		failures += fmt.Sprintf(", friends blocked %d", benign.Blocked)
	}
	return fmt.Sprintf("%s, %.0f/s, p50 %.1f ms, p99 %.1f ms, %s", elapsed, c.Sent, c.P50.Seconds()*1e3, c.P99.Seconds()*1e3, failures)
}
