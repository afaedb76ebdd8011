// Package replay sends captured requests again and compares decisions.
//
// [Order] puts captured records in the order of their time, [Timing] says when each is due, [Renewal] spells its request
// anew, and [Player] sends it and compares what would become of every account with what became of it before: a
// [Decision] is opened, closed, the same, or broke. [Tally] counts them.
//
// Everything streams: memory does not grow with the number of records. A schedule is a pure function; the one who keeps
// it is the player, which measures how late it was.
package replay

import (
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

// Result is one captured request that was sent again, or is planned to be. It is good until the next one.
type Result struct {
	// Judged is what was sent now, what came back, and what is to be said of it. With two receivers it is that of the
	// second. Its number is that of the record in the replay, from 1.
	conformance.Judged
	Recorded *exchange.Exchange  // as captured
	Request  conformance.Request // what the request that was sent asks
	// Reference is what it is compared with: the recorded exchange, or that of the first of two receivers; nil when there
	// is none, or a baseline stands in for it.
	Reference *exchange.Exchange

	Decisions []Decision // one for every account asked about
	Renewed   Renewed
	// Due is when the request was to be sent, from the start of the replay, and Late how long after that it was. With
	// the timing Max nothing is due.
	Due, Late time.Duration
	// Shift is how much longer the answer took than the reference's; Compared says whether there were two to compare.
	Shift    time.Duration
	Before   time.Duration
	Compared bool
	// Unrecorded says that the capture does not hold what became of the request, so that there is nothing to compare with.
	Unrecorded bool
	// Verbatim says why the request was sent byte for byte though that was not asked for: it could not be read.
	Verbatim string
}

// Worst is the weightiest change among the decisions.
func (r *Result) Worst() Change {
	worst := Unknown
	for i := range r.Decisions {
		if c := r.Decisions[i].Change; weight(c) > weight(worst) {
			worst = c
		}
	}
	return worst
}
