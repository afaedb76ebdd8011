package score

import (
	"math"
	"time"

	"gonum.org/v1/gonum/mathext"
)

// fisher is the two-sided p-value of Fisher's exact test: how probable shares as far apart as k1 in n1 and k2 in n2 are
// if both are the same, as twice the smaller tail of the hypergeometric distribution.
func fisher(k1, n1, k2, n2 uint64) float64 {
	k, n := k1+k2, n1+n2
	low, high := max(k, n2)-n2, min(k, n1)
	if low == high {
		return 1
	}
	tail := func(from, to uint64, step int64) (sum float64) {
		term := math.Exp(choose(n1, from) + choose(n2, k-from) - choose(n, k))
		for x := from; ; x = uint64(int64(x) + step) {
			sum += term
			if x == to || term < sum*1e-17 {
				return sum
			}
			a, b, c, d := float64(x), float64(n1-x), float64(k-x), float64(n2+x-k)
			if step > 0 {
				term *= b * c / ((a + 1) * (d + 1))
			} else {
				term *= a * d / ((b + 1) * (c + 1))
			}
		}
	}
	return min(1, 2*min(tail(k1, low, -1), tail(k1, high, 1)))
}

// choose is the logarithm of the binomial coefficient.
func choose(n, k uint64) float64 {
	a, _ := math.Lgamma(float64(n) + 1)
	b, _ := math.Lgamma(float64(k) + 1)
	c, _ := math.Lgamma(float64(n-k) + 1)
	return a - b - c
}

// newcombe is the interval of the difference k2/n2 - k1/n1 that misses the true one with a probability of about alpha, from
// the score intervals of both (Newcombe 1998, method 10).
func newcombe(k1, n1, k2, n2 uint64, alpha float64) (low, high float64) {
	p1, l1, u1 := wilson(k1, n1, alpha)
	p2, l2, u2 := wilson(k2, n2, alpha)
	d := p2 - p1
	return d - math.Hypot(p2-l2, u1-p1), d + math.Hypot(u2-p2, p1-l1)
}

// wilson is a share and its score interval (Wilson 1927).
func wilson(k, n uint64, alpha float64) (p, low, high float64) {
	z := math.Sqrt2 * math.Erfinv(1-alpha)
	size := float64(n)
	p = float64(k) / size
	middle := (p + z*z/(2*size)) / (1 + z*z/size)
	half := z / (1 + z*z/size) * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	return p, max(0, middle-half), min(1, middle+half)
}

// quantileRanks are the ranks, from 1, of two order statistics of n that lie on either side of the true quantile q but
// with a probability of alpha at most, whatever the distribution. Zero and n+1 stand for no bound: n is too small.
func quantileRanks(q float64, n uint64, alpha float64) (low, high uint64) {
	atMost := func(k uint64) float64 { // how probable k or fewer of n below the quantile are
		if k >= n {
			return 1
		}
		return mathext.RegIncBeta(float64(n-k), float64(k)+1, 1-q)
	}
	low = bisect(0, n+1, func(r uint64) bool { return atMost(r-1) > alpha/2 }) - 1
	high = bisect(0, n+1, func(r uint64) bool { return 1-atMost(r-1) <= alpha/2 })
	return low, high
}

// bisect is the lowest number above low for which it holds, up to high, for which it is taken to.
func bisect(low, high uint64, holds func(uint64) bool) uint64 {
	for high-low > 1 {
		if middle := (low + high) / 2; holds(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// scatter is how much more than by chance a count scatters over the time of a run: 1 if requests are independent of each
// other, more if what befalls one befalls its neighbours, as a stall does. It is what the variance of a share is to be
// multiplied by, Pearson's chi-square over its degrees of freedom. Neighbouring slots are taken together until there is
// something to count in each.
func scatter(t *Timeline, count func(*Slot) uint64) float64 {
	const least = 4 // stretches, else nothing can be told
	var all, hits uint64
	for i := range t.Slots {
		all, hits = all+t.Slots[i].Requests, hits+count(&t.Slots[i])
	}
	rarer := min(hits, all-hits)
	groups := min(len(t.Slots), max(least, int(rarer/2)))
	if rarer == 0 || len(t.Slots) < least {
		return 1
	}
	p := float64(hits) / float64(all)
	sum, used := 0.0, 0
	for g := range groups {
		n, k := 0.0, 0.0
		for i := g * len(t.Slots) / groups; i < (g+1)*len(t.Slots)/groups; i++ {
			n, k = n+float64(t.Slots[i].Requests), k+float64(count(&t.Slots[i]))
		}
		if n > 0 {
			sum += (k - n*p) * (k - n*p) / (n * p * (1 - p))
			used++
		}
	}
	if used < 2 {
		return 1
	}
	return max(1, sum/float64(used-1))
}

// slower counts the requests of a slot that took longer than d, as far as the rows tell.
func slower(d time.Duration) func(*Slot) uint64 {
	row := rowOf(d)
	return func(s *Slot) (sum uint64) {
		for _, n := range s.Rows[row:] {
			sum += uint64(n)
		}
		return sum
	}
}

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
	return bisect(high/2, high, under)
}
