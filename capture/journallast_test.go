package capture

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func lastOf(t *testing.T, j *Journal, count int, size int64) (seqs []uint64) {
	t.Helper()
	for rec, err := range j.Last(count, size) {
		if err != nil {
			t.Fatal(err)
		}
		seqs = append(seqs, rec.Exchange.Seq)
	}
	return seqs
}

func TestLastRecordsOfAJournal(t *testing.T) {
	const plenty = 1 << 30
	line := int64(len(AppendLine(nil, sample(10, "alice", "bob", 0), nil)))
	for name, o := range map[string]JournalOptions{"one segment": {}, "many": {SegmentBytes: 4 * line}, "one record each": {SegmentBytes: 1}} {
		j := openJournal(t, t.TempDir(), o)
		if got := lastOf(t, j, 5, plenty); got != nil {
			t.Errorf("%s, empty: got %v", name, got)
		}
		appendN(t, j, 29)
		for _, count := range []int{0, 1, 2, 3, 4, 7, 28, 29, 30, plenty} {
			if diff := cmp.Diff(upTo(30-uint64(min(count, 29)), 29), lastOf(t, j, count, plenty)); diff != "" {
				t.Errorf("%s, %d records (-want +got):\n%s", name, count, diff)
			}
		}
		for _, size := range []int64{0, 1, line, 5 * line, 17 * line} {
			got := lastOf(t, j, plenty, size)
			n := int64(len(got)) // whole segments, of which the first goes over the limit
			if size == 0 && n > 0 || size > 0 && (n == 0 || got[n-1] != 29) || o.SegmentBytes > 0 && n*line > size+5*line {
				t.Errorf("%s, %d bytes: got %v", name, size, got)
			}
		}
	}
}

// TestLastRecordsNeedTheLastSegmentsAlone puts folders in the place of older segments: anyone who reads them fails.
func TestLastRecordsNeedTheLastSegmentsAlone(t *testing.T) {
	dir := t.TempDir()
	j := openJournal(t, dir, JournalOptions{SegmentBytes: 8000})
	appendN(t, j, 200)
	names, err := filepath.Glob(filepath.Join(dir, segmentGlob))
	if err != nil || len(names) < 4 {
		t.Fatalf("got %v, %v, want some segments", names, err)
	}
	for _, name := range names[:len(names)-2] {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(name, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if got := lastOf(t, j, 3, 1<<20); len(got) != 3 || got[2] != 200 {
		t.Errorf("got %v, want 198 to 200", got)
	}
	for _, err := range j.Last(200, 1<<20) {
		if err != nil {
			return
		}
	}
	t.Error("the folders can be read, which proves nothing")
}
