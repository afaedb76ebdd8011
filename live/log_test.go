package live

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/exchange"
)

func event(seq uint64, bytes int) *Event {
	x := &exchange.Exchange{Seq: seq, Sent: []byte(strings.Repeat("x", bytes))}
	return New(Config{}).EventOf(x, nil)
}

func seqs(b Batch) []uint64 {
	var list []uint64
	for _, e := range b.Events {
		list = append(list, e.Seq)
	}
	return list
}

func TestRingIsBoundedByNumber(t *testing.T) {
	r := New(Config{RingCount: 3, RingBytes: 1 << 20})
	for i := range uint64(5) {
		addTo(r, event(i+1, 0))
	}
	b := r.Events(0, 100)
	if got, want := seqs(b), []uint64{3, 4, 5}; !slices.Equal(got, want) || b.Lost != 2 || b.Next != 5 {
		t.Errorf("got %v, %d lost, next %d; want %v, 2 lost, next 5", got, b.Lost, b.Next, want)
	}
	b = r.Events(3, 1)
	if got, want := seqs(b), []uint64{4}; !slices.Equal(got, want) || b.Lost != 0 || b.Next != 4 {
		t.Errorf("got %v, %d lost, next %d; want %v, none lost, next 4", got, b.Lost, b.Next, want)
	}
	if b = r.Events(99, 10); len(b.Events) != 0 || b.Next != 5 {
		t.Errorf("beyond the end: got %d events and next %d, want none and 5", len(b.Events), b.Next)
	}
}

func TestRingIsBoundedByBytes(t *testing.T) {
	size := event(1, 1000).size()
	r := New(Config{RingCount: 100, RingBytes: 3 * size})
	for i := range uint64(10) {
		addTo(r, event(i+1, 1000))
		if r.bytes > 3*size {
			t.Fatalf("got %d bytes, want at most %d", r.bytes, 3*size)
		}
	}
	if got, want := seqs(r.Events(0, 100)), []uint64{8, 9, 10}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	addTo(r, event(11, 5*size)) // larger than all
	if got := r.Events(0, 100); len(got.Events) != 0 || got.Lost != 11 || r.bytes != 0 {
		t.Errorf("got %v, %d lost, %d bytes; want none, 11 and 0", seqs(got), got.Lost, r.bytes)
	}
	addTo(r, event(12, 0))
	if got, want := seqs(r.Events(0, 100)), []uint64{12}; !slices.Equal(got, want) {
		t.Errorf("afterwards: got %v, want %v", got, want)
	}
}

func TestRingOfNothing(t *testing.T) {
	r := New(Config{RingCount: -1, RingBytes: 1000})
	addTo(r, event(1, 10))
	addTo(r, event(2, 10))
	if got := r.Events(0, 10); len(got.Events) != 0 || got.Lost != 2 || r.metrics.Exchanges != 2 {
		t.Errorf("got %v, %d lost, %d counted; want none, 2 and 2", seqs(got), got.Lost, r.metrics.Exchanges)
	}
	r.Reset()
}

// Numbers that changed places lose nobody anything.
func TestCursorAfterNumber(t *testing.T) {
	r := New(Config{RingCount: 5, RingBytes: 1 << 20})
	for _, seq := range []uint64{1, 2, 4, 3, 6, 5, 8} {
		addTo(r, event(seq, 0)) // 1 and 2 are forgotten
	}
	for _, tt := range []struct {
		seq  uint64
		want []uint64
	}{
		{0, []uint64{4, 3, 6, 5, 8}},
		{1, []uint64{4, 3, 6, 5, 8}},
		{4, []uint64{3, 6, 5, 8}},
		{3, []uint64{6, 5, 8}},
		{6, []uint64{5, 8}},
		{7, []uint64{8}},
		{8, nil},
		{9, nil},
	} {
		if got := seqs(r.Events(r.After(tt.seq), 100)); !slices.Equal(got, tt.want) {
			t.Errorf("after %d: got %v, want %v", tt.seq, got, tt.want)
		}
	}
}

// A viewer who waits is woken by the next exchange; one who leaves is forgotten; nobody holds up an answer.
func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Config{RingCount: 10, RingBytes: 1 << 20})
		ctx, leave := context.WithCancel(t.Context())
		var woken, left error
		var viewers sync.WaitGroup
		viewers.Go(func() { woken = r.follow(t.Context(), 0, 0) })
		viewers.Go(func() { left = r.follow(ctx, 1, 0) })
		synctest.Wait()
		if len(r.idle) != 2 {
			t.Fatalf("got %d who wait, want 2", len(r.idle))
		}
		leave()
		synctest.Wait()
		if len(r.idle) != 1 {
			t.Fatalf("got %d who wait, want 1", len(r.idle))
		}
		addTo(r, event(1, 0))
		viewers.Wait()
		if woken != nil || left == nil || len(r.idle) != 0 {
			t.Errorf("got %v, %v and %d who wait, want nil, an error and none", woken, left, len(r.idle))
		}
	})
}

// Viewers of different speed read a stream that does not wait for them: each sees the numbers rise, and all that he did
// not see is counted as lost.
func TestSlowViewersLoseAndAreTold(t *testing.T) {
	const total = 5000
	r := New(Config{RingCount: 64, RingBytes: 1 << 20})
	var viewers sync.WaitGroup
	for pace := range 4 {
		viewers.Go(func() {
			var at Cursor
			seen, lost, last := uint64(0), uint64(0), uint64(0)
			for at < total {
				if r.follow(t.Context(), at, 0) != nil {
					return
				}
				b := r.Events(at, 10)
				for _, e := range b.Events {
					if e.Seq <= last {
						t.Errorf("got %d after %d", e.Seq, last)
					}
					last = e.Seq
				}
				seen, lost, at = seen+uint64(len(b.Events)), lost+b.Lost, b.Next
				time.Sleep(time.Duration(pace) * 100 * time.Microsecond)
			}
			if seen+lost != total {
				t.Errorf("got %d seen and %d lost, want %d together", seen, lost, total)
			}
		})
	}
	for i := range uint64(total) {
		addTo(r, event(i+1, 0))
	}
	viewers.Wait()
}

func TestReset(t *testing.T) {
	r := New(Config{RingCount: 3, RingBytes: 1 << 20})
	for i := range uint64(5) {
		addTo(r, event(i+1, 0))
	}
	r.Reset()
	if b := r.Events(5, 10); len(b.Events) != 0 || r.bytes != 0 || b.Lost != 0 {
		t.Errorf("got %v, %d bytes, %d lost", seqs(b), r.bytes, b.Lost)
	}
	if c := r.Counts(); c != (Counts{}) {
		t.Errorf("got %+v, want zeros", c)
	}
	addTo(r, event(6, 0))
	if c := r.Counts(); c.Exchanges != 1 || c.Kept != 1 || c.Evicted != 0 {
		t.Errorf("got %+v, want one exchange", c)
	}
}

func addTo(r *Log, e *Event) { r.Publish(e, e) }
