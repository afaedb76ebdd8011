package report

import "strings"

// Flow prints parts of a summary, which may be painted, between middle dots: as many lines as it takes for who watches a
// terminal, and one line elsewhere, to be found again.
func (t *Terminal) Flow(parts []string) {
	if t.TTY {
		t.flow("", parts)
		return
	}
	t.printf("%s\n", strings.Join(parts, " · "))
}
