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

// Progress says in a line how far a run is.
func Progress(r *score.Result) string {
	c := r.Timing()
	open, leaks := uint64(0), uint64(0)
	for label, t := range r.Labels {
		open += t.Opened()
		if label != traffic.Benign {
			leaks += t.Accounts - t.Blocked
		}
	}
	return fmt.Sprintf("%.0f/s, p50 %.1f ms, p99 %.1f ms, let in %d, leaks %d", c.Sent, c.P50.Seconds()*1e3, c.P99.Seconds()*1e3, open, leaks)
}
