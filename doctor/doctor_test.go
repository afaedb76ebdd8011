package doctor

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/outcome"
)

// examine looks at a receiver that is served at a loopback port under the name of another host.
func examine(t *testing.T, url string, change func(*Examination)) ([]Finding, string) {
	t.Helper()
	target, err := delivery.ParseTarget(url)
	if err != nil {
		t.Fatal(err)
	}
	client := &delivery.Client{Target: target, Timeout: 4 * time.Second}
	defer client.CloseIdle()
	hook := callback.PrevFriendAdd
	call := target.Call()
	call.Body, call.Query = []byte(hook.Sample), hook.Query("1400000000", "203.0.113.9", "Web")
	e := &Examination{Client: client, Call: call, Lookup: addresses("203.0.113.7")}
	if change != nil {
		change(e)
	}
	var list []Finding
	var short []string
	for f := range e.Examine(t.Context()) {
		list = append(list, f)
		short = append(short, f.Topic+" "+string(f.Verdict))
	}
	return list, strings.Join(short, ", ")
}

func addresses(list ...string) func(context.Context, string) ([]netip.Addr, error) {
	return func(context.Context, string) ([]netip.Addr, error) {
		var all []netip.Addr
		for _, a := range list {
			all = append(all, netip.MustParseAddr(a))
		}
		return all, nil
	}
}

// dialling connects to a server of the test whatever the host is called.
func dialling(server *httptest.Server) func(*Examination) {
	return func(e *Examination) {
		address := server.Listener.Addr().String()
		e.Client.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", address)
		}
	}
}

func right(t *testing.T) http.Handler {
	t.Helper()
	s, err := mockserver.New(mockserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestExamineARightReceiver(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(right(t))
	defer server.Close()
	list, got := examine(t, server.URL+"/hook", nil)
	want := "url none, dns none, connection OK, certificate none, answer OK, clock OK, keep-alive OK"
	if got != want || Status(list, false) != outcome.OK {
		t.Errorf("got %s, want %s\n%+v", got, want, list)
	}
}

// Each of these is set up wrongly in one way, and is told so under the topic that it is of.
func TestExamineFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(right(t))
	defer plain.Close()
	secure := httptest.NewTLSServer(right(t))
	defer secure.Close()
	secure.Config.ErrorLog = nil
	late := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-time.After(2200 * time.Millisecond):
		case <-r.Context().Done():
		}
		fmt.Fprint(w, "{}")
	}))
	defer late.Close()
	closing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		right(t).ServeHTTP(w, r)
	}))
	defer closing.Close()
	atTop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"ActionStatus":"OK","ErrorCode":38001,"ErrorInfo":"no","ResultItem":[]}`)
	}))
	defer atTop.Close()
	nobody := httptest.NewServer(nil)
	nobody.Close()
	both := func(changes ...func(*Examination)) func(*Examination) {
		return func(e *Examination) {
			for _, c := range changes {
				c(e)
			}
		}
	}
	for _, tt := range []struct {
		name, url string
		change    func(*Examination)
		topic     string
		verdict   Verdict
		seen      string // part of what is said
		status    outcome.Status
	}{
		{"plain http", "http://chat.example.com/", dialling(plain), URL, Warn, "plain http", outcome.OK},
		{"a password", "https://a:b@chat.example.com/", dialling(secure), URL, Warn, "a user and a password", outcome.Findings},
		{"private", "http://chat.example.com/", func(e *Examination) { e.Lookup = addresses("203.0.113.7", "10.0.0.5") }, DNS, Fail, "10.0.0.5, which is not public", outcome.Findings},
		{"carrier", "http://chat.example.com/", func(e *Examination) { e.Lookup = addresses("100.64.1.1") }, DNS, Fail, "not public", outcome.Findings},
		{"mapped", "http://chat.example.com/", func(e *Examination) { e.Lookup = addresses("::ffff:192.168.0.1") }, DNS, Fail, "192.168.0.1", outcome.Findings},
		{"IPv6 only", "http://chat.example.com/", both(dialling(plain), func(e *Examination) { e.Lookup = addresses("2606:4700::1") }), DNS, Warn, "IPv6 only", outcome.OK},
		{"unknown host", "http://chat.example.com/", func(e *Examination) {
			e.Lookup = func(context.Context, string) ([]netip.Addr, error) {
				return nil, &net.DNSError{Name: "chat.example.com", IsNotFound: true}
			}
		}, DNS, Fail, "DNS knows no address", outcome.Findings},
		{"nobody there", nobody.URL, nil, Connection, Fail, "refused", outcome.Trouble},
		{"self-signed", "https://chat.example.com/", dialling(secure), Certificate, Fail, "certificate", outcome.Findings},
		{"no TLS", "https://chat.example.com/", dialling(plain), Certificate, Fail, "plain HTTP", outcome.Findings},
		{"not examined", secure.URL, func(e *Examination) { e.Client.TLS.Insecure = true }, Certificate, Warn, "--insecure", outcome.OK},
		{"late", late.URL, nil, Answer, Fail, "late", outcome.Findings},
		{"denied at the top", atTop.URL, nil, Answer, Fail, "error-code", outcome.Findings},
		{"clock ahead", plain.URL, func(e *Examination) { e.Now = func() time.Time { return time.Now().Add(-2 * time.Minute) } }, Clock, Fail, "ahead", outcome.Findings},
		{"clock drifts", plain.URL, func(e *Examination) { e.Now = func() time.Time { return time.Now().Add(20 * time.Second) } }, Clock, Warn, "behind", outcome.OK},
		{"closing", closing.URL, nil, KeepAlive, Warn, "after every answer", outcome.OK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, short := examine(t, tt.url, tt.change)
			for _, f := range list {
				if f.Topic == tt.topic {
					if f.Verdict != tt.verdict || !strings.Contains(f.Seen, tt.seen) || f.Fix == "" {
						t.Errorf("got %+v, want %s that says %q and what to do", f, tt.verdict, tt.seen)
					}
					if got := Status(list, false); got != tt.status {
						t.Errorf("got status %d, want %d (%s)", got, tt.status, short)
					}
					return
				}
			}
			t.Errorf("nothing was said of %s: %s", tt.topic, short)
		})
	}
}

func TestStatusOfAnInterruptedExamination(t *testing.T) {
	t.Parallel()
	if got := Status(nil, true); got != outcome.Interrupted {
		t.Errorf("got %d, want 130", got)
	}
	if got := Status(nil, false); got != outcome.Nothing {
		t.Errorf("got %d, want 5", got)
	}
}
