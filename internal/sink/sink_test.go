package sink

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// stuck is a reader who reads when it is told to.
type stuck struct {
	bytes.Buffer
	read chan struct{}
	err  error
}

func (s *stuck) Write(b []byte) (int, error) {
	<-s.read
	if s.err != nil {
		return 0, s.err
	}
	return s.Buffer.Write(b)
}

func TestNobodyWaitsForAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &stuck{read: make(chan struct{})}
		w := small(to)
		line := strings.Repeat("x", 19) + "\n"
		for range 20 {
			io.WriteString(w, line)
		}
		synctest.Wait()
		if lost := w.Lost(); lost != 15 {
			t.Errorf("got %d lost, want 15 of 20", lost)
		}
		close(to.read)
		if lost := w.Close(time.Second); lost != 15 || to.String() != strings.Repeat(line, 5) {
			t.Errorf("got %d lost and %d bytes, want whole lines", lost, to.Len())
		}
		io.WriteString(w, "last")
		if !strings.HasSuffix(to.String(), "last") {
			t.Error("last words after the end were not written")
		}
	})
}

// The end does not wait for a reader who is stuck.
func TestCloseGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &stuck{read: make(chan struct{})}
		w, begun := small(to), time.Now()
		io.WriteString(w, "x")
		if lost := w.Close(2 * time.Second); lost != 1 || time.Since(begun) != 2*time.Second {
			t.Errorf("got %d lost after %v, want one after two seconds", lost, time.Since(begun))
		}
		io.WriteString(w, "last")
		if w.Lost() != 2 {
			t.Errorf("got %d lost, want last words too, for which nobody waits", w.Lost())
		}
		close(to.read)
	})
}

func TestReaderHasLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &stuck{read: make(chan struct{}), err: errors.New("broken pipe")}
		close(to.read)
		w := small(to)
		io.WriteString(w, "a")
		synctest.Wait()
		io.WriteString(w, "b")
		if w.Room(t.Context()) || w.Close(time.Hour) != 2 {
			t.Errorf("got %d lost, want both", w.Lost())
		}
	})
}

// Who can wait is woken when there is room, and when its context ends.
func TestRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &stuck{read: make(chan struct{})}
		w := small(to)
		io.WriteString(w, strings.Repeat("x", 80))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if w.Room(ctx) {
			t.Error("got room while nobody reads")
		}
		go func() {
			time.Sleep(time.Minute)
			close(to.read)
		}()
		if !w.Room(t.Context()) {
			t.Error("got no room although all was read")
		}
		w.Close(time.Second)
	})
}

// small is a writer that holds a hundred bytes.
func small(to io.Writer) *Writer {
	w := New(to)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.holds = 100
	return w
}
