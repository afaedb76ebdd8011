package traffic

import (
	"math"

	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// A ladder shares a number of slots out among ranks in proportion to (rank+offset)^-exponent: Zipf's law, its head
// flattened by the offset. The ranks are grouped in steps that grow with the rank and are equal within; slots are whole
// numbers, so that every machine draws the same.
type ladder struct {
	steps []step
	width int // the slots are [0, 1<<width)
	guide [guides]uint16
}

// guides is how many places of the slots know their step, so that finding one is a short walk.
const guides = 256

// step is a run of ranks with the slots that they share.
type step struct {
	rank, ranks uint32
	slot, slots uint32
}

// newLadder shares 1<<width slots among ranks [0, n). With capped set no rank gets more than one slot, which needs at
// least as many ranks as slots; what the head cannot take goes to the tail.
func newLadder(n uint32, exponent, offset float64, width int, capped bool) ladder {
	l := ladder{steps: steps(n, offset), width: width}
	weights, rest := make([]float64, len(l.steps)), 0.0
	for i := range l.steps {
		s := &l.steps[i]
		middle := float64(s.rank) + float64(s.ranks-1)/2
		weights[i] = float64(s.ranks) * math.Pow(middle+offset, -exponent)
		rest += weights[i]
	}
	left := uint32(1) << width
	for i := range l.steps {
		s := &l.steps[i]
		s.slot = 1<<width - left
		s.slots = min(left, uint32(math.Ceil(float64(left)*min(1, weights[i]/rest))))
		if i == len(l.steps)-1 {
			s.slots = left
		}
		if capped {
			s.slots = min(s.slots, s.ranks)
		}
		left -= s.slots
		rest -= weights[i]
	}
	at := 0
	for g := range l.guide {
		for at+1 < len(l.steps) && uint64(l.steps[at+1].slot) <= uint64(g)<<width/guides {
			at++
		}
		l.guide[g] = uint16(at)
	}
	return l
}

// steps cuts ranks [0, n) into runs of a sixteenth of where they begin.
func steps(n uint32, offset float64) (all []step) {
	for rank := uint32(0); rank < n; {
		ranks := min(n-rank, 1+uint32((float64(rank)+offset)/16))
		all = append(all, step{rank: rank, ranks: ranks})
		rank += ranks
	}
	return all
}

func (l *ladder) find(slot uint32) *step {
	i := int(l.guide[uint64(slot)*guides>>l.width])
	for i+1 < len(l.steps) && l.steps[i+1].slot <= slot {
		i++
	}
	return &l.steps[i]
}

// assign gives request n to a rank, and says which of its own requests this is. Every (rank, own) comes once: the slots
// are gone through in a shuffled order, round after round, and the ranks of a step share its slots one after the other.
func (l *ladder) assign(n, seed uint64) (rank uint32, own uint64) {
	round, place := n>>l.width, n&(1<<l.width-1)
	slot := uint32(dice.Shuffle(place, dice.Hash(seed, round), l.width))
	s := l.find(slot)
	mine := round*uint64(s.slots) + uint64(slot-s.slot)
	own = mine / uint64(s.ranks)
	return s.rank + uint32(mine-own*uint64(s.ranks)), own
}

// choice returns the n-th choice, of 1<<width, of someone who chooses among all ranks of a capped ladder: no rank comes
// twice, and those with more weight come with more choosers. The seed is the chooser's.
func (l *ladder) choice(n, seed uint64) uint32 {
	slot := uint32(dice.Shuffle(n&(1<<l.width-1), seed, l.width))
	s := l.find(slot)
	return s.rank + (slot-s.slot+uint32(dice.Hash(seed, uint64(s.rank))>>33))%s.ranks
}
