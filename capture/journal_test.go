package capture

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

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

func seqsAfter(t *testing.T, j *Journal, after uint64) (seqs []uint64) {
	t.Helper()
	for rec, err := range j.After(after) {
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
		if got := j.Recovered(); got.Last != first-1 || got.Records != int(first-1) || got.String() != "" {
			t.Errorf("restart %d: got %+v", restart, got)
		}
		x := sample(99, "alice", "bob", 0)
		seq, err := j.Append(x, callback.Member{Name: ExtraFault, Value: `"hang"`})
		if err != nil || seq != first || x.Seq != first {
			t.Errorf("got %d, %d, %v, want %d", seq, x.Seq, err, first)
		}
		appendN(t, j, 4)
		if got := j.Stats(); got.Next != first+5 || got.First != 1 || got.Records != int(first+4) || got.Segments != 1 {
			t.Errorf("got %+v", got)
		}
		if got, want := seqsAfter(t, j, 3), upTo(4, first+4); !cmp.Equal(got, want) {
			t.Errorf("after 3: got %v, want %v", got, want)
		}
		j.Close()
		if _, err := j.Append(x); !errors.Is(err, ErrJournalClosed) || !errors.Is(j.Prune(), ErrJournalClosed) || j.Close() != nil {
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
			if got := j.Recovered(); got != tt.want || (got.String() != "") != (tt.want.Torn > 0) {
				t.Errorf("got %+v (%s), want %+v", got, got, tt.want)
			}
			appendN(t, j, 1)
			if got := seqsAfter(t, j, 0); !cmp.Equal(got, tt.seqs) {
				t.Errorf("got %v, want %v", got, tt.seqs)
			}
			if bytes, _ := onDisk(t, dir); bytes != j.Stats().Bytes {
				t.Errorf("got %d bytes counted, %d on disk", j.Stats().Bytes, bytes)
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

// The limits hold at every moment, and no more is removed than they ask for, up to a segment.
func TestJournalLimits(t *testing.T) {
	size := int64(len(line(1000)))
	for _, tt := range []struct {
		name string
		o    JournalOptions
		most int // records kept
	}{
		{"bytes", JournalOptions{MaxBytes: 40 * size}, 40},
		{"few bytes", JournalOptions{MaxBytes: 4096}, 3},
		{"records", JournalOptions{MaxRecords: 40}, 40},
		{"one record", JournalOptions{MaxRecords: 1}, 1},
		{"both", JournalOptions{MaxRecords: 400, MaxBytes: 20 * size}, 20},
		{"small segments", JournalOptions{MaxRecords: 40, SegmentBytes: 1}, 40},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			j := openJournal(t, dir, tt.o)
			for n := range 150 {
				appendN(t, j, 1)
				bytes, segments := onDisk(t, dir)
				got := seqsAfter(t, j, 0)
				if tt.o.MaxBytes > 0 && bytes > tt.o.MaxBytes || len(got) > tt.most {
					t.Fatalf("got %d bytes and %d records, want at most %d and %d", bytes, len(got), tt.o.MaxBytes, tt.most)
				}
				if least := min(n+1, tt.most*7/8-1); len(got) < least {
					t.Fatalf("got %d records, want at least %d", len(got), least)
				}
				if want := upTo(uint64(n+2-len(got)), uint64(n+1)); !cmp.Equal(got, want) {
					t.Fatalf("got %v, want %v", got, want)
				}
				s := j.Stats()
				if s.Bytes != bytes || s.Segments != segments || s.Records != len(got) || s.First != got[0] {
					t.Fatalf("got %+v, want %d bytes, %d segments, %d records", s, bytes, segments, len(got))
				}
			}
			j.Close()
			j = openJournal(t, dir, tt.o)
			if got := j.Stats(); got.Next != 151 || tt.o.MaxRecords > 0 && got.Records > tt.o.MaxRecords {
				t.Errorf("after a restart: got %+v", got)
			}
		})
	}
}

func TestJournalLimitsHoldWhenTheyShrink(t *testing.T) {
	dir := t.TempDir()
	j := openJournal(t, dir, JournalOptions{})
	appendN(t, j, 100)
	j.Close()
	j = openJournal(t, dir, JournalOptions{MaxBytes: 4096})
	if bytes, _ := onDisk(t, dir); bytes > 4096 {
		t.Errorf("got %d bytes, want at most 4096", bytes)
	}
	if seq, err := j.Append(sample(0, "alice", "bob", 0)); seq != 101 || err != nil {
		t.Errorf("got %d, %v, want 101", seq, err)
	}
}

func TestJournalRefuses(t *testing.T) {
	if _, err := OpenJournal(t.TempDir(), JournalOptions{MaxBytes: 100}); err == nil || err.Error() != "a journal cannot be kept below 4096 bytes, got 100" {
		t.Errorf("got %v", err)
	}
	j := openJournal(t, t.TempDir(), JournalOptions{MaxBytes: 4096})
	big := sample(0, "alice", "bob", 0)
	big.Received = append(big.Received, make([]byte, 5000)...)
	if _, err := j.Append(big); err == nil || !strings.Contains(err.Error(), "more than it may hold, 4096") {
		t.Errorf("got %v", err)
	}
	if _, err := j.Append(big, callback.Member{Name: "seq", Value: "1"}); err == nil {
		t.Error("a member called seq was accepted")
	}
	appendN(t, j, 1)
	if got := seqsAfter(t, j, 0); !cmp.Equal(got, []uint64{2}) {
		t.Errorf("got %v, want [2]", got)
	}
}

func TestJournalForgetsWithAge(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	o := JournalOptions{MaxAge: 8 * time.Hour, Now: func() time.Time { return now }}
	j := openJournal(t, dir, o)
	for range 24 {
		appendN(t, j, 2)
		now = now.Add(30 * time.Minute)
	}
	if got, want := seqsAfter(t, j, 0), upTo(17, 48); len(got) < len(want)-8 || len(got) > len(want) {
		t.Errorf("got %v, want most of %v", got, want)
	}
	j.Close()
	now = now.Add(4 * time.Hour)
	j = openJournal(t, dir, o)
	if got := seqsAfter(t, j, 0); len(got) == 0 || got[0] < 33 {
		t.Errorf("four hours later: got %v, want 33 and later", got)
	}
	appendN(t, j, 1)
	now = now.Add(9 * time.Hour)
	if err := j.Prune(); err != nil {
		t.Fatal(err)
	}
	if got := j.Stats(); got.Segments != 0 || got.First != 50 || got.Next != 50 {
		t.Errorf("all too old: got %+v, want nothing", got)
	}
	appendN(t, j, 1)
	if got := seqsAfter(t, j, 0); !cmp.Equal(got, []uint64{50}) {
		t.Errorf("got %v, want [50]", got)
	}
}

// fullDisk is a segment on a disk with so much room.
type fullDisk struct {
	segmentFile
	room       *int
	noTruncate bool
	synced     *int
}

func (f fullDisk) Write(p []byte) (int, error) {
	n := min(len(p), *f.room)
	*f.room -= n
	n, err := f.segmentFile.Write(p[:n])
	if err == nil && n < len(p) {
		err = syscall.ENOSPC
	}
	return n, err
}

func (f fullDisk) Truncate(size int64) error {
	if f.noTruncate {
		return syscall.EIO
	}
	return f.segmentFile.Truncate(size)
}

func (f fullDisk) Sync() error {
	*f.synced++
	return f.segmentFile.Sync()
}

func TestJournalOnAFullDisk(t *testing.T) {
	for _, noTruncate := range []bool{false, true} {
		t.Run(fmt.Sprintf("truncate fails %v", noTruncate), func(t *testing.T) {
			dir, room, synced := t.TempDir(), 5*len(line(1)), 0
			j := openJournal(t, dir, JournalOptions{create: func(root *os.Root, name string) (segmentFile, error) {
				f, err := createSegment(root, name)
				return fullDisk{f, &room, noTruncate, &synced}, err
			}})
			appendN(t, j, 4)
			for range 3 {
				_, err := j.Append(sample(0, "alice", "bob", 0))
				if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "no space left on device") {
					t.Fatalf("got %v, want %v", err, syscall.ENOSPC)
				}
			}
			room = 1 << 20
			appendN(t, j, 2)
			if got, want := seqsAfter(t, j, 0), []uint64{1, 2, 3, 4, 8, 9}; !cmp.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			if bytes, _ := onDisk(t, dir); bytes != j.Stats().Bytes {
				t.Errorf("got %d bytes counted, %d on disk", j.Stats().Bytes, bytes)
			}
			j.Close()
			j = openJournal(t, dir, JournalOptions{})
			if seq, err := j.Append(sample(0, "alice", "bob", 0)); seq != 10 || err != nil {
				t.Errorf("after a restart: got %d, %v, want 10", seq, err)
			}
		})
	}
}

// With Fsync, appending at the same time shares calls; without, there is none.
func TestJournalGroupCommit(t *testing.T) {
	for _, fsync := range []bool{false, true} {
		room, synced := 1<<40, 0
		j := openJournal(t, t.TempDir(), JournalOptions{Fsync: fsync, MaxRecords: 4000, create: func(root *os.Root, name string) (segmentFile, error) {
			f, err := createSegment(root, name)
			return fullDisk{f, &room, false, &synced}, err
		}})
		const workers, each = 16, 50
		var wg sync.WaitGroup
		var mu sync.Mutex
		got := map[uint64]string{}
		for w := range workers {
			wg.Go(func() {
				for range each {
					who := fmt.Sprintf("user%d", w)
					seq, err := j.Append(sample(0, who, "bob", 0))
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					got[seq] = who
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		n := uint64(0)
		for rec, err := range j.After(0) {
			if n++; err != nil || rec.Exchange.Seq != n || !strings.Contains(string(rec.Exchange.Sent), `"`+got[n]+`"`) {
				t.Fatalf("record %d: %v, %v", n, rec, err)
			}
		}
		if n != workers*each {
			t.Errorf("got %d records, want %d", n, workers*each)
		}
		if (synced > 0) != fsync || synced > workers*each {
			t.Errorf("fsync %v: got %d calls for %d records", fsync, synced, workers*each)
		}
	}
}

// Reading, pruning and closing while others append: nothing is torn, out of order, or lost without being older.
func TestJournalWhileOthersRead(t *testing.T) {
	dir := t.TempDir()
	j := openJournal(t, dir, JournalOptions{MaxBytes: 64 << 10})
	var wg, writers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		writers.Go(func() { appendN(t, j, 200) })
	}
	for range 2 {
		wg.Go(func() {
			for {
				last := uint64(0)
				for rec, err := range j.After(0) {
					if err != nil || rec.Exchange.Seq <= last {
						t.Errorf("after %d: got %v, %v", last, rec, err)
						return
					}
					last = rec.Exchange.Seq
				}
				j.Prune()
				if s := j.Stats(); s.Bytes > 64<<10 {
					t.Errorf("got %d bytes", s.Bytes)
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	writers.Wait()
	close(done)
	wg.Wait()
	for range 4 {
		wg.Go(func() {
			for {
				if _, err := j.Append(sample(0, "a", "b", 0)); err != nil {
					if !errors.Is(err, ErrJournalClosed) {
						t.Error(err)
					}
					return
				}
			}
		})
	}
	j.Close()
	wg.Wait()
	j = openJournal(t, dir, JournalOptions{})
	if r := j.Recovered(); r.Torn > 0 {
		t.Errorf("got %v, want nothing torn", r)
	}
}

func BenchmarkJournalAppend(b *testing.B) {
	for _, fsync := range []bool{false, true} {
		b.Run(fmt.Sprintf("fsync=%v", fsync), func(b *testing.B) {
			j, err := OpenJournal(b.TempDir(), JournalOptions{MaxBytes: 64 << 20, Fsync: fsync})
			if err != nil {
				b.Fatal(err)
			}
			defer j.Close()
			b.ReportAllocs()
			b.SetParallelism(32)
			b.RunParallel(func(pb *testing.PB) {
				x := sample(0, "alice", "bob", 0)
				for pb.Next() {
					if _, err := j.Append(x); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}

var _ io.Writer = fullDisk{}
