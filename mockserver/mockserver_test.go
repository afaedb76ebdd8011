package mockserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
)

const samplePath = "/?SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=127.0.0.1&OptPlatform=Android"

func newServer(t testing.TB, config mockserver.Config) *mockserver.Server {
	t.Helper()
	s, err := mockserver.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// post asks over a real connection and returns status and body.
func post(t testing.TB, url, body string) (int, string) {
	t.Helper()
	r, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(text)
}

func TestZeroConfigAllowsTheSample(t *testing.T) {
	var seen []*live.Event
	handler := newServer(t, mockserver.Config{Observe: func(e *live.Event) { seen = append(seen, e) }})
	server := httptest.NewServer(handler)
	defer server.Close()
	status, body := post(t, server.URL+samplePath, callback.PrevFriendAdd.Sample)
	if want := string(callback.Allow("id1", "id2").Append(nil, callback.Wire)); status != 200 || body != want {
		t.Errorf("got %d %s, want 200 %s", status, body, want)
	}
	if len(seen) != 1 {
		t.Fatalf("got %d events, want 1", len(seen))
	}
	judgement := seen[0].Judgement()
	if len(judgement.Findings) != 0 {
		t.Errorf("got findings %v, want none", judgement.Findings)
	}
	for _, v := range judgement.Verdicts {
		if v.Effect != conformance.Allow || v.Cause != callback.Said {
			t.Errorf("got %+v, want said ALLOW", v)
		}
	}
}
