package read

import "github.com/chatcb/chatcb/callback"

// Stranger is a member name that the page does not have.
type Stranger struct {
	Name []byte
	Item int             // index into the items, or AtTop
	Of   *callback.Field // that it is a misspelling of, or nil
}

// The item of a member that is in none, and of one in an item of a misspelt ResultItem.
const (
	AtTop      = -1
	InMisnamed = -2
)

// members reads the object that comes next. Read reads the value of each member, which is the given field, or nil where the page has
// none of this name; then the name is noted, and in misnamed the slot of the field that it is a misspelling of.
func (w *walk) members(fields []callback.Field, item int, misnamed *uint16, read func(f *callback.Field)) {
	names := w.Others.top
	if item != AtTop {
		names = w.Others.Item
		clear(names)
	}
	s := &w.Scan
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		name := w.name()
		var f *callback.Field
		if n < len(fields) && fields[n].Name == string(name) { // mostly they stand in the page's order
			f = &fields[n]
		} else if f = callback.Lookup(fields, name); f == nil {
			w.Facts |= Unknown
			w.noteName(names)
			of := misspelt(name, fields)
			if of != nil {
				*misnamed |= 1 << of.Slot
			}
			w.stranger = Stranger{name, item, of}
			w.addStranger(w.stranger)
		}
		read(f)
	}
}

func (w *walk) addStranger(s Stranger) {
	if len(w.Strangers) < manyNames {
		w.Strangers = append(w.Strangers, s)
	}
}

// misspelt finds the field whose name differs from this one only in case and underscores, or returns nil: a framework's naming
// strategy (resultItem, to_account) wrote it.
func misspelt(name []byte, fields []callback.Field) *callback.Field {
	for i := range fields {
		if sameLetters(name, fields[i].Name) {
			return &fields[i]
		}
	}
	return nil
}

func sameLetters(a []byte, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && (a[i] == '_' || a[i] == '-') {
			i++
		}
		for j < len(b) && b[j] == '_' {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if a[i]|0x20 != b[j]|0x20 {
			return false
		}
		i, j = i+1, j+1
	}
}
