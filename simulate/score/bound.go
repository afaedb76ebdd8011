package score

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// confidence is that of the bounds: one-sided 95 per cent.
const confidence = 0.95

// upperBound is the one-sided 95 % Clopper-Pearson bound for a share of which k in n were seen: the largest share under
// which k or fewer are seen with a probability of 5 % at least. It is 1 where nothing was seen.
func upperBound(k, n uint64) float64 {
	if k >= n {
		return 1
	}
	return mathext.InvRegIncBeta(float64(k)+1, float64(n-k), confidence)
}

// samplesNeeded is the smallest n for which the bound is under limit if the share seen stays k in n: with none seen, how
// many without one; else how many at the same rate. It is zero where no number of them would do.
func samplesNeeded(k, n uint64, limit float64) uint64 {
	if limit <= 0 || n > 0 && float64(k)/float64(n) >= limit {
		return 0
	}
	if limit >= 1 {
		return 1
	}
	rate := 0.0
	if n > 0 {
		rate = float64(k) / float64(n)
	}
	under := func(n uint64) bool { return upperBound(uint64(math.Ceil(rate*float64(n))), n) < limit }
	high := uint64(1)
	for !under(high) {
		if high *= 2; high > 1<<50 {
			return 0
		}
	}
	low := high / 2 // not under
	for high-low > 1 {
		if middle := (low + high) / 2; under(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}
