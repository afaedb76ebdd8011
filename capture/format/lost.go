package format

import "slices"

// Lost counts what a conversion had no place for. Its zero value is ready, and a nil one counts nothing.
type Lost struct {
	items []LostItem
}

// LostItem is one kind of thing that was lost.
type LostItem struct {
	What  string // such as "the exact bytes of the request's head"; it names its arguments, such as {coding}
	Args  []any  // names and values in turn
	Count int    // of exchanges
	First uint64 // the number of the first of them
}

// Add counts what was lost of exchange seq.
func (l *Lost) Add(seq uint64, what string, args ...any) {
	if l == nil {
		return
	}
	for i := range l.items {
		if l.items[i].What == what && slices.Equal(l.items[i].Args, args) {
			l.items[i].Count++
			return
		}
	}
	l.items = append(l.items, LostItem{what, args, 1, seq})
}

// Items lists what was lost, in the order in which it was first met.
func (l *Lost) Items() []LostItem {
	if l == nil {
		return nil
	}
	return slices.Clone(l.items)
}
