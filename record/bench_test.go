package record

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/clock"
)

// allowing is a backend that lets "friend" through.
func allowing(b *testing.B) string {
	answer := []byte(answerOf(string(callback.Allow("friend").Append(nil, callback.Wire))))
	return listener(b, func(_ int, c net.Conn) {
		in := bufio.NewReader(c)
		for {
			r, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return
			}
			if _, err := c.Write(answer); err != nil {
				return
			}
		}
	})
}

// BenchmarkAddedLatency asks the same backend directly, through a bare reverse proxy of net/http, and through recording
// ones, in turn, so that they share the noise of the machine.
func BenchmarkAddedLatency(b *testing.B) {
	backend := allowing(b)
	direct, err := url.Parse("http://" + backend)
	if err != nil {
		b.Fatal(err)
	}
	reverse := httptest.NewServer(httputil.NewSingleHostReverseProxy(direct))
	b.Cleanup(reverse.Close)
	j, err := capture.OpenJournal(b.TempDir(), capture.JournalOptions{MaxBytes: 64 << 20})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { j.Close() })
	keep := func(x *exchange.Exchange, extra []callback.Member) error {
		_, err := j.Append(x, extra...)
		return err
	}
	ways := []struct {
		name, url string
		took      clock.Histogram
		client    *delivery.Client
	}{
		{name: "direct", url: direct.String()},
		{name: "reverse", url: reverse.URL},
		{name: "bare", url: "http://" + start(b, &Proxy{}, backend)},
		{name: "record", url: "http://" + start(b, &Proxy{Keep: keep, Observe: func(*Seen) {}}, backend)},
		{name: "guard", url: "http://" + start(b, &Proxy{Keep: keep, Observe: func(*Seen) {}, Guard: Guard{OnLate: Block, OnError: Allow}}, backend)},
	}
	for i := range ways {
		to, err := delivery.ParseTarget(ways[i].url)
		if err != nil {
			b.Fatal(err)
		}
		ways[i].client = &delivery.Client{Target: to}
		b.Cleanup(ways[i].client.CloseIdle)
	}
	m := &delivery.Message{}
	m.Put([]byte(callbackFor(b, "friend")))
	x := &exchange.Exchange{}
	for b.Loop() {
		for i := range ways {
			begun := time.Now()
			if err := ways[i].client.Do(b.Context(), m, x); err != nil || x.Answer.Status != 200 {
				b.Fatalf("%s: got %d %+v, %v", ways[i].name, x.Answer.Status, x.Failure, err)
			}
			ways[i].took.Add(time.Since(begun))
		}
	}
	for i := range ways {
		b.ReportMetric(float64(ways[i].took.Quantile(0.5))/1e3, ways[i].name+"-p50-µs")
	}
}
