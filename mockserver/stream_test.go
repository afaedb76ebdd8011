package mockserver_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
)

const streamToken = "stream-token"

// message is a message of a stream.
type message struct {
	ID   string
	Lost uint64
	Seqs []uint64
}

// follow opens a stream and returns its messages until the test ends.
func follow(t *testing.T, url, after string) <-chan message {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", url+"/api/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+streamToken)
	if after != "" {
		req.Header.Set("Last-Event-ID", after)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("got %q, want an event stream", got)
	}
	messages := make(chan message, 100)
	go func() {
		defer close(messages)
		defer resp.Body.Close()
		var m message
		for lines := bufio.NewReader(resp.Body); ; {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			if id, ok := strings.CutPrefix(line, "id: "); ok {
				m.ID = strings.TrimSpace(id)
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				var batch struct {
					Lost      uint64
					Exchanges []struct{ Seq uint64 }
				}
				if json.Unmarshal([]byte(data), &batch) != nil {
					return
				}
				m.Lost, m.Seqs = batch.Lost, nil
				for _, x := range batch.Exchanges {
					m.Seqs = append(m.Seqs, x.Seq)
				}
			}
			if line == "\n" && m.Seqs != nil {
				messages <- m
				m.Seqs = nil
			}
		}
	}()
	return messages
}

func postSamples(t *testing.T, url string, n int) {
	t.Helper()
	for range n {
		resp, err := http.Post(url+"/?SdkAppid=1&CallbackCommand="+callback.PrevFriendAdd.Command+"&contenttype=json", "application/json", strings.NewReader(callback.PrevFriendAdd.Sample))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
}

func startStreaming(t *testing.T) (receiver, admin string) {
	t.Helper()
	server, err := mockserver.New(mockserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	api, err := server.Admin(live.AdminConfig{Token: streamToken})
	if err != nil {
		t.Fatal(err)
	}
	a, b := httptest.NewServer(server), httptest.NewServer(api)
	t.Cleanup(a.Close)
	t.Cleanup(b.CloseClientConnections)
	return a.URL, b.URL
}

func collect(t *testing.T, messages <-chan message, n int) (seqs []uint64, last message) {
	t.Helper()
	for timeout := time.After(20 * time.Second); len(seqs) < n; {
		select {
		case m, ok := <-messages:
			if !ok {
				t.Fatalf("the stream ended after %v", seqs)
			}
			seqs, last = append(seqs, m.Seqs...), m
		case <-timeout:
			t.Fatalf("got %v in time, want %d", seqs, n)
		}
	}
	return seqs, last
}

func TestStreamShowsWhatComesAndGoesOnAfterABreak(t *testing.T) {
	receiver, admin := startStreaming(t)
	first := follow(t, admin, "")
	postSamples(t, receiver, 3)
	seqs, last := collect(t, first, 3)
	if fmt.Sprint(seqs) != "[1 2 3]" || last.ID != "3" {
		t.Errorf("got %v with id %q, want 1 to 3 with id 3", seqs, last.ID)
	}
	postSamples(t, receiver, 2)
	again, _ := collect(t, follow(t, admin, "3"), 2)
	if fmt.Sprint(again) != "[4 5]" {
		t.Errorf("after a break: got %v, want 4 and 5", again)
	}
	// The number of a server that has been started anew: the browser remembers a higher one.
	anew, _ := collect(t, follow(t, admin, "99"), 5)
	if fmt.Sprint(anew) != "[1 2 3 4 5]" {
		t.Errorf("after a restart: got %v, want all", anew)
	}
}

func TestStreamTellsWhatItLeavesOut(t *testing.T) {
	receiver, admin := startStreaming(t)
	postSamples(t, receiver, 500)
	seqs, m := collect(t, follow(t, admin, "0"), 1)
	if m.Lost+uint64(len(seqs)) != 500 || m.Lost == 0 || seqs[len(seqs)-1] != 500 {
		t.Errorf("got %d lost and %d shown up to %d, want 500 in all, the newest shown", m.Lost, len(seqs), seqs[len(seqs)-1])
	}
}

// TestViewersLeaveNothingBehind opens viewers that never read and leave.
func TestViewersLeaveNothingBehind(t *testing.T) {
	receiver, admin := startStreaming(t)
	postSamples(t, receiver, 1)
	http.DefaultClient.CloseIdleConnections()
	before := runtime.NumGoroutine()
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		req, _ := http.NewRequestWithContext(ctx, "GET", admin+"/api/stream?after=0", nil)
		req.Header.Set("Authorization", "Bearer "+streamToken)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		resp.Body.Close()
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		http.DefaultClient.CloseIdleConnections()
		if n := runtime.NumGoroutine(); n <= before+2 {
			return
		} else if time.Now().After(end) {
			t.Fatalf("got %d goroutines, want about %d again", n, before)
		}
	}
}
