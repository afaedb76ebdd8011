package capture

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
)

// A million records go through in the memory of a few.
func TestConstantMemory(t *testing.T) {
	const records = uint64(manyRecords)
	r := NewReader(&endless{n: records})
	w := NewWriter(io.Discard)
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, peak := uint64(0), uint64(0)
	for rec, err := range r.All() {
		if err != nil {
			t.Fatal(err)
		}
		if n++; rec.Exchange.Seq != n {
			t.Fatalf("got number %d, want %d", rec.Exchange.Seq, n)
		}
		if err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
		if n%(records/20) == 0 {
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}
	}
	if n != records || r.Problems != 0 {
		t.Errorf("got %d records and %d problems, want %d and none", n, r.Problems, records)
	}
	if grown := int64(peak) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("the heap grew by %d bytes, want at most 16 MiB", grown)
	}
}

// FuzzReader: any bytes are records and problems, never a panic; what is read can be written and read again.
func FuzzReader(f *testing.F) {
	f.Add([]byte(header + line(1, callback.Member{Name: "label", Value: `"x"`}) + line(2)[:100]))
	f.Add([]byte("\ufeff" + line(3) + "\n\r\n{}\n[]\n" + header + `{"type":"summary"}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		r := NewReader(bytes.NewReader(file))
		r.lines.limit = 1 << 20
		var again bytes.Buffer
		w := NewWriter(&again)
		var want []uint64
		for rec, err := range r.All() {
			if err != nil {
				if _, ok := errors.AsType[*LineError](err); !ok {
					t.Fatalf("got %v, want a *LineError", err)
				}
				return
			}
			if err := w.Write(rec); err != nil {
				t.Fatalf("cannot write what was read: %v", err)
			}
			if y := rec.Exchange.Start.Year(); y < 0 || y > 9999 {
				return
			}
			want = append(want, rec.Exchange.Seq)
		}
		w.Close()
		for l := range bytes.Lines(again.Bytes()) {
			if !json.Valid(l) {
				t.Fatalf("not JSON: %s", l)
			}
		}
		strict := NewReader(&again)
		strict.Strict = true
		if got, _, err := readAll(strict); err != nil || !cmp.Equal(got, want) {
			t.Fatalf("got %v, %v, want %v", got, err, want)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	r := NewReader(&endless{n: 1 << 62})
	var rec Record
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Read(&rec); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkWriter(b *testing.B) {
	w, x := NewWriter(io.Discard), sample(1, "alice", "bob", 0)
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Append(x); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
