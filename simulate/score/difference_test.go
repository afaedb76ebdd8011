package score

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// The p-values of tables from the literature, and of large ones against the normal approximation.
func TestFisher(t *testing.T) {
	for _, tt := range []struct {
		k1, n1, k2, n2 uint64
		want, within   float64
	}{
		{3, 4, 1, 4, 2 * 17.0 / 70, 1e-12},                     // the lady tasting tea: 17 of 70 one-sided
		{4, 4, 0, 4, 2 * 1.0 / 70, 1e-12},                      // all right
		{1, 10, 11, 14, 2 * 0.0013797, 1e-4},                   // studying men and women
		{0, 5, 0, 7, 1, 0},                                     // nothing to tell
		{5, 5, 7, 7, 1, 0},                                     // nothing to tell
		{10, 1000, 10, 1000, 1, 0},                             // the same
		{500, 10_000, 600, 10_000, 0.0021, 0.05},               // z = 3.08
		{10_000, 1_000_000, 10_500, 1_000_000, 0.000457, 0.05}, // z = 3.51
		{10_500, 1_000_000, 10_000, 1_000_000, 0.000457, 0.05},
		{0, 3_000_000, 40, 3_000_000, 2 * math.Pow(0.5, 40), 0.01},
	} {
		if got := fisher(tt.k1, tt.n1, tt.k2, tt.n2); math.Abs(got-tt.want) > tt.within*tt.want {
			t.Errorf("%d of %d and %d of %d: got %v, want %v", tt.k1, tt.n1, tt.k2, tt.n2, got, tt.want)
		}
	}
}

// The examples of Newcombe's paper (1998, table II, method 10), with the difference the other way around.
func TestNewcombe(t *testing.T) {
	for _, tt := range []struct {
		k1, n1, k2, n2 uint64
		low, high      float64
	}{
		{48, 80, 56, 70, 0.0524, 0.3339},
		{3, 10, 9, 10, 0.1705, 0.8090},
		{10, 100, 10, 100, -0.0868, 0.0868},
		{0, 20, 5, 56, -0.0813, 0.1926},
		{0, 10, 10, 10, 0.6075, 1},
	} {
		low, high := newcombe(tt.k1, tt.n1, tt.k2, tt.n2, 0.05)
		if math.Abs(low-tt.low) > 6e-3 || math.Abs(high-tt.high) > 6e-3 {
			t.Errorf("%d of %d and %d of %d: got %.4f to %.4f, want %.4f to %.4f", tt.k1, tt.n1, tt.k2, tt.n2, low, high, tt.low, tt.high)
		}
	}
}

// The ranks against the binomial distribution added up, and their promise against drawing.
func TestQuantileRanks(t *testing.T) {
	for _, tt := range []struct {
		q         float64
		n         uint64
		alpha     float64
		low, high uint64
	}{
		{0.5, 5, 0.05, 0, 6}, // no two of five are far enough apart
		{0.5, 6, 0.05, 1, 6}, // 2/64 is under 5 %
		{0.5, 10, 0.05, 2, 9},
		{0.5, 100, 0.05, 40, 61},
		{0.99, 100, 0.05, 97, 101},
		{0.999, 1000, 0.05, 997, 1001},
		{0.999, 10_000, 0.05, 9983, 9997},
	} {
		if low, high := quantileRanks(tt.q, tt.n, tt.alpha); low != tt.low || high != tt.high {
			t.Errorf("q %v of %d: got ranks %d and %d, want %d and %d", tt.q, tt.n, low, high, tt.low, tt.high)
		}
	}
	bits := dice.Dice(1)
	const n, rounds, q, alpha = 500, 2000, 0.9, 0.1
	low, high := quantileRanks(q, n, alpha)
	missed := 0
	for range rounds {
		all := make([]float64, n)
		for i := range all {
			all[i] = float64(bits.Next()>>11) / (1 << 53)
		}
		slices.Sort(all)
		if all[low-1] > q || all[high-1] < q {
			missed++
		}
	}
	if most := alpha*rounds + 4*math.Sqrt(alpha*rounds); float64(missed) > most || float64(missed) < alpha*rounds/4 {
		t.Errorf("got the true quantile missed %d times of %d, want some and at most %.0f", missed, rounds, most)
	}
}

// What happens to requests one by one scatters by chance; what happens to a hundred in a row scatters a hundred times as
// much.
func TestScatter(t *testing.T) {
	line := func(hit func(n int) bool) *Timeline {
		l := new(Timeline)
		for n := range 10_000 {
			l.at(time.Duration(n)*time.Millisecond).addRequest(time.Millisecond, hit(n))
		}
		return l
	}
	bits := dice.Dice(2)
	for _, tt := range []struct {
		name      string
		line      *Timeline
		low, high float64
	}{
		{"none", line(func(int) bool { return false }), 1, 1},
		{"all", line(func(int) bool { return true }), 1, 1},
		{"by chance", line(func(int) bool { return bits.Chance(0.05) }), 1, 1.6},
		{"a hundred in a row", line(func(n int) bool { return n/100 == 33 }), 40, 120},
		{"nothing there", new(Timeline), 1, 1},
	} {
		if got := scatter(tt.line, letIn); got < tt.low || got > tt.high {
			t.Errorf("%s: got %v, want %v to %v", tt.name, got, tt.low, tt.high)
		}
	}
}

// The interval of a change says the same as the word beside it.
func TestIntervalsAgreeWithTheWord(t *testing.T) {
	share := func(k, n uint64) Share { return Share{Count: k, Of: n, Rate: float64(k) / float64(n)} }
	words := map[Shown]int{}
	for n := uint64(5); n <= 80; n += 5 {
		for k := uint64(0); k <= n; k += 1 + n/20 {
			c := RateChange{Before: share(0, n), After: share(k, n), Scatter: 1, moreIsWorse: true}
			c.test(0.05 / 7)
			words[c.Shown]++
			if c.Shown == NoneShown && (c.Low > 0 || c.High < 0) || c.Shown == Worse && c.High <= 0 {
				t.Errorf("0 and %d of %d: got %s with %+.3f to %+.3f", k, n, c.Shown, c.Low, c.High)
			}
		}
	}
	if words[NoneShown] == 0 || words[Worse] == 0 {
		t.Errorf("got %v, want both", words)
	}
}
