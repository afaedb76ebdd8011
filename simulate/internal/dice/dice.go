// Package dice draws bits out of a seed. Nothing in a simulation is random but through it, so whatever is decided is
// decided the same on every machine.
package dice

import "math/bits"

// mix spreads the bits of x, one to one (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Hash draws 64 bits out of a seed and what is to be decided.
func Hash(seed, what uint64) uint64 { return mix(seed + what*0x9e3779b97f4a7c15) }

// Dice is a stream of bits that grows out of one hash.
type Dice uint64

func (d *Dice) Next() uint64 {
	*d += 0x9e3779b97f4a7c15
	return mix(uint64(*d))
}

// Below returns a number in [0, n).
func (d *Dice) Below(n int) int {
	high, _ := bits.Mul64(d.Next(), uint64(n))
	return int(high)
}

// Chance reports true with this probability.
func (d *Dice) Chance(p float64) bool { return p > 0 && float64(d.Next()>>11) < p*(1<<53) }

// One reports true once in n times.
func (d *Dice) One(n int) bool { return d.Below(n) == 0 }

// Pick returns one of the list, or nothing where there are none.
func Pick[T any](d *Dice, list []T) (one T) {
	if len(list) > 0 {
		one = list[d.Below(len(list))]
	}
	return one
}

// Shuffle maps [0, 1<<width) onto itself in an order that key decides. Each of its steps can be undone, so no two
// numbers meet.
func Shuffle(x, key uint64, width int) uint64 {
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
