package check

import (
	"encoding/csv"
	"io"

	"github.com/chatcb/chatcb/result"
)

// writeCSV renders a run as CSV.
func writeCSV(w io.Writer, run *result.Run) error {
	out := csv.NewWriter(w)
	v := newView(run)
	for _, c := range v.Cases {
		_ = out.Write([]string{c.Kind.Word(), c.ID, c.Title, c.Summary()}) // the writer keeps its first error
	}
	for _, tr := range v.Troubles() {
		_ = out.Write([]string{"FAIL", tr.ID, "", tr.Message})
	}
	out.Flush()
	return out.Error()
}
