package traffic

import (
	"math"
	"math/bits"
	"time"

	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// region is where the users of one language live.
type region struct {
	*language
	base, users uint32 // its users are [base, base+users)
	active      ladder // who sends, over the users
	known       ladder // to whom, over all users but one
}

const (
	// activeOffset flattens the head of Zipf's law: without it one user in a million would send seven of a hundred
	// requests, far over what the platform's 3,000 friends allow.
	activeOffset = 50
	// activeSlots is how many requests, as a power of two, make a round in which everyone has their share.
	activeSlots = 20
	// knownExponent makes an account that came i-th known in proportion to i^-1/2. That is the number of friends that
	// preferential attachment grows for it (Barabási and Albert), so requests come as if each went to the
	// end of a random friendship.
	knownExponent = 0.5
	// circleSlots bounds to how many others a user ever sends requests: 2,048, as a power of two, within the platform's 3,000 friends.
	circleSlots = 11
)

func newRegion(l *language, base, users uint32, zipf float64) *region {
	return &region{
		language: l, base: base, users: users,
		active: newLadder(users, zipf, activeOffset, activeSlots, false),
		known:  newLadder(users-1, knownExponent, 1, min(circleSlots, bits.Len32(users-1)-1), true),
	}
}

// friend is the n-th to whom the user of this rank sends a request: never themselves, and none twice in one round.
func (r *region) friend(rank uint32, n, seed uint64) uint32 {
	other := r.known.choice(n, seed)
	if other >= rank {
		other++
	}
	return other
}

// quarters is how many times a day is cut into, each with its own shares of the regions.
const quarters = 96

// day holds, for each quarter of an hour in UTC, how far the regions reach on a scale of 1<<32.
type day [quarters][]uint64

func newDay(regions []*region, shares, hours []float64) (d day) {
	for q := range d {
		reach, sum := make([]float64, len(regions)), 0.0
		for i, r := range regions {
			sum += shares[i] * awake(hours, q*15+r.Zone)
			reach[i] = sum
		}
		d[q] = make([]uint64, len(regions))
		for i := range reach {
			d[q][i] = uint64(reach[i] / sum * (1 << 32))
		}
		d[q][len(regions)-1] = 1 << 32
	}
	return d
}

// awake reads the curve of hours at a minute of the day, in a straight line from one hour to the next.
func awake(hours []float64, minute int) float64 {
	minute = (minute + 2*24*60) % (24 * 60)
	h, part := minute/60, float64(minute%60)/60
	return hours[h]*(1-part) + hours[(h+1)%24]*part
}

// region says from which region the request comes at this time of the day.
func (d *day) region(at time.Duration, bits32 uint64) int {
	i, reach := 0, d[max(at, 0)%(24*time.Hour)/(15*time.Minute)]
	for reach[i] <= bits32 {
		i++
	}
	return i
}

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
