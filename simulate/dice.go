package simulate

import "math/bits"

// mix spreads the bits of x, one to one (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hash draws 64 bits out of a seed and what is to be decided. Nothing in this package is random but through it, so
// whatever is decided is decided the same on every machine.
func hash(seed, what uint64) uint64 { return mix(seed + what*0x9e3779b97f4a7c15) }

// Dice is a stream of bits that grows out of one hash.
type Dice uint64

func (d *Dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	return mix(uint64(*d))
}

// below returns a number in [0, n).
func (d *Dice) below(n int) int {
	high, _ := bits.Mul64(d.next(), uint64(n))
	return int(high)
}

// chance reports true with this probability.
func (d *Dice) chance(p float64) bool { return p > 0 && float64(d.next()>>11) < p*(1<<53) }

// one reports true once in n times.
func (d *Dice) one(n int) bool { return d.below(n) == 0 }

// pick returns one of the list, or nothing where there are none.
func pick[T any](d *Dice, list []T) (one T) {
	if len(list) > 0 {
		one = list[d.below(len(list))]
	}
	return one
}

// shuffle maps [0, 1<<width) onto itself in an order that key decides. Each of its steps can be undone, so no two
// numbers meet.
func shuffle(x, key uint64, width int) uint64 {
	mask := uint64(1)<<width - 1
	shift := uint(width)/2 + 1
	for range 3 {
		x = (x + key) & mask
		x ^= x >> shift
		x = x * (key | 1) & mask
		x ^= x >> shift
		x = x * 0x9e3779b97f4a7c15 & mask
		key = key>>19 | key<<45
	}
	return x
}
