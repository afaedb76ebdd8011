package ready

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/delivery"
)

func target(t *testing.T, text string) *delivery.Target {
	t.Helper()
	to, err := delivery.ParseTarget(text)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func TestWait(t *testing.T) {
	t.Parallel()
	answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead || r.Body != http.NoBody {
			t.Errorf("got %s, want a question that decides about nobody", r.Method)
		}
		w.WriteHeader(map[string]int{"/ready": 200}[r.URL.Path] + map[bool]int{false: 404}[r.URL.Path == "/ready"])
	})
	plain, secure := httptest.NewServer(answer), httptest.NewTLSServer(answer)
	defer plain.Close()
	defer secure.Close()
	ok := func(status int) bool { return status == 200 }
	for name, test := range map[string]struct {
		probe Probe
		want  string
	}{
		"any answer":       {Probe{Target: target(t, plain.URL)}, ""},
		"TLS":              {Probe{Target: target(t, secure.URL)}, ""},
		"the right status": {Probe{Target: target(t, plain.URL+"/ready"), Right: ok}, ""},
		"a wrong status":   {Probe{Target: target(t, plain.URL), Right: ok}, "nobody answered within 500ms: it answers with status 404"},
		"refused":          {Probe{Target: target(t, refuses(t))}, "connection refused"},
		"silence":          {Probe{Target: target(t, hangs(t))}, "nobody answered within 500ms"},
	} {
		err := test.probe.Wait(t.Context(), 500*time.Millisecond, nil)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

// A server that comes later is waited for.
func TestWaitForALateServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	go func() {
		time.Sleep(3 * Every)
		l, err := net.Listen("unix", dir+"/s")
		if err != nil {
			t.Error(err)
			return
		}
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.Listener.Close()
		server.Listener = l
		server.Start()
		t.Cleanup(server.Close)
	}()
	p := Probe{Target: target(t, "unix:"+dir+"/s")}
	if err := p.Wait(t.Context(), time.Minute, nil); err != nil {
		t.Error(err)
	}
}

func TestWaitEnds(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	close(ended)
	p := Probe{Target: target(t, refuses(t))}
	if err := p.Wait(t.Context(), time.Minute, ended); !errors.Is(err, ErrEnded) {
		t.Errorf("got %v, want %v", err, ErrEnded)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Wait(ctx, time.Minute, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want it canceled", err)
	}
}
