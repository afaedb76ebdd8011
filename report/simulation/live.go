package simulation

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Live shows a run while it goes on: as the page that its report will be, and as metrics. Nothing is made before somebody
// looks, and the run waits for nobody.
type Live struct {
	// View makes what is shown of a result.
	View func(*score.Result) *Simulation
	// Words are those of the page.
	Words *language.Words
	// Length is how long the run takes if it keeps to its schedule.
	Length time.Duration

	mu     sync.Mutex
	now    *state
	looked time.Time // when somebody last got one
}

// state is a run as it is at a time.
type state struct {
	number   uint64 // from 1; 0 is before the run
	over     bool
	page     func() ([]byte, error)
	result   *score.Result
	replaced chan struct{} // closed when there is another
}

const (
	waitForNext = 20 * time.Second // at most
	pageEvery   = 2                // states: more than a page a second is more than anybody can see
	farewell    = 300 * time.Millisecond
)

// Update takes the result as it is now, which nobody changes any more.
func (l *Live) Update(r *score.Result) { l.set(r, false) }

// End takes the result of the run that is over. Those who look get it at once; it waits for who is between two looks.
func (l *Live) End(r *score.Result) {
	l.set(r, true)
	l.mu.Lock()
	looked := l.looked
	l.mu.Unlock()
	if time.Since(looked) < 5*time.Second {
		time.Sleep(farewell)
	}
}

func (l *Live) set(r *score.Result, over bool) {
	last := l.state()
	next := &state{result: r, number: last.number + 1, over: over, replaced: make(chan struct{})}
	next.page = sync.OnceValues(func() ([]byte, error) {
		s := l.View(r)
		if !over {
			s.Number = next.number
			if left := l.Length - r.Took; r.Plan.Loop == "open" && left > 0 && l.Length < 1000*time.Hour {
				s.Left, s.Done = left, int(100*r.Took/l.Length)
			}
		}
		var b bytes.Buffer
		err := writeHTML(&b, s, l.Words)
		return b.Bytes(), err
	})
	l.mu.Lock()
	l.now = next
	l.mu.Unlock()
	close(last.replaced)
}

// state is the run as it is now.
func (l *Live) state() *state {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.now == nil {
		l.now = &state{replaced: make(chan struct{})}
	}
	return l.now
}

// after waits for a state that is later than the one of this number, and returns it, or nil if there is none until ctx ends.
func (l *Live) after(ctx context.Context, number uint64) *state {
	for {
		now := l.state()
		if now.number > 0 && (number == 0 || now.number >= number+pageEvery || now.over) {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.looked = time.Now()
			return now
		}
		select {
		case <-now.replaced:
		case <-ctx.Done():
			return nil
		}
	}
}

// Handler serves the page and the metrics.
func (l *Live) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		number, _ := strconv.ParseUint(r.URL.Query().Get("after"), 10, 64) // what is no number is the first
		ctx, cancel := context.WithTimeout(r.Context(), waitForNext)
		defer cancel()
		now := l.after(ctx, number)
		if now == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		page, err := now.page()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page) // the client may leave
	})
	mux.HandleFunc("GET /metrics", l.Metrics)
	return mux
}

// Metrics answers a scrape.
func (l *Live) Metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	if now := l.state(); now.number > 0 {
		_ = Metrics(w, now.result) // the client may leave
	}
}

// Progress says in a line how far a run is. Length is how long it takes if it keeps to its schedule.
func Progress(words *language.Words, r *score.Result, length time.Duration) string {
	c := r.Timing()
	open, leaks := uint64(0), uint64(0)
	for label, t := range r.Labels {
		open += t.Opened()
		if label != traffic.Benign {
			leaks += t.Accounts - t.Blocked
		}
	}
	left, blocked := "", ""
	if rest := length - r.Took; r.Plan.Loop == "open" && rest > 0 && length < 1000*time.Hour {
		left = roughly(rest)
	}
	if benign := r.Labels[traffic.Benign]; benign != nil {
		blocked = fmt.Sprint(benign.Blocked)
	}
	return words.Say("simulation.progress", "left", left, "rate", c.Sent, "open", open, "leaks", leaks, "blocked", blocked,
		"p99", report.Millis(c.P99))
}
