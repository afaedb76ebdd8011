package check

import (
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/report/term"
)

// ScoredFault is a broken receiver, and whether scenarios notice it.
type ScoredFault struct {
	ID, Group, Title string
	Fires            []string
	Noticed          bool
}

func noticed(rows []ScoredFault) (n int) {
	for _, r := range rows {
		if r.Noticed {
			n++
		}
	}
	return n
}

// ShowScore lists the broken receivers that are not noticed, by their groups.
func ShowScore(t *term.Terminal, rows []ScoredFault) {
	show(t, "score.txt", struct {
		Noticed int
		Rows    []ScoredFault
	}{noticed(rows), rows})
}

// WriteScore writes them as JSON.
func WriteScore(w io.Writer, rows []ScoredFault) error {
	var b strings.Builder
	fmt.Fprintf(&b, `{"version":1,"noticed":%d,"of":%d,"faults":[`, noticed(rows), len(rows))
	for i, r := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n{\"fault\":%q,\"group\":%q,\"noticed\":%t}", r.ID, r.Group, r.Noticed)
	}
	_, err := fmt.Fprintln(w, b.String()+"\n]}")
	return err
}
