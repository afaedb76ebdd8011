package capture

import (
	"bufio"
	"fmt"
	"io"
)

// Recovery is what OpenJournal found of the time before.
type Recovery struct {
	Records int    // kept, at most
	Last    uint64 // the highest number; 0 if there is none
	Torn    int64  // bytes of a torn last line, which were cut off: no Append had accepted it
	Segment string // where
}

// recover reads what is there, mends its end and goes on behind it.
func (j *Journal) recover() error {
	var err error
	if j.segs, err = listSegments(j.root); err != nil {
		return err
	}
	j.next = 1
	for i := range j.segs {
		if err := j.dateSegment(&j.segs[i]); err != nil {
			return err
		}
	}
	if n := len(j.segs); n > 0 {
		if err := j.reopen(&j.segs[n-1]); err != nil {
			return err
		}
	}
	now := j.clock()
	if j.active != nil && j.worn(1, 1, now) { // the limits may be others than last time
		if err := j.closeActive(); err != nil {
			return err
		}
	}
	if err := j.prune(0, 0, now); err != nil {
		return err
	}
	for i := range j.segs {
		j.recovered.Records += j.segs[i].records
	}
	j.recovered.Last = j.next - 1
	return nil
}

// dateSegment takes the time of a segment from its header. The folder's time is that of its last record.
func (j *Journal) dateSegment(seg *segment) error {
	f, err := j.root.Open(seg.name)
	if err != nil {
		return err
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadSlice('\n')
	if err != nil && err != bufio.ErrBufferFull && err != io.EOF {
		return err
	}
	h, ok, err := parseHeader(line)
	switch {
	case ok && err != nil: // of a newer program, say: what is not understood is neither gone on with nor removed
		return fmt.Errorf("%s: %w", seg.name, err)
	case ok && !h.Created.IsZero():
		seg.created = h.Created
	}
	return nil
}

// reopen finds the end of the last segment, cuts a torn line off, and goes on in it.
func (j *Journal) reopen(seg *segment) error {
	f, err := j.root.Open(seg.name)
	if err != nil {
		return err
	}
	var found Recovery
	whole, _, err := found.scan(f)
	f.Close()
	if err != nil {
		return fmt.Errorf("%s: %w", seg.name, err)
	}
	seg.records = found.Records
	j.next = max(seg.first+uint64(seg.records), found.Last+1)
	torn := seg.size - whole
	if torn > 0 {
		j.recovered.Torn, j.recovered.Segment = torn, seg.name
	}
	if seg.records == 0 { // the next one would be of the same name, and younger
		j.segs = j.segs[:len(j.segs)-1]
		return j.root.Remove(seg.name)
	}
	if j.active, err = j.o.create(j.root, seg.name); err != nil || torn == 0 {
		return err
	}
	seg.size = whole
	if err := j.active.Truncate(whole); err != nil {
		return fmt.Errorf("%s has a torn last line that cannot be cut off: %w", seg.name, err)
	}
	return nil
}
