package watch

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

const (
	allowed = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"id1","ResultCode":0,"ResultInfo":""},{"To_Account":"id2","ResultCode":38001,"ResultInfo":"listed"}]}`
	ignored = `{"ActionStatus":"OK","ErrorCode":38001,"ErrorInfo":"","ResultItem":[]}`
)

func answering(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		if status != 0 {
			w.WriteHeader(status)
		}
		_, _ = io.WriteString(w, body)
	}
}

func post(t testing.TB, url, body string) *http.Response {
	t.Helper()
	r, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Body.Close() })
	return r
}

var query = "/hook?SdkAppid=1&CallbackCommand=" + callback.PrevFriendAdd.Command + "&contenttype=json&ClientIP=203.0.113.9&OptPlatform=Web"

func TestHandlerJudgesWhatItsBackendAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		handler  http.Handler
		failOpen int
		cause    callback.Cause
		effects  string
	}{
		{"right", answering(0, "application/json", allowed), 0, callback.Said, "ALLOW BLOCK"},
		{"denied at the top", answering(0, "application/json", ignored), 2, callback.ErrorCode, "ALLOW ALLOW"},
		{"an error", answering(500, "", "boom"), 2, callback.Status, "ALLOW ALLOW"},
		{"no body", answering(204, "", ""), 2, callback.Status, "ALLOW ALLOW"},
		{"not JSON", answering(0, "", "ok"), 2, callback.NotJSON, "ALLOW ALLOW"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all := make(chan Seen, 1)
			server := httptest.NewServer(Handler(tt.handler, func(s Seen) { all <- s }))
			defer server.Close()
			post(t, server.URL+query, callback.PrevFriendAdd.Sample)
			s := <-all
			verdicts := s.Judged.Judgement.Verdicts
			if len(verdicts) != 2 || s.FailOpen != tt.failOpen || s.Dropped != 0 || s.Judged.From != "id" {
				t.Fatalf("got %+v, want two verdicts, %d fail-open", s, tt.failOpen)
			}
			if got := fmt.Sprint(verdicts[0].Effect, " ", verdicts[1].Effect); got != tt.effects || verdicts[0].Cause != tt.cause {
				t.Errorf("got %s because of %s, want %s because of %s", got, verdicts[0].Cause, tt.effects, tt.cause)
			}
		})
	}
}

// The client must not be able to tell a watched handler from another.
func TestHandlerAltersNothing(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.Handler{
		"typed":   answering(0, "application/json", allowed),
		"untyped": answering(0, "", ignored),
		"status":  answering(403, "text/html", "<p>no</p>"),
		"empty":   answering(204, "", ""),
		"early hints": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Link", "</a>")
			w.WriteHeader(http.StatusEarlyHints)
			_, _ = io.WriteString(w, allowed)
		}),
		"in pieces": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, allowed[:10])
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, allowed[10:])
		}),
		"long": answering(0, "application/json", strings.Repeat(" ", MaxBytes)+allowed),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var dumps [2]string
			for i, h := range []http.Handler{handler, Handler(handler, func(Seen) {})} {
				server := httptest.NewServer(h)
				defer server.Close()
				r := post(t, server.URL+query, callback.PrevFriendAdd.Sample)
				r.Header.Del("Date")
				dump, err := httputil.DumpResponse(r, true)
				if err != nil {
					t.Fatal(err)
				}
				dumps[i] = string(dump)
			}
			if dumps[0] != dumps[1] {
				t.Errorf("watched: got %q, want %q", dumps[1], dumps[0])
			}
		})
	}
}

func TestHandlerLeavesOtherCallbacksAlone(t *testing.T) {
	t.Parallel()
	h := Handler(answering(0, "", "ok"), func(s Seen) { t.Errorf("got %+v, want nothing", s) })
	for _, target := range []string{"/", "/?CallbackCommand=State.StateChange", "/?x=" + callback.PrevFriendAdd.Command} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, target, strings.NewReader(callback.PrevFriendAdd.Sample)))
	}
}

// A slow observer loses exchanges, and hears of it; answers do not wait.
func TestHandlerDropsWhatTheObserverCannotTake(t *testing.T) {
	t.Parallel()
	first, release, all := make(chan bool, 1), make(chan bool), make(chan Seen, 2*MaxQueue)
	h := Handler(answering(0, "", allowed), func(s Seen) {
		select {
		case first <- true:
			<-release
		default:
		}
		all <- s
	})
	serve := func() {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, query, strings.NewReader(callback.PrevFriendAdd.Sample)))
	}
	serve()
	for len(first) == 0 { // the observer has the first one
		time.Sleep(time.Millisecond)
	}
	const lost = 7
	for range MaxQueue + lost {
		serve()
	}
	close(release)
	dropped := uint64(0)
	for range MaxQueue + 1 {
		s := <-all
		dropped += s.Dropped
	}
	if dropped != lost {
		t.Errorf("got %d dropped, want %d", dropped, lost)
	}
}

func BenchmarkHandler(b *testing.B) {
	body := []byte(callback.PrevFriendAdd.Sample)
	request := httptest.NewRequest(http.MethodPost, query, nil)
	for _, bb := range []struct {
		name    string
		handler http.Handler
	}{
		{"bare", answering(0, "application/json", allowed)},
		{"watched", Handler(answering(0, "application/json", allowed), func(Seen) {})},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				request.Body = io.NopCloser(bytes.NewReader(body))
				bb.handler.ServeHTTP(&discard{header: http.Header{}}, request)
			}
		})
	}
}

type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
