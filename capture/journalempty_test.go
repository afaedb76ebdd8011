package capture

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/exchange"
)

// full is a segment that takes its header, and no more while the disk is full.
type full struct {
	segmentFile
	disk *bool
	n    int
}

func (f *full) Write(b []byte) (int, error) {
	if f.n++; *f.disk && f.n > 1 {
		return 0, syscall.ENOSPC
	}
	return f.segmentFile.Write(b)
}

// A segment with nothing but its header, as a full disk leaves it, does not stand in the way of what is written after a
// restart.
func TestJournalGoesOnAfterEmptySegment(t *testing.T) {
	dir, now, disk := t.TempDir(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), true
	o := JournalOptions{MaxAge: 8 * time.Hour, Now: func() time.Time { return now }}
	o.create = func(r *os.Root, name string) (segmentFile, error) {
		f, err := createSegment(r, name)
		return &full{segmentFile: f, disk: &disk}, err
	}
	j, err := OpenJournal(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(&exchange.Exchange{}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v, want a full disk", err)
	}
	j.Close()
	disk, now = false, now.Add(2*time.Hour)
	if j, err = OpenJournal(dir, o); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for range 5 { // while the first record is not too old
		if _, err := j.Append(&exchange.Exchange{Start: now}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(90 * time.Minute)
	}
	read := 0
	for rec, err := range everything(j) {
		if err != nil {
			t.Fatal(err)
		}
		_ = rec
		read++
	}
	names, _ := filepath.Glob(filepath.Join(dir, segmentGlob))
	if s := j.stats(); read != 5 || s.Records != 5 || s.Segments != len(names) {
		t.Errorf("got %d records, %+v, and the files %q; want 5 of them", read, s, names)
	}
}
