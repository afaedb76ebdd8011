package mockserver_test

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// happened is what a server did to one request.
type happened struct {
	Injected []fault.Injection
	Received string
	Took     time.Duration
}

// asking sends 60 requests, of which three each are alike but for their time, all at once but for those that are alike.
// It returns what happened to each, and the events.
func asking(t *testing.T, script *fault.Script, eventTime int) (map[string][]happened, []*live.Event) {
	t.Helper()
	var mu sync.Mutex
	var events []*live.Event
	done := map[string][]happened{}
	server := newServer(t, mockserver.Config{Faults: script, Observe: func(e *live.Event) {
		mu.Lock()
		defer mu.Unlock()
		from := e.Request().FromAccount
		events = append(events, e)
		injected, err := fault.ReadInjections(e.Extra())
		if err != nil {
			t.Error(err)
		}
		done[from] = append(done[from], happened{injected, string(e.Exchange().Received), e.Took})
	}})
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			for range 3 {
				body := fmt.Sprintf(`{"From_Account":"user%d","EventTime":%d,"FriendItem":[{"To_Account":"b"}]}`, i, eventTime)
				r := httptest.NewRequest("POST", "/hook", strings.NewReader(body)).WithContext(t.Context())
				func() {
					defer func() { _ = recover() }() // no connection to be severed is there: what was done is observed
					server.ServeHTTP(httptest.NewRecorder(), r)
				}()
			}
		})
	}
	all.Wait()
	return done, events
}

// Every fault acts again on the same request, with the same draw, however many requests there are at a time.
func TestRecordedFaultsActAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script, err := fault.Parse("status=503 1 in 3, latency=10ms..4s, garbage=9 2 in 5, reset after 40 seed=7", fault.Files{})
		if err != nil {
			t.Fatal(err)
		}
		want, events := asking(t, script, 1)
		recorded := fault.NewRecorded(fault.Files{})
		for _, e := range events {
			if err := recorded.Add([]byte(e.SentBody()), e.Extra()); err != nil {
				t.Fatal(err)
			}
		}
		if recorded.Requests != 60 || recorded.Faulty != 60 {
			t.Errorf("got %d requests, %d faulty, want 60 and 60", recorded.Requests, recorded.Faulty)
		}
		again := recorded.Script("as recorded")
		for range 2 { // a script that is given once more begins again
			got, _ := asking(t, again, 22)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("recorded (-) and repeated (+):\n%s", diff)
			}
		}
	})
}

// Requests that were never recorded, and those that met no fault, are answered as ever; the others as often as they come.
func TestRecordedFaultsActOnNoOthers(t *testing.T) {
	recorded := fault.NewRecorded(fault.Files{})
	body := func(from string) []byte {
		return []byte(`{"From_Account":"` + from + `","FriendItem":[{"To_Account":"b"}]}`)
	}
	acted := []callback.Member{{Name: "fault", Value: `"status=503 1 in 9"`}, {Name: "seed", Value: "3"}, {Name: "place", Value: "1"}, {Name: "draw", Value: "4"}}
	for _, r := range []struct {
		from   string
		beside []callback.Member
	}{{"a", acted}, {"b", nil}, {"a", nil}, {"c", []callback.Member{{Name: "fault", Value: `[{"fault":"status=500","seed":1,"place":0,"draw":1},{"fault":"status=502","seed":1,"place":1,"draw":1}]`}}}} {
		if err := recorded.Add(body(r.from), r.beside); err != nil {
			t.Fatal(err)
		}
	}
	server := newServer(t, mockserver.Config{Faults: recorded.Script("")})
	got := ""
	for _, from := range []string{"a", "a", "a", "a", "b", "b", "c", "c", "unknown"} {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest("POST", "/", bytes.NewReader(body(from))))
		got += fmt.Sprint(" ", w.Code)
		if w.Code == 200 && !strings.Contains(w.Body.String(), `"To_Account":"b"`) {
			t.Errorf("%s: got %s: the request was not read", from, w.Body)
		}
	}
	if want := " 503 200 503 200 200 200 502 502 200"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRecordedErrors(t *testing.T) {
	for name, beside := range map[string][]callback.Member{
		"no fault \"latncy\"": {{Name: "fault", Value: `"latncy=3s"`}, {Name: "draw", Value: "1"}},
		"draw: ":              {{Name: "fault", Value: `"close"`}},
		"seed: ":              {{Name: "fault", Value: `"close"`}, {Name: "seed", Value: `"x"`}},
		"wanted one fault":    {{Name: "fault", Value: `"close, reset"`}, {Name: "draw", Value: "1"}},
		"can be named here":   {{Name: "fault", Value: `"latency=@a.jsonl"`}, {Name: "draw", Value: "1"}},
	} {
		err := fault.NewRecorded(fault.Files{}).Add(nil, beside)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A fault of handshakes belongs to a connection, and who repeats requests must hear that it will not act.
func TestRecordedFaultsOfHandshakesAreRefused(t *testing.T) {
	r := fault.NewRecorded(fault.Files{})
	err := r.Add([]byte("{}"), []callback.Member{
		{Name: "fault", Value: `"tls-expired"`}, {Name: "seed", Value: "1"}, {Name: "place", Value: "0"}, {Name: "draw", Value: "1"},
	})
	if err == nil || !strings.Contains(err.Error(), "--fault tls-expired") {
		t.Errorf("got %v, want it refused, with what to do instead", err)
	}
}
