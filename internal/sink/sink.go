// Package sink writes for readers who may be slow, stuck or gone: anyone who writes waits for none of them.
//
// A [Writer] holds what is not yet read, up to a limit. Past it whole pieces are dropped and counted. So does a server
// that answers with a guard's two seconds write to a terminal that somebody has stopped, to a full disk, and to a pipe
// whose other end has left.
package sink

import (
	"context"
	"io"
	"sync"
	"time"
)

// mostHeld is how many bytes a writer holds.
const mostHeld = 1 << 20

// Writer writes to another one in the background. Make one with [New]. It is safe for concurrent use.
type Writer struct {
	to    io.Writer
	holds int

	mu      sync.Mutex
	changed sync.Cond
	held    []byte // not yet taken by the background
	taken   int    // bytes that the background is at
	lost    uint64
	err     error // of the reader: it has left
	closing bool
	direct  bool          // it is closed, and all was read
	idle    chan struct{} // closed when the background has ended
}

// New starts a writer.
func New(to io.Writer) *Writer {
	w := &Writer{to: to, holds: mostHeld, idle: make(chan struct{})}
	w.changed.L = &w.mu
	go w.run()
	return w
}

// Write takes a piece, or drops it as a whole. It never fails, and never waits. After Close it writes at once, unless the
// reader was stuck then, or had left.
func (w *Writer) Write(piece []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.direct {
		return w.to.Write(piece)
	}
	if w.err != nil || w.closing || len(w.held)+w.taken+len(piece) > w.holds && len(w.held)+w.taken > 0 {
		w.lost++
		return len(piece), nil
	}
	w.held = append(w.held, piece...)
	w.changed.Broadcast()
	return len(piece), nil
}

// Lost is how many pieces were dropped so far.
func (w *Writer) Lost() uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lost
}

// Unwrap is what is written to.
func (w *Writer) Unwrap() io.Writer { return w.to }

// Room waits until half of what can be held is free, for those who can wait. It reports false where the context ended
// first, or the reader has left.
func (w *Writer) Room(ctx context.Context) bool {
	defer context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.changed.Broadcast()
	})()
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.held)+w.taken > w.holds/2 && w.err == nil && ctx.Err() == nil {
		w.changed.Wait()
	}
	return w.err == nil && ctx.Err() == nil
}

// Close lets what is held go, for at most so long, and returns how many pieces were lost in all; what is still held then
// counts as one.
func (w *Writer) Close(within time.Duration) (lost uint64) {
	w.mu.Lock()
	w.closing = true
	w.changed.Broadcast()
	w.mu.Unlock()
	over := time.NewTimer(within)
	defer over.Stop()
	select {
	case <-w.idle:
	case <-over.C:
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.held)+w.taken > 0 {
		w.lost++
		w.held = nil
	}
	w.direct = w.taken == 0 && w.err == nil
	return w.lost
}

// run writes what is held.
func (w *Writer) run() {
	defer close(w.idle)
	var piece []byte
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		for len(w.held) == 0 {
			if w.closing || w.err != nil {
				return
			}
			w.changed.Wait()
		}
		piece, w.held = w.held, piece[:0]
		w.taken = len(piece)
		w.mu.Unlock()
		_, err := w.to.Write(piece)
		w.mu.Lock()
		w.taken = 0
		if err != nil {
			w.err = err
			w.lost++
			w.held = nil
		}
		w.changed.Broadcast()
	}
}
