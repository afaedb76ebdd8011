package traffic

import (
	"time"

	"github.com/chatcb/chatcb/callback"
)

// Realistic returns the n-th benign request of the usual world of this seed, as a request for this many friends, up to
// 2,048, made at this time, of a webhook. But for EventTime it does not depend on the time.
func Realistic(w *callback.Webhook, seed, n uint64, friends int, at time.Time) Draw {
	level := make([]float64, 24)
	for i := range level {
		level[i] = 1
	}
	g, err := New(World{Command: w.Command, Seed: seed, Start: at.UTC().Truncate(24 * time.Hour), Hours: level})
	if err != nil {
		panic(err) // the usual world is a valid one, which a test holds
	}
	var d Draw
	g.DrawFor(n, 0, friends, &d)
	d.Request.EventTime = at.UnixMilli()
	return d
}
