package delivery

import (
	"testing"
	"testing/synctest"
	"time"
)

// A connection that is not kept cannot be one that was closed meanwhile: nothing is sent twice.
func TestFresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := piped(t, after(time.Second, okAnswer))
		client.Fresh = true
		for i := range 3 {
			if x := do(t, client, request(client, "{}")); x.Failure.Cause != "" || x.Reused || x.Resent {
				t.Errorf("exchange %d: got %+v, reused %v, resent %v, want a connection of its own", i, x.Failure, x.Reused, x.Resent)
			}
		}
	})
}
