package load

import (
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Event is one judged request of a run. It is good until the function that it is given to returns.
type Event struct {
	Number    uint64
	Due       time.Duration // after the start of the run
	Warm      bool          // it belongs to the warm-up and does not count
	Draw      *traffic.Draw
	Exchange  *exchange.Exchange // with Start when it was due: waiting counts
	Judgement *conformance.Judgement
	Late      time.Duration // chatcb's own lateness
	Waited    time.Duration // for a free connection
}
