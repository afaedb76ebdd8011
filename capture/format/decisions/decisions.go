// Package decisions writes a table of decisions: a row of CSV for each account of each request.
package decisions

import (
	"bytes"
	"encoding/csv"
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
		Name: "csv", Endings: []string{".csv"},
		Begin: func(*format.Options) string { return strings.Join(header, ",") + "\n" }, Encode: rows,
	}
}

var header = []string{
	"seq", "time", "target", "from", "account", "said", "effect", "cause", "basis", "code", "status", "latency_ms", "rules", "label",
}

// rows are a row for each account that the request asks about.
func rows(r *capture.Record, o *format.Options) ([]byte, error) {
	x, judging := &r.Exchange, conformance.Judging{Judge: o.Judge}
	if judging.Exchange(x) != nil || !x.Answered() {
		o.Lost.Add(x.Seq, "requests that name no account, or whose answer is not known, for which there is no row")
		return nil, nil
	}
	o.Lost.Add(x.Seq, "everything but the decisions")
	var rules []string
	for i := range judging.Judgement.Findings {
		rules = append(rules, judging.Judgement.Findings[i].Rule.ID)
	}
	label, _ := r.Get(capture.ExtraLabel)
	latency := ""
	if x.Phases.LastByte > 0 {
		latency = strconv.FormatFloat(float64(x.Phases.LastByte)/float64(time.Millisecond), 'f', 3, 64)
	}
	var out bytes.Buffer
	table := csv.NewWriter(&out)
	for i := range judging.Judgement.Verdicts {
		v := &judging.Judgement.Verdicts[i]
		code := ""
		if v.HasCode {
			code = strconv.FormatInt(v.Code, 10)
		}
		_ = table.Write([]string{ // to a buffer
			strconv.FormatUint(x.Seq, 10), x.Start.UTC().Format(time.RFC3339Nano), harmless(x.Target), harmless(judging.Request.From),
			harmless(v.Account), string(v.Said), string(v.Effect), string(v.Cause), string(v.Basis), code,
			strconv.Itoa(x.Answer.Status), latency, strings.Join(rules, " "), harmless(strings.Trim(label, `"`)),
		})
	}
	table.Flush()
	return out.Bytes(), table.Error()
}

// harmless returns a text that no spreadsheet takes for a formula: an apostrophe stands before what would begin one.
func harmless(s string) string {
	if strings.IndexAny(s, "=+-@\t\r\n|%") == 0 || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") ||
		strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}
