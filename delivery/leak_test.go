package delivery

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/chatcb/chatcb/exchange"
)

// Nothing runs on when exchanges of every kind are over and the idle connections closed.
func TestNoGoroutineIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("exchanges", func(t *testing.T) {
		client := loopback(t, answering(okAnswer))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		plain, paced, vanish := request(client, "{}"), &Message{}, &Message{Then: Vanish}
		paced.Drip(time.Microsecond, plain.Segments[0].Bytes, 40)
		vanish.Drip(0, plain.Segments[0].Bytes[:40], 10)
		cut := &Message{Timeout: 10 * time.Millisecond}
		cut.Put(plain.Segments[0].Bytes[:40])
		cut.Add(time.Hour, nil)
		for _, m := range []*Message{plain, paced, vanish, cut, plain} {
			if err := client.Do(ctx, m, &exchange.Exchange{}); err != nil {
				t.Error(err)
			}
		}
	})
	for wait := time.Millisecond; runtime.NumGoroutine() > before; wait *= 2 {
		if wait > 4*time.Second {
			stacks := make([]byte, 1<<16)
			t.Fatalf("got %d goroutines more than before:\n%s", runtime.NumGoroutine()-before, stacks[:runtime.Stack(stacks, true)])
		}
		time.Sleep(wait)
	}
}
