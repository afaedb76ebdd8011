package clock

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// What a histogram tells apart: nanoseconds from 1 up to ten minutes, to three significant digits.
const (
	lowest  = 1
	longest = int64(10 * time.Minute)
	digits  = 3
)

// Histogram counts durations in constant memory. What it gives back is at most 0.1 per cent too high; durations of more
// than ten minutes count as ten minutes. The zero value is empty; it is for one goroutine at a time.
type Histogram struct {
	counts   *hdrhistogram.Histogram // nil until the first
	sum      uint64                  // ns
	min, max time.Duration           // exactly
}

// Add counts d; below zero counts as zero.
func (h *Histogram) Add(d time.Duration) {
	d = max(d, 0)
	if h.counts == nil {
		h.counts = hdrhistogram.New(lowest, longest, digits)
		h.min = d
	}
	_ = h.counts.RecordValue(min(int64(d), longest)) // fails outside its range only
	h.min, h.max = min(h.min, d), max(h.max, d)
	h.sum += uint64(d)
}

// Merge adds what other has counted.
func (h *Histogram) Merge(other *Histogram) {
	if other.N() == 0 {
		return
	}
	if h.counts == nil {
		h.counts = hdrhistogram.New(lowest, longest, digits)
		h.min = other.min
	}
	h.counts.Merge(other.counts)
	h.min, h.max = min(h.min, other.min), max(h.max, other.max)
	h.sum += other.sum
}

// N is how many were counted.
func (h *Histogram) N() uint64 {
	if h.counts == nil {
		return 0
	}
	return uint64(h.counts.TotalCount())
}

// Max is the longest duration counted, exactly.
func (h *Histogram) Max() time.Duration { return h.max }

// Mean is the mean of all, exactly; zero if there are none.
func (h *Histogram) Mean() time.Duration {
	if n := h.N(); n > 0 {
		return time.Duration(h.sum / n)
	}
	return 0
}

// Quantiles are the usual ones, and the longest duration.
type Quantiles struct {
	P50  time.Duration `json:"p50_ns"`
	P90  time.Duration `json:"p90_ns"`
	P99  time.Duration `json:"p99_ns"`
	P999 time.Duration `json:"p999_ns"`
	Max  time.Duration `json:"max_ns"`
}

// Quantiles reads them.
func (h *Histogram) Quantiles() Quantiles {
	return Quantiles{h.Quantile(0.5), h.Quantile(0.9), h.Quantile(0.99), h.Quantile(0.999), h.max}
}

// Quantile is what the share q of all, from 0 to 1, does not exceed; zero if there are none.
func (h *Histogram) Quantile(q float64) time.Duration {
	if h.counts == nil {
		return 0
	}
	return min(max(time.Duration(h.counts.ValueAtQuantile(q*100)), h.min), h.max)
}

// WritePercentiles writes the distribution in milliseconds as HdrHistogram's own tools do (.hgrm), for what plots that.
func (h *Histogram) WritePercentiles(w io.Writer) error {
	counts := h.counts
	if counts == nil {
		counts = hdrhistogram.New(lowest, longest, digits)
	}
	var b bytes.Buffer
	if _, err := counts.PercentilesPrint(&b, 5, float64(time.Millisecond)); err != nil {
		return err
	}
	_, rows, _ := bytes.Cut(b.Bytes(), []byte("\n\n")) // the head in Java has blanks, not tabs
	_, err := fmt.Fprintf(w, "%12s %14s %10s %14s\n\n%s", "Value", "Percentile", "TotalCount", "1/(1-Percentile)", rows)
	return err
}

// histogramJSON is a histogram in a file. Counts are in the compressed V2 encoding of HdrHistogram, in base64, which
// other programs read: in nanoseconds.
type histogramJSON struct {
	N      uint64 `json:"n"`
	Sum    uint64 `json:"sum_ns"`
	Min    int64  `json:"min_ns"`
	Max    int64  `json:"max_ns"`
	Counts string `json:"hdr,omitempty"`
}

// MarshalJSON writes what was counted.
func (h *Histogram) MarshalJSON() ([]byte, error) {
	j := histogramJSON{N: h.N(), Sum: h.sum, Min: int64(h.min), Max: int64(h.max)}
	if h.counts != nil {
		counts, err := h.counts.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
		if err != nil {
			return nil, err
		}
		j.Counts = string(counts)
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote; counts that do not add up are an error, and so is null.
func (h *Histogram) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return errors.New("histogram: wanted counts, got null")
	}
	var j histogramJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	*h = Histogram{sum: j.Sum, min: time.Duration(j.Min), max: time.Duration(j.Max)}
	if j.Counts != "" {
		counts, err := hdrhistogram.Decode([]byte(j.Counts))
		if err != nil {
			return fmt.Errorf("histogram: %w", err)
		}
		if counts.LowestTrackableValue() != lowest || counts.HighestTrackableValue() != longest || counts.SignificantFigures() != digits {
			return errors.New("histogram: wanted nanoseconds up to ten minutes, to three digits")
		}
		h.counts = counts
	}
	if h.N() != j.N {
		return fmt.Errorf("histogram: wanted counts of %d in all, got %d", j.N, h.N())
	}
	return nil
}
