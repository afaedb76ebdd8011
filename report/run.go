package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/safe"
)

// Version is the version of the JSON shapes, stated in every run.
const Version = 1

// JSON streams a run as one JSON object, or as JSON lines: an exchange a line, and the summary last.
type JSON struct {
	w     *bufio.Writer
	lines bool
	n     int
	buf   []byte
}

// NewJSON starts a run against target; with lines it writes NDJSON.
func NewJSON(w io.Writer, target string, lines bool) *JSON {
	j := &JSON{w: bufio.NewWriter(w), lines: lines}
	if !lines {
		j.buf = append(j.buf[:0], `{"version":1,"target":`...)
		j.buf = rawjson.AppendString(j.buf, target)
		j.buf = append(j.buf, `,"exchanges":[`...)
		_, _ = j.w.Write(j.buf) // an error stays in the writer, and End returns it
	}
	return j
}

// Exchange writes one judged exchange.
func (j *JSON) Exchange(e *conformance.Judged) { j.Element(e.AppendMembers, "", nil) }

// Element writes one element of the run, with the members that are appended and one of its own, if that has a name.
func (j *JSON) Element(members func(b []byte) []byte, name string, value any) {
	b := j.buf[:0]
	switch {
	case j.lines:
		b = append(b, `{"type":"exchange","version":1,`...)
	case j.n > 0:
		b = append(b, ",\n{"...)
	default:
		b = append(b, "\n{"...)
	}
	j.n++
	b = members(b)
	if name != "" {
		b = append(append(b, `,"`+name+`":`...), safe.JSON(value)...)
	}
	b = append(b, '}')
	if j.lines {
		b = append(b, '\n')
	}
	j.buf = b
	_, _ = j.w.Write(b) // the writer keeps its first error, for the end
	if j.lines {
		_ = j.w.Flush() // anyone who reads lines wants them now
	}
}

// End writes the summary, an object in JSON, and flushes. It returns the first error of writing.
func (j *JSON) End(summary any, status outcome.Status) error {
	start := "\n],\"summary\":"
	if j.lines {
		start = `{"type":"summary","version":1,"summary":`
	}
	fmt.Fprintf(j.w, "%s%s,\"exit\":%d}\n", start, safe.JSON(summary), status)
	return j.w.Flush()
}
