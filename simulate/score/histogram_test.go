package score

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestHistogramIsWithinAThousandth(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var h Histogram
	var all []time.Duration
	for range 20_000 {
		d := time.Duration(math.Exp(rng.Float64()*26) * 10) // 10 ns to half an hour, cut to what is counted
		d = min(d, 5*time.Minute)
		all = append(all, d)
		h.Add(d)
	}
	slices.Sort(all)
	for q := 0.0; q <= 1; q += 0.0005 {
		want := all[max(0, int(math.Ceil(q*float64(len(all))))-1)]
		got := h.Quantile(q)
		if math.Abs(float64(got-want)) > 0.001*float64(want) {
			t.Fatalf("quantile %v: got %v, want %v within 0.1 %%", q, got, want)
		}
	}
	if got, want := h.Max(), all[len(all)-1]; got != want {
		t.Errorf("got max %v, want %v", got, want)
	}
}

func TestHistogramBuckets(t *testing.T) {
	for i := range (doublings + 1) * histogramSteps {
		if got := bucketOf(middle(i)); got != i {
			t.Fatalf("the middle %v of bucket %d is in bucket %d", middle(i), i, got)
		}
	}
	var h Histogram
	h.Add(-1)
	h.Add(1<<63 - 1)
	if h.Quantile(0.5) != 0 || h.Quantile(1) != 1<<63-1 && h.Quantile(1) < 8*time.Minute {
		t.Errorf("got %v and %v at the ends", h.Quantile(0.5), h.Quantile(1))
	}
	var empty Histogram
	if empty.Quantile(0.5) != 0 || empty.Mean() != 0 || empty.N() != 0 {
		t.Error("an empty histogram is not zero")
	}
}

// Whatever the parts, their sum is the whole, also through a file.
func TestHistogramMerges(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var whole, merged Histogram
	parts := make([]Histogram, 4)
	for range 3000 {
		d := time.Duration(rng.ExpFloat64() * 1e6)
		whole.Add(d)
		parts[rng.IntN(3)].Add(d) // the last stays empty
	}
	for i := range parts {
		text, err := json.Marshal(&parts[i])
		if err != nil {
			t.Fatal(err)
		}
		var again Histogram
		if err := json.Unmarshal(text, &again); err != nil {
			t.Fatal(err)
		}
		merged.Merge(&again)
	}
	if diff := cmp.Diff(whole.counts, merged.counts); diff != "" {
		t.Error(diff)
	}
	if merged.n != whole.n || merged.max != whole.max || merged.min != whole.min || merged.sum != whole.sum {
		t.Errorf("got %v, want %v", merged, whole)
	}
}

func TestHistogramRefusesBadFiles(t *testing.T) {
	for _, text := range []string{`{"n":1}`, `{"n":2,"buckets":[[3,1]]}`, `{"n":1,"buckets":[[99999999,1]]}`, `[]`} {
		var h Histogram
		if err := json.Unmarshal([]byte(text), &h); err == nil {
			t.Errorf("%s: got no error", text)
		}
	}
}
