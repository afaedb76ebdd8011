package clock

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
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
	for i := range 2001 {
		q := float64(i) / 2000
		want := all[max(0, (i*len(all)+1999)/2000-1)]
		got := h.Quantile(q)
		if got < want || float64(got-want) > 0.001*float64(want) {
			t.Fatalf("quantile %v: got %v, want %v and at most 0.1 %% more", q, got, want)
		}
	}
	if got, want := h.Max(), all[len(all)-1]; got != want {
		t.Errorf("got max %v, want %v", got, want)
	}
}

func TestHistogramEnds(t *testing.T) {
	var h Histogram
	if h.Quantile(0.5) != 0 || h.Mean() != 0 || h.N() != 0 || h.Max() != 0 {
		t.Error("an empty histogram is not zero")
	}
	h.Add(-1)
	h.Add(1<<63 - 1)
	if h.Quantile(0.5) != 0 || h.Quantile(1) < 10*time.Minute || h.Max() != 1<<63-1 || h.N() != 2 {
		t.Errorf("got %v and %v at the ends, max %v", h.Quantile(0.5), h.Quantile(1), h.Max())
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
		if written(t, &again) != written(t, &parts[i]) {
			t.Errorf("part %d: got another one back from %s", i, text)
		}
		merged.Merge(&again)
	}
	if written(t, &merged) != written(t, &whole) || merged.Mean() != whole.Mean() {
		t.Errorf("got %v of %d, want %v of %d", merged.Mean(), merged.N(), whole.Mean(), whole.N())
	}
}

// What HdrHistogram plots is lines of a value, a share, a count and 1/(1-share), which its pages cut at blanks.
func TestHistogramPercentiles(t *testing.T) {
	var h, empty Histogram
	for i := range 1000 {
		h.Add(time.Duration(i+1) * time.Millisecond)
	}
	var b strings.Builder
	if err := errors.Join(h.WritePercentiles(&b), empty.WritePercentiles(io.Discard)); err != nil {
		t.Fatal(err)
	}
	if head := "       Value     Percentile TotalCount 1/(1-Percentile)\n\n"; !strings.HasPrefix(b.String(), head) || strings.Contains(b.String(), "\t") {
		t.Errorf("got %.80q, want the head %q, and no tabs", b.String(), head)
	}
	rows := 0
	for line := range strings.Lines(b.String()) {
		var value, share, inverse float64
		var count int
		n, _ := fmt.Sscan(line, &value, &share, &count, &inverse) // the last row has inf, which is a number too
		if n < 4 {
			continue
		}
		if rows++; math.Abs(value-1000*share) > 2 || math.Abs(float64(count)-1000*share) > 2 {
			t.Errorf("got %q, want a value and a count of 1000 times the share", line)
		}
	}
	if rows < 20 {
		t.Errorf("got %d rows:\n%s", rows, b.String())
	}
}

func TestHistogramRefusesBadFiles(t *testing.T) {
	var h Histogram
	h.Add(time.Second)
	good, err := json.Marshal(&h)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`{"n":1}`, `{"n":0,"hdr":"x"}`, `{"n":1,"hdr":"HISTFAAAAB14nJNpmSzMwMDAxQABzFCaEUzOm"}`, `[]`, `{"n":2` + string(good[6:])} {
		var h Histogram
		if err := json.Unmarshal([]byte(text), &h); err == nil {
			t.Errorf("%s: got no error", text)
		}
	}
}

// Adding costs no allocation after the first: it is done several times for every request of a load.
func TestHistogramAllocatesNothing(t *testing.T) {
	var h Histogram
	h.Add(1)
	if got := testing.AllocsPerRun(1000, func() { h.Add(12345678) }); got != 0 {
		t.Errorf("got %v allocations, want none", got)
	}
}

func BenchmarkHistogramAdd(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 4))
	var all [4096]time.Duration
	for i := range all {
		all[i] = time.Duration(50e3 + rng.ExpFloat64()*1e5)
	}
	var h Histogram
	i := 0
	for b.Loop() {
		h.Add(all[i%len(all)])
		i++
	}
}

// written is all that a histogram has counted.
func written(t *testing.T, h *Histogram) string {
	t.Helper()
	text, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
