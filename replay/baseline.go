package replay

import (
	"fmt"
	"hash/maphash"
	"iter"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
)

// Baseline is what became of requests in another capture. Requests are told apart by their bodies but for EventTime; of
// equal ones the first stands for the first, and so on. It keeps the verdicts of all of them, some hundred bytes each.
type Baseline struct {
	seed    maphash.Seed
	answers map[uint64][]reference
	N       int // records that have an answer
}

// reference is what a decision is compared with.
type reference struct {
	verdicts []conformance.Verdict
	took     time.Duration
	timed    bool // took is known
}

// ReadBaseline reads a capture and judges its answers.
func ReadBaseline(records iter.Seq2[*capture.Record, error], judge *conformance.Judge) (*Baseline, error) {
	b := &Baseline{seed: maphash.MakeSeed(), answers: make(map[uint64][]reference)}
	var q request
	var out conformance.Judgement
	for rec, err := range records {
		if err != nil {
			return nil, fmt.Errorf("baseline: %w", err)
		}
		x := &rec.Exchange
		if !x.Answered() || q.read(x.Sent) != nil {
			continue
		}
		request := q.judged()
		judge.Judge(x, &request, &out)
		ref := reference{append([]conformance.Verdict(nil), out.Verdicts...), x.Phases.LastByte, x.Phases.LastByte > 0}
		id := callback.Identity(b.seed, q.text)
		b.answers[id] = append(b.answers[id], ref)
		b.N++
	}
	return b, nil
}

// take returns the next reference for requests with this body.
func (b *Baseline) take(body []byte) (reference, bool) {
	id := callback.Identity(b.seed, body)
	list := b.answers[id]
	if len(list) == 0 {
		return reference{}, false
	}
	b.answers[id] = list[1:]
	return list[0], true
}
