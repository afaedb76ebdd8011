package live

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// The pace of a stream. A page cannot show more, and a viewer must not cost the server more, however many requests come.
const (
	streamEvery = 100 * time.Millisecond
	streamMost  = 200       // exchanges in one message; the newest ones
	streamBytes = 256 << 10 // of a message, from which on the rest is for the next one
	streamBeat  = 15 * time.Second
	streamWrite = 10 * time.Second // for one message; who is slower is cut off and comes back
)

// stream sends exchanges as they come, as server-sent events. Each message has the number of its last exchange as id, so
// that a browser which comes back goes on from there; what it missed and is forgotten, or came faster than the pace, is told
// as "lost". Each has the counts of the log as they are then, and "cleared" says that the log was reset. A server whose
// numbers began again since says "anew", and sends all.
func (a *admin) stream(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	v := viewer{log: a.Log, w: w, control: http.NewResponseController(w)}
	v.at, v.since = a.ends()
	last := cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after"))
	if seq, err := strconv.ParseUint(last, 10, 64); err == nil {
		v.at = a.After(seq)
		if v.at > a.Latest() || seq > 0 && seq > a.lastSeq() {
			v.at, v.anew = 0, true // the server was started anew, and its numbers with it
		}
	}
	v.run(r.Context())
	return nil
}

// viewer is one open stream.
type viewer struct {
	log     *Log
	w       http.ResponseWriter
	control *http.ResponseController
	at      Cursor
	anew    bool   // the next message tells that numbers began again
	since   Cursor // where the counts of the log began when the last message was made
	buf     []byte
}

func (v *viewer) run(ctx context.Context) {
	if !v.send(append(v.buf[:0], ": open\n\n"...)) {
		return
	}
	for {
		wait, cancel := context.WithTimeout(ctx, streamBeat)
		err := v.log.follow(wait, v.at, v.since)
		cancel()
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			if !v.send(append(v.buf[:0], ": beat\n\n"...)) {
				return
			}
			continue
		}
		if !v.send(v.batch()) {
			return
		}
		select {
		case <-time.After(streamEvery):
		case <-ctx.Done():
			return
		}
	}
}

// batch is a message with what came since the last one.
func (v *viewer) batch() []byte {
	var message struct {
		Lost      uint64            `json:"lost"`
		Anew      bool              `json:"anew,omitempty"`
		Cleared   bool              `json:"cleared,omitempty"`
		Counts    Counts            `json:"counts"`
		Exchanges []json.RawMessage `json:"exchanges"`
	}
	newest, since := v.log.ends()
	if newest > v.at+streamMost {
		message.Lost = uint64(newest - streamMost - v.at)
		v.at = newest - streamMost
	}
	b := v.log.Events(v.at, streamMost)
	message.Lost += b.Lost
	message.Anew, v.anew = v.anew, false
	message.Cleared, v.since = since != v.since, since
	message.Counts, message.Exchanges = v.log.Counts(), []json.RawMessage{}
	v.at = b.Next
	last, size := uint64(0), 0
	for i, e := range b.Events {
		if size > streamBytes {
			v.at = b.Next - Cursor(len(b.Events)-i)
			break
		}
		summary := e.appendSummary(nil)
		message.Exchanges, last, size = append(message.Exchanges, summary), e.Seq, size+len(summary)
	}
	data, _ := json.Marshal(message) // JSON has no raw line breaks, so one data line holds it
	v.buf = fmt.Appendf(v.buf[:0], "event: exchanges\ndata: %s\n", data)
	if last > 0 {
		v.buf = fmt.Appendf(v.buf, "id: %d\n", last)
	}
	v.buf = append(v.buf, '\n')
	return v.buf
}

func (v *viewer) send(message []byte) bool {
	_ = v.control.SetWriteDeadline(time.Now().Add(streamWrite))
	if _, err := v.w.Write(message); err != nil {
		return false
	}
	return v.control.Flush() == nil
}
