package report

import (
	"bufio"
	"io"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/outcome"
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
func (j *JSON) Exchange(e *conformance.Judged) { j.Element(e.AppendMembers) }

// Element writes one element of the run, with the members that are appended.
func (j *JSON) Element(members func(b []byte) []byte) {
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
	b = append(members(b), '}')
	if j.lines {
		b = append(b, '\n')
	}
	j.buf = b
	_, _ = j.w.Write(b) // the writer keeps its first error, for the end
	if j.lines {
		_ = j.w.Flush() // whoever reads lines wants them now
	}
}

// End writes the summary and flushes. It returns the first error of writing.
func (j *JSON) End(s *Summary, status outcome.Status) error { return j.EndWith(s.appendJSON, status) }

// EndWith is End with a summary of another kind: an object that is appended.
func (j *JSON) EndWith(summary func(b []byte) []byte, status outcome.Status) error {
	b := j.buf[:0]
	if j.lines {
		b = append(b, `{"type":"summary","version":1,"summary":`...)
	} else {
		b = append(b, "\n],\"summary\":"...)
	}
	b = append(summary(b), `,"exit":`...)
	b = strconv.AppendInt(b, int64(status), 10)
	_, _ = j.w.Write(append(b, "}\n"...))
	return j.w.Flush()
}

func (s *Summary) appendJSON(b []byte) []byte {
	num := func(name string, n int) {
		b = append(append(append(b, '"'), name...), `":`...)
		b = append(strconv.AppendInt(b, int64(n), 10), ',')
	}
	b = append(b, '{')
	num("exchanges", s.Exchanges)
	num("accounts", s.Accounts)
	num("allowed", s.Allowed)
	num("blocked", s.Blocked)
	num("fail_open", s.FailOpen)
	num("assumed", s.Assumed)
	num("leaks", s.Leaks)
	num("unmet", s.Unmet)
	num("failing", s.Failing)
	b = append(b, `"findings":{`...)
	num("fail", s.Levels[rule.Fail])
	num("warn", s.Levels[rule.Warn])
	num("note", s.Levels[rule.Note])
	b = append(b[:len(b)-1], `},"causes":{`...)
	for _, c := range callback.Causes() {
		if n := s.Causes[c]; n > 0 {
			num(string(c), n)
		}
	}
	if b[len(b)-1] == ',' {
		b = b[:len(b)-1]
	}
	return append(b, "}}"...)
}
