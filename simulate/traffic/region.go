package traffic

import (
	"math/bits"
	"time"
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
