package capture

import (
	"fmt"
	"io"
	"iter"
	"slices"
)

// After ranges over the records with a number above seq that are in the journal now, oldest first; each is good until
// the next. It can be used while others append. Records that were removed before they were read are missing, as the
// numbers tell. Damaged lines are skipped; an error is the last element.
func (j *Journal) After(seq uint64) iter.Seq2[*Record, error] {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.read(slices.Clone(j.segs), seq)
}

// Last ranges over the newest records that are in the journal now, as [Journal.After] does: at most count of them, from no
// more of the last segments than size bytes take.
func (j *Journal) Last(count int, size int64) iter.Seq2[*Record, error] {
	j.mu.Lock()
	defer j.mu.Unlock()
	first := len(j.segs)
	for first > 0 && size > 0 {
		first--
		size -= j.segs[first].size
	}
	last := j.next - 1
	return j.read(slices.Clone(j.segs[first:]), last-min(last, uint64(max(count, 0))))
}

// read ranges over the records of segments with a number above seq.
func (j *Journal) read(segs []segment, seq uint64) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		rec := new(Record)
		for i := range segs {
			if i+1 < len(segs) && segs[i+1].first <= seq+1 {
				continue // all of it is known
			}
			if more, err := j.readSegment(&segs[i], seq, rec, yield); err != nil {
				yield(nil, err)
				return
			} else if !more {
				return
			}
		}
	}
}

// readSegment reads the records of a segment with a number above seq.
func (j *Journal) readSegment(seg *segment, seq uint64, rec *Record, yield func(*Record, error) bool) (more bool, err error) {
	f, err := j.root.Open(seg.name)
	if isGone(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	r := NewReader(io.NewSectionReader(f, 0, seg.size)) // what is beyond may be written just now
	for {
		switch err := r.Read(rec); {
		case err == io.EOF:
			return true, nil
		case err != nil:
			return false, fmt.Errorf("%s: %w", seg.name, err)
		case rec.Exchange.Seq <= seq:
		case !yield(rec, nil):
			return false, nil
		}
	}
}
