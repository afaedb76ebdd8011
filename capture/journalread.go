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
	return func(yield func(*Record, error) bool) {
		j.mu.Lock()
		segs := slices.Clone(j.segs)
		j.mu.Unlock()
		rec := new(Record)
		for i := range segs {
			if i+1 < len(segs) && segs[i+1].first <= seq+1 {
				continue // all of it is known
			}
			if more, err := j.readFrom(&segs[i], 0, seq, rec, yield); err != nil {
				yield(nil, err)
				return
			} else if !more {
				return
			}
		}
	}
}

// readFrom reads the records of a segment with a number above seq, from a byte on at which a line begins.
func (j *Journal) readFrom(seg *segment, start int64, seq uint64, rec *Record, yield func(*Record, error) bool) (more bool, err error) {
	f, err := j.root.Open(seg.name)
	if isGone(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	r := NewReader(io.NewSectionReader(f, start, seg.size-start)) // what is beyond may be written just now
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
