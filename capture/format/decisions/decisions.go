// Package decisions writes a table of decisions: a row of CSV for each account of each request.
package decisions

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/conformance"
)

// Format is the format of tables of decisions.
func Format() format.Format {
	return format.Format{
		Name: "csv", Title: "a table of decisions, a row for each account", Endings: []string{".csv"},
		Write: write,
	}
}

type sink struct {
	w       *csv.Writer
	o       format.Options
	judging conformance.Judging
	begun   bool
}

func write(w io.Writer, o format.Options) format.Sink {
	return &sink{w: csv.NewWriter(w), o: o, judging: conformance.Judging{Judge: o.Judge}}
}

var header = []string{
	"seq", "time", "target", "from", "account", "said", "effect", "cause", "basis", "code", "status", "latency_ms", "rules", "label",
}

// Write writes a row for each account that the request asks about.
func (s *sink) Write(r *capture.Record) error {
	s.begin()
	x := &r.Exchange
	if err := s.judging.Exchange(x); err != nil {
		s.o.Lost.Add(x.Seq, "requests that name no account, for which there is no row")
		return s.w.Error()
	}
	var rules []string
	for i := range s.judging.Judgement.Findings {
		rules = append(rules, s.judging.Judgement.Findings[i].Rule.ID)
	}
	label, _ := r.Get(capture.ExtraLabel)
	latency := ""
	if x.Phases.LastByte > 0 {
		latency = strconv.FormatFloat(float64(x.Phases.LastByte)/float64(time.Millisecond), 'f', 3, 64)
	}
	for i := range s.judging.Judgement.Verdicts {
		v := &s.judging.Judgement.Verdicts[i]
		code := ""
		if v.HasCode {
			code = strconv.FormatInt(v.Code, 10)
		}
		_ = s.w.Write([]string{ // the first error stays, and Error tells it

			strconv.FormatUint(x.Seq, 10), x.Start.UTC().Format(time.RFC3339Nano), harmless(x.Target), harmless(s.judging.Asked.From),
			harmless(v.Account), string(v.Said), string(v.Effect), string(v.Cause), string(v.Basis), code,
			strconv.Itoa(x.Answer.Status), latency, strings.Join(rules, " "), harmless(strings.Trim(label, `"`)),
		})
	}
	s.o.Lost.Add(x.Seq, "everything but the decisions")
	return s.w.Error()
}

func (s *sink) begin() {
	if !s.begun {
		s.begun = true
		_ = s.w.Write(header)
	}
}

// Close flushes the table.
func (s *sink) Close() error {
	s.begin()
	s.w.Flush()
	return s.w.Error()
}

// harmless returns a text that no spreadsheet takes for a formula: an apostrophe stands before what would begin one.
func harmless(s string) string {
	if strings.IndexAny(s, "=+-@\t\r\n|%") == 0 || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") ||
		strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}
