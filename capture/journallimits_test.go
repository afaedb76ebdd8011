package capture

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
)

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
				s := j.stats()
				if s.Bytes != bytes || s.Segments != segments || s.Records != len(got) || s.First != got[0] {
					t.Fatalf("got %+v, want %d bytes, %d segments, %d records", s, bytes, segments, len(got))
				}
			}
			j.Close()
			j = openJournal(t, dir, tt.o)
			if got := j.stats(); got.Next != 151 || tt.o.MaxRecords > 0 && got.Records > tt.o.MaxRecords {
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
	j.age()
	if got := j.stats(); got.Segments != 0 || got.First != 50 || got.Next != 50 {
		t.Errorf("all too old: got %+v, want nothing", got)
	}
	appendN(t, j, 1)
	if got := seqsAfter(t, j, 0); !cmp.Equal(got, []uint64{50}) {
		t.Errorf("got %v, want [50]", got)
	}
}

// What has grown too old goes also where nobody appends.
func TestJournalAgesByItself(t *testing.T) {
	j := openJournal(t, t.TempDir(), JournalOptions{MaxAge: 50 * time.Millisecond})
	appendN(t, j, 3)
	for end := time.Now().Add(20 * time.Second); j.stats().Records > 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("got %+v, want nothing left", j.stats())
		}
	}
}

// What was written while the clock had gone back is no older than what was written before.
func TestJournalClockGoesBack(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	dir, o := t.TempDir(), JournalOptions{MaxAge: 8 * time.Hour, MaxRecords: 40, Now: func() time.Time { return now }}
	j := openJournal(t, dir, o)
	appendN(t, j, 5)
	now = now.Add(-24 * time.Hour)
	appendN(t, j, 5) // in segments of their own, too
	j.Close()
	j = openJournal(t, dir, o)
	appendN(t, j, 1)
	now = now.Add(30 * time.Hour) // it is right again: six hours later
	j.age()
	if got := seqsAfter(t, j, 0); len(got) != 11 {
		t.Errorf("got %v, want all eleven, which are six hours old", got)
	}
	now = now.Add(3 * time.Hour)
	j.age()
	if got := seqsAfter(t, j, 0); len(got) != 0 {
		t.Errorf("got %v, want nothing after nine hours", got)
	}
}

// A journal of a newer program is neither gone on with nor cleared.
func TestJournalOfANewerProgram(t *testing.T) {
	dir := t.TempDir()
	j := openJournal(t, dir, JournalOptions{})
	appendN(t, j, 2)
	j.Close()
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatalf("got %v, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	newer := strings.Replace(string(text), `"version":1`, `"version":2`, 1)
	if err := os.WriteFile(files[0], []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenJournal(dir, JournalOptions{MaxRecords: 1}); err == nil || !strings.Contains(err.Error(), "version 2") {
		t.Errorf("got %v, want a refusal", err)
	}
	if after, err := os.ReadFile(files[0]); err != nil || string(after) != newer {
		t.Errorf("the file was changed: %v", err)
	}
}

// The lock holds although its file is deleted.
func TestJournalLockCannotBeDeleted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file that is open cannot be deleted there")
	}
	dir := t.TempDir()
	openJournal(t, dir, JournalOptions{})
	if err := os.Remove(filepath.Join(dir, lockName)); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenJournal(dir, JournalOptions{}); err == nil {
		t.Error("got a second writer")
	}
}
