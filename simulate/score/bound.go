package score

import "math"

// confidence is that of the bounds: one-sided 95 per cent.
const confidence = 0.95

// UpperBound is the one-sided 95 % Clopper-Pearson bound for a share of which k in n were seen: the largest share under
// which k or fewer are seen with a probability of 5 % at least. It is 1 where nothing was seen.
func UpperBound(k, n uint64) float64 {
	if k >= n {
		return 1
	}
	return betaQuantile(confidence, float64(k)+1, float64(n-k))
}

// SamplesNeeded is the smallest n for which the bound is under limit if the share seen stays k in n: with none seen, how
// many without one; else how many at the same rate. It is zero where no number of them would do.
func SamplesNeeded(k, n uint64, limit float64) uint64 {
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
	under := func(n uint64) bool { return UpperBound(uint64(math.Ceil(rate*float64(n))), n) < limit }
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

// betaQuantile is the x at which the distribution Beta(a, b) reaches p, by bisection down to the last bit.
func betaQuantile(p, a, b float64) float64 {
	low, high := 0.0, 1.0
	for range 200 {
		middle := (low + high) / 2
		if middle == low || middle == high {
			break
		}
		if betaCDF(middle, a, b) < p {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// betaCDF is the regularised incomplete beta function I_x(a, b), by its continued fraction (Abramowitz and Stegun,
// 26.5.8), on the side where that converges fast.
func betaCDF(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - betaCDF(1-x, b, a)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab - la - lb + a*math.Log(x) + b*math.Log1p(-x))
	return front * betaFraction(x, a, b) / a
}

// betaFraction evaluates the continued fraction by Lentz's method.
func betaFraction(x, a, b float64) float64 {
	const tiny, enough = 1e-300, 1e-16
	away := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/away(1-(a+b)*x/(a+1))
	f := d
	for m := 1.0; m < 1e6; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		before := f
		for _, term := range []float64{even, odd} {
			d = 1 / away(1+term*d)
			c = away(1 + term/c)
			f *= c * d
		}
		if math.Abs(f-before) <= enough*math.Abs(f) {
			break
		}
	}
	return f
}
