package check

import (
	"encoding/csv"
	"io"

	"github.com/chatcb/chatcb/result"
)

// writeCSV renders a run as CSV.
func writeCSV(w io.Writer, run *result.Run) error {
	out := csv.NewWriter(w)
	for i := range run.Cases {
		c := &run.Cases[i]
		_ = out.Write([]string{kindOf(c).word(), c.ID, c.Title, caseMessage(c)}) // the writer keeps its first error
	}
	for _, tr := range troubles(run) {
		_ = out.Write([]string{"FAIL", tr.ID, "", tr.Message})
	}
	out.Flush()
	return out.Error()
}
