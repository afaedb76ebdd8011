package capture

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A segment is called by the number of its first record, in twenty digits, so that names sort as they were made.
const (
	segmentPrefix = "journal-"
	segmentSuffix = ".jsonl"
	segmentGlob   = segmentPrefix + "*" + segmentSuffix
)

type segment struct {
	name    string
	first   uint64 // the number of its first record
	records int    // at most
	size    int64
	created time.Time // no record in it is older
}

func segmentName(first uint64) string {
	return fmt.Sprintf("%s%020d%s", segmentPrefix, first, segmentSuffix)
}

func parseSegmentName(name string) (first uint64, ok bool) {
	digits, ok := strings.CutPrefix(name, segmentPrefix)
	digits, ok2 := strings.CutSuffix(digits, segmentSuffix)
	first, err := strconv.ParseUint(digits, 10, 64)
	return first, ok && ok2 && err == nil && len(digits) == 20
}

func createSegment(root *os.Root, name string) (segmentFile, error) {
	return root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
}

// listSegments finds the segments, oldest first; of each it knows what the folder tells.
func listSegments(root *os.Root) ([]segment, error) {
	entries, err := fs.ReadDir(root.FS(), ".") // sorted by their names
	if err != nil {
		return nil, err
	}
	var segs []segment
	for _, e := range entries {
		first, ok := parseSegmentName(e.Name())
		if !ok || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // the writer removed it just now
		}
		if err != nil {
			return nil, err
		}
		segs = append(segs, segment{name: e.Name(), first: first, size: info.Size(), created: info.ModTime()})
	}
	for i := range segs {
		if i+1 < len(segs) {
			segs[i].records = int(segs[i+1].first - segs[i].first)
		}
	}
	return segs, nil
}

// prepare sees that the batch fits: it begins a new segment when the active one is full or old, and removes the oldest
// ones before anything is written, so that the limits hold at every moment.
func (j *Journal) prepare(size int64, b *batch) error {
	now := j.clock()
	header := Header{Created: now, Tool: j.o.Tool}
	j.segBuf = header.Append(j.segBuf[:0])
	head := int64(len(j.segBuf))
	if j.o.MaxBytes > 0 && size+head > j.o.MaxBytes {
		return fmt.Errorf("journal: %d bytes are more than it may hold, %d", size+head, j.o.MaxBytes)
	}
	if j.active != nil && j.worn(size, b.n, now) {
		if err := j.closeActive(); err != nil {
			return fmt.Errorf("journal: %w", err)
		}
	}
	if j.active != nil {
		head = 0
	}
	if err := j.prune(size+head, b.n, now); err != nil || j.active != nil {
		return err
	}
	return j.begin(b.first, now)
}

// worn reports whether the active segment is to take no more.
func (j *Journal) worn(size int64, n int, now time.Time) bool {
	seg := &j.segs[len(j.segs)-1]
	return seg.records > 0 && (seg.size+size > j.segMax || j.segRecs > 0 && seg.records+n > j.segRecs) ||
		j.o.MaxAge > 0 && now.Sub(seg.created) > j.o.MaxAge/segmentShare
}

// begin makes a new segment, with its header in segBuf.
func (j *Journal) begin(first uint64, now time.Time) error {
	seg := segment{name: segmentName(first), first: first, created: now}
	file, err := j.o.create(j.root, seg.name)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	n, err := file.Write(j.segBuf)
	if err == nil && n < len(j.segBuf) {
		err = io.ErrShortWrite
	}
	if err == nil && j.o.Fsync {
		err = syncFolder(j.root)
	}
	if err != nil {
		_ = file.Close()
		_ = j.root.Remove(seg.name)
		return fmt.Errorf("journal: cannot begin %s: %w", seg.name, err)
	}
	seg.size = int64(n)
	j.mu.Lock()
	j.segs = append(j.segs, seg)
	j.mu.Unlock()
	j.active = file
	return nil
}

// syncFolder makes the name of a new file safe. Windows cannot, and need not.
func syncFolder(root *os.Root) error {
	dir, err := root.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && os.PathSeparator == '/' {
		return err
	}
	return nil
}

// clock is now, but not before the newest segment was begun: a clock that went back makes nothing younger, or older, than
// what came before it.
func (j *Journal) clock() time.Time {
	now := j.o.Now()
	if n := len(j.segs); n > 0 && now.Before(j.segs[n-1].created) {
		return j.segs[n-1].created
	}
	return now
}

// prune removes the oldest segments until size bytes and n records more are within the limits. The active one is spared.
func (j *Journal) prune(size int64, n int, now time.Time) error {
	for {
		total, records := size, n
		for i := range j.segs {
			total += j.segs[i].size
			records += j.segs[i].records
		}
		removable := len(j.segs)
		if j.active != nil {
			removable--
		}
		if removable == 0 {
			return nil
		}
		oldest := &j.segs[0]
		over := j.o.MaxBytes > 0 && total > j.o.MaxBytes || j.o.MaxRecords > 0 && records > j.o.MaxRecords
		if old := j.o.MaxAge > 0 && now.Sub(oldest.created) > j.o.MaxAge; !over && !old {
			return nil
		}
		if err := j.root.Remove(oldest.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("journal: cannot make room: %w", err)
		}
		j.mu.Lock()
		j.segs = slices.Delete(j.segs, 0, 1)
		j.mu.Unlock()
	}
}
