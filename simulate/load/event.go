package load

import (
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Event is one judged request of a run. Its exchange starts when the request was due: waiting counts. It is good until the
// function that it is given to returns.
type Event struct {
	conformance.Judged
	Draw   *traffic.Draw
	Due    time.Duration // after the start of the run
	Warm   bool          // it belongs to the warm-up and does not count
	Late   time.Duration // chatcb's own lateness
	Waited time.Duration // for a free connection
	Sent   time.Duration // when it left, after the start of the run
}
