package capture

import "iter"

// merged is one source of a merge and its next record.
type merged struct {
	next   func() (*Record, error, bool)
	record *Record // nil at the end
	told   bool    // that it is not in order
}

func (m *merged) advance() (err error) {
	m.record, err, _ = m.next() // nil at the end
	return err
}

// Merge puts the records of sources together in the order of time, and holds one record of each. A source is expected to be
// in that order itself; of one that is not, misplaced hears once, by its number, and its records stay behind one another.
func Merge(sources []iter.Seq2[*Record, error], misplaced func(source int)) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		list := make([]merged, len(sources))
		for i, source := range sources {
			next, stop := iter.Pull2(source)
			defer stop()
			list[i].next = next
			if err := list[i].advance(); err != nil {
				yield(nil, err)
				return
			}
		}
		for {
			first := -1
			for i := range list {
				r := list[i].record
				if r != nil && (first < 0 || r.Exchange.Start.Before(list[first].record.Exchange.Start)) {
					first = i
				}
			}
			if first < 0 {
				return
			}
			m := &list[first]
			before := m.record.Exchange.Start
			if !yield(m.record, nil) {
				return
			}
			if err := m.advance(); err != nil {
				yield(nil, err)
				return
			}
			if m.record != nil && m.record.Exchange.Start.Before(before) && !m.told {
				m.told = true
				misplaced(first)
			}
		}
	}
}
