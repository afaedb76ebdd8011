package capture

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
)

// Last ranges over the newest records that are in the journal now, oldest first: at most count of them, from no more of the
// last segments than size bytes take. Each is good until the next. It can be used while others append. Records that were
// removed before they were read are missing, as the numbers tell. Damaged lines are skipped; an error is the last element.
func (j *Journal) Last(count int, size int64) iter.Seq2[*Record, error] {
	j.mu.Lock()
	defer j.mu.Unlock()
	first := len(j.segs)
	for first > 0 && size > 0 {
		first--
		size -= j.segs[first].size
	}
	segs, seq := slices.Clone(j.segs[first:]), j.next-1
	seq -= min(seq, uint64(max(count, 0)))
	return func(yield func(*Record, error) bool) {
		for i := range segs {
			if i+1 < len(segs) && segs[i+1].first <= seq+1 {
				continue // all of it is older
			}
			for rec, err := range j.records(&segs[i]) {
				if err == nil && rec.Exchange.Seq <= seq {
					continue
				}
				if !yield(rec, err) || err != nil {
					return
				}
			}
		}
	}
}

// records ranges over the records of a segment.
func (j *Journal) records(seg *segment) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		f, err := j.root.Open(seg.name)
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		for rec, err := range NewReader(io.NewSectionReader(f, 0, seg.size)).All() { // what is beyond may be written just now
			if err != nil {
				err = fmt.Errorf("%s: %w", seg.name, err)
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}
