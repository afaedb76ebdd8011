package main

// equal is a mutant that means the same as the original, so that no test can kill it.
type equal struct {
	file   string
	before string // the line, trimmed
	after  string // what the mutant makes of it
	reason string
}

func (e equal) key() string { return e.file + "\x00" + e.before + "\x00" + e.after }

// equivalent finds the entry for a mutant.
func equivalent(m *mutant) (equal, bool) {
	for _, e := range equivalents {
		if e.file == m.file && e.before == m.before() && e.after == m.after() {
			return e, true
		}
	}
	return equal{}, false
}

var equivalents = []equal{}
