package replay

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/chatcb/chatcb/capture"
)

// A capture of any length takes the same memory. CHATCB_RECORDS sets the length: 1000000 takes a minute.
func TestConstantMemory(t *testing.T) {
	records := 20_000
	if text := os.Getenv("CHATCB_RECORDS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		records = n
	}
	client := (&discarding{}).start(t)
	p := quickPlayer(client)
	sample := recorded(0, 0, "a", "b", 0)
	in, out := io.Pipe()
	go func() {
		w := capture.NewWriter(out)
		for i := range records {
			sample.Exchange.Seq, sample.Exchange.Start = uint64(i), epoch.Add(time.Duration(i)*time.Millisecond)
			if w.Write(sample) != nil {
				break // the reader says what is wrong
			}
		}
		out.CloseWithError(w.Close())
	}()
	source := capture.NewReader(in).All()
	p.OrderBy = ByNoOne
	n, early, tally := 0, uint64(0), &Tally{}
	order := &Order{}
	for r, err := range p.Run(t.Context(), order.Records(source)) {
		if err != nil {
			t.Fatal(err)
		}
		tally.Add(r)
		if n++; n == records/4 {
			early = inUse()
		}
	}
	late := inUse()
	t.Logf("%d records: %d KiB in use after a quarter, %d KiB at the end", n, early>>10, late>>10)
	if n != records || tally.Changes[Same] != records {
		t.Errorf("got %d results, %d the same, want %d", n, tally.Changes[Same], records)
	}
	if late > early+early/4+1<<20 {
		t.Errorf("got %d bytes in use at the end and %d after a quarter", late, early)
	}
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkLateness shows how late requests are against a schedule of a thousand a second.
func BenchmarkLateness(b *testing.B) {
	client := (&discarding{}).start(b)
	p := quickPlayer(client)
	p.Timing = Timing{Rate: 1000}
	tally := &Tally{}
	for r, err := range p.Run(b.Context(), func(yield func(*capture.Record, error) bool) {
		for i := 0; b.Loop() && yield(recorded(i, 0, fmt.Sprint("user", i%1000), "b", 0), nil); i++ {
		}
	}) {
		if err != nil {
			b.Fatal(err)
		}
		tally.Add(r)
	}
	b.ReportMetric(float64(tally.Late.Quantile(0.5))/1e6, "late-p50-ms")
	b.ReportMetric(float64(tally.Late.Quantile(0.99))/1e6, "late-p99-ms")
}
