package capture

import "iter"

// merged is one source of a merge and its next record.
type merged struct {
	next   func() (*Record, error, bool)
	record *Record // nil at the end
	told   bool    // that it is not in order
}

// Merge puts the records of sources together in the order of time, and holds one record of each. A source is expected to be
// in that order itself; of one that is not, misplaced hears once, by its number, and its records stay behind one another.
func Merge(sources []iter.Seq2[*Record, error], misplaced func(source int)) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		list := make([]*merged, len(sources))
		for i, source := range sources {
			next, stop := iter.Pull2(source)
			defer stop()
			list[i] = &merged{next: next}
			if err := list[i].advance(func() {}); err != nil {
				yield(nil, err)
				return
			}
		}
		for {
			first := -1
			for i, m := range list {
				if m.record != nil && (first < 0 || m.record.Exchange.Start.Before(list[first].record.Exchange.Start)) {
					first = i
				}
			}
			if first < 0 || !yield(list[first].record, nil) {
				return
			}
			if err := list[first].advance(func() { misplaced(first) }); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// advance reads the next record.
func (m *merged) advance(misplaced func()) error {
	var before int64
	if m.record != nil {
		before = m.record.Exchange.Start.UnixNano()
	}
	r, err, ok := m.next()
	if !ok || err != nil {
		m.record = nil
		return err
	}
	if m.record = r; before > r.Exchange.Start.UnixNano() && !m.told {
		m.told = true
		misplaced()
	}
	return nil
}
