package capture

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
			if bytes, _ := onDisk(t, dir); bytes != j.stats().Bytes {
				t.Errorf("got %d bytes counted, %d on disk", j.stats().Bytes, bytes)
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
		for rec, err := range everything(j) {
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
				for rec, err := range everything(j) {
					if err != nil || rec.Exchange.Seq <= last {
						t.Errorf("after %d: got %v, %v", last, rec, err)
						return
					}
					last = rec.Exchange.Seq
				}
				j.age()
				if s := j.stats(); s.Bytes > 64<<10 {
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
