package capture

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
)

func openJournal(t *testing.T, dir string, o JournalOptions) *Journal {
	t.Helper()
	j, err := OpenJournal(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func appendN(t *testing.T, j *Journal, n int) {
	t.Helper()
	for range n {
		if _, err := j.Append(sample(0, "alice", "bob", 0)); err != nil {
			t.Fatal(err)
		}
	}
}

// everything ranges over all records of a journal.
func everything(j *Journal) iter.Seq2[*Record, error] { return j.Last(math.MaxInt, math.MaxInt64) }

// journalStats is what a journal holds.
type journalStats struct {
	Segments int
	Records  int    // an upper bound: numbers that a failed Append used up are counted
	Bytes    int64  // on disk
	First    uint64 // the lowest number that is kept; equal to Next when there is none
	Next     uint64 // the number of the next record
}

// stats tells what the journal holds now.
func (j *Journal) stats() journalStats {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := journalStats{Segments: len(j.segs), First: j.next, Next: j.next}
	for i := range j.segs {
		s.Records += j.segs[i].records
		s.Bytes += j.segs[i].size
	}
	if len(j.segs) > 0 {
		s.First = j.segs[0].first
	}
	return s
}

func seqsAfter(t *testing.T, j *Journal, after uint64) (seqs []uint64) {
	t.Helper()
	for rec, err := range j.Last(int(j.stats().Next-1-after), math.MaxInt64) {
		if err != nil {
			t.Fatal(err)
		}
		seqs = append(seqs, rec.Exchange.Seq)
	}
	return seqs
}

func upTo(first, last uint64) (seqs []uint64) {
	for n := first; n <= last; n++ {
		seqs = append(seqs, n)
	}
	return seqs
}

// onDisk is what the folder really holds.
func onDisk(t *testing.T, dir string) (bytes int64, segments int) {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(dir, segmentGlob))
	for _, name := range names {
		if info, err := os.Stat(name); err == nil {
			bytes += info.Size()
		}
	}
	return bytes, len(names)
}

func TestJournalGoesOnAfterARestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "data")
	for restart := range 3 {
		j := openJournal(t, dir, JournalOptions{Tool: "chatcb test"})
		first := uint64(restart*5 + 1)
		if got := j.Recovered(); got.Last != first-1 || got.Records != int(first-1) || got.Torn != 0 {
			t.Errorf("restart %d: got %+v", restart, got)
		}
		x := sample(99, "alice", "bob", 0)
		seq, err := j.Append(x, callback.Member{Name: ExtraFault, Value: `"hang"`})
		if err != nil || seq != first || x.Seq != first {
			t.Errorf("got %d, %d, %v, want %d", seq, x.Seq, err, first)
		}
		appendN(t, j, 4)
		if got := j.stats(); got.Next != first+5 || got.First != 1 || got.Records != int(first+4) || got.Segments != 1 {
			t.Errorf("got %+v", got)
		}
		if got, want := seqsAfter(t, j, 3), upTo(4, first+4); !cmp.Equal(got, want) {
			t.Errorf("after 3: got %v, want %v", got, want)
		}
		j.Close()
		if _, err := j.Append(x); !errors.Is(err, ErrJournalClosed) || j.Close() != nil {
			t.Errorf("got %v, want %v", err, ErrJournalClosed)
		}
	}
	names, err := Expand([]string{dir})
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	r := NewReader(strings.NewReader(read(t, names[0], nil)))
	r.Strict = true
	if got, _, err := readAll(r); err != nil || !cmp.Equal(got, upTo(1, 15)) || r.Header.Tool != "chatcb test" {
		t.Errorf("as a capture: got %v, %v, %+v", got, err, r.Header)
	}
}

func TestJournalCutsATornLineOff(t *testing.T) {
	whole := header + line(1) + line(2)
	for _, tt := range []struct {
		name, file string
		want       Recovery
		seqs       []uint64
	}{
		{"clean", whole, Recovery{Records: 2, Last: 2}, upTo(1, 3)},
		{"torn", whole + line(3)[:100], Recovery{Records: 2, Last: 2, Torn: 100, Segment: segmentName(1)}, upTo(1, 3)},
		{"whole but for its line feed", whole + strings.TrimSuffix(line(3), "\n"), Recovery{Records: 2, Last: 2, Torn: int64(len(line(3)) - 1), Segment: segmentName(1)}, upTo(1, 3)},
		{"torn header", header[:10], Recovery{Torn: 10, Segment: segmentName(1)}, upTo(1, 1)},
		{"empty", "", Recovery{}, upTo(1, 1)},
		{"header only", header, Recovery{}, upTo(1, 1)},
		{"damaged in the middle", header + line(1) + "junk\n" + line(3), Recovery{Records: 3, Last: 3}, []uint64{1, 3, 4}},
		{"damaged at the end", header + line(1) + "\x00\x00\n", Recovery{Records: 2, Last: 2}, []uint64{1, 3}},
		{"numbers with gaps", header + line(1) + line(40), Recovery{Records: 2, Last: 40}, []uint64{1, 40, 41}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			os.WriteFile(filepath.Join(dir, segmentName(1)), []byte(tt.file), 0o600)
			j := openJournal(t, dir, JournalOptions{})
			if got := j.Recovered(); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			appendN(t, j, 1)
			if got := seqsAfter(t, j, 0); !cmp.Equal(got, tt.seqs) {
				t.Errorf("got %v, want %v", got, tt.seqs)
			}
			if bytes, _ := onDisk(t, dir); bytes != j.stats().Bytes {
				t.Errorf("got %d bytes counted, %d on disk", j.stats().Bytes, bytes)
			}
		})
	}
}

func TestJournalHasOneWriter(t *testing.T) {
	dir := t.TempDir()
	j := openJournal(t, dir, JournalOptions{})
	_, err := OpenJournal(dir, JournalOptions{})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("process %d has it open for writing", os.Getpid())) {
		t.Errorf("got %v, want it refused", err)
	}
	j.Close()
	openJournal(t, dir, JournalOptions{})
}
