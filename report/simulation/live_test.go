package simulation

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/simulate/score"
)

// A page shows the run as it is, waits for its next state, and gets the verdict when it is over.
func TestLiveFollows(t *testing.T) {
	t.Parallel()
	l := &Live{View: func(r *score.Result) *Simulation { return New(r, -1, score.Thresholds{}, repeatSample) }}
	get := func(path string) (page string, status int) {
		w := httptest.NewRecorder()
		l.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w.Body.String(), w.Code
	}
	if text, _ := get("/metrics"); text != "" {
		t.Errorf("got metrics %q of a run that has not begun", text)
	}
	l.Update(sampleResult())
	first, _ := get("/")
	if !strings.Contains(first, ` data-live="1"`) || !strings.Contains(first, "RUNNING") || !strings.Contains(first, "connect-src &#39;self&#39;") {
		t.Errorf("got no page of a run that goes on: %.600s", first)
	}
	next := make(chan string)
	go func() {
		page, _ := get("/?after=1")
		next <- page
	}()
	l.Update(sampleResult())
	l.Update(sampleResult())
	if page := <-next; !strings.Contains(page, ` data-live="3"`) {
		t.Errorf("got another state than the third: %.100s", page)
	}
	if text, _ := get("/metrics"); !strings.Contains(text, `chatcb_simulate_requests_total{label="benign"} 1800`) {
		t.Errorf("got metrics %q", text)
	}
	l.End(sampleResult())
	for _, path := range []string{"/", "/?after=3", "/?after=4"} {
		if page, _ := get(path); strings.Contains(page, "data-live") || !strings.Contains(page, "NOTE") || strings.Contains(page, "RUNNING") {
			t.Errorf("%s: got no report of a run that is over: %.600s", path, page)
		}
	}
	if _, status := get("/other"); status != 404 {
		t.Errorf("got status %d of a page that is not there", status)
	}
}
