package score

import (
	"math"
	"testing"
)

// The first five are closed forms, 1-0.05^(1/n) without a sight and 0.95^(1/n) with all but one; the others are sums of
// binomial terms, which the next test checks for any.
func TestUpperBound(t *testing.T) {
	for _, tt := range []struct {
		k, n uint64
		want float64
	}{
		{0, 0, 1},
		{5, 5, 1},
		{0, 1, 0.95},
		{0, 10, 0.2588655508930936},
		{0, 2994, 0.0010000759},
		{9, 10, 0.9948838031081763}, // 0.95^(1/10)
		{1, 10, 0.3941633024365942},
		{2, 20, 0.2826193966783286},
		{10, 100, 0.1637185},
		{5, 1000, 0.0104840769},
	} {
		if got := upperBound(tt.k, tt.n); math.Abs(got-tt.want) > 1e-6 {
			t.Errorf("%d of %d: got %.10f, want %.10f", tt.k, tt.n, got, tt.want)
		}
	}
}

// The bound is where seeing k or fewer has a probability of exactly 5 %.
func TestUpperBoundIsExact(t *testing.T) {
	for _, n := range []uint64{1, 2, 7, 30, 60} {
		for k := range n {
			p := upperBound(k, n)
			tail, term := 0.0, math.Pow(1-p, float64(n))
			for i := uint64(0); i <= k; i++ {
				tail += term
				term *= float64(n-i) / float64(i+1) * p / (1 - p)
			}
			if math.Abs(tail-0.05) > 1e-9 {
				t.Errorf("%d of %d: got a tail of %v under %v, want 0.05", k, n, tail, p)
			}
		}
	}
}

func TestSamplesNeeded(t *testing.T) {
	for _, tt := range []struct {
		k, n  uint64
		limit float64
		want  uint64
	}{
		{0, 0, 0.001, 2995}, // ln 0.05 / ln 0.999 = 2994.2
		{0, 100, 0.01, 299},
		{0, 10, 0.5, 5},
		{1, 100, 0.01, 0}, // as many as are allowed: never under
		{3, 100, 0.02, 0},
		{0, 10, 0, 0},
		{9, 10, 1, 1},
	} {
		if got := samplesNeeded(tt.k, tt.n, tt.limit); got != tt.want {
			t.Errorf("%d of %d under %v: got %d, want %d", tt.k, tt.n, tt.limit, got, tt.want)
		}
	}
	n := samplesNeeded(1, 1000, 0.002)
	if k := uint64(math.Ceil(float64(n) / 1000)); upperBound(k, n) >= 0.002 {
		t.Errorf("1 of 1000 under 0.2 %%: %d with %d seen do not do", n, k)
	}
}
