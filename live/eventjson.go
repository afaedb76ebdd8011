package live

import (
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// AppendJSON appends the event as one JSON object in one line: the members of an exchange, its verdicts and findings, and
// those of Extra.
func (e *Event) AppendJSON(dst []byte) []byte {
	dst = e.Exchange().AppendMembers(append(dst, '{'))
	dst = e.Judgement().AppendMembers(append(dst, ','))
	extra := e.source.Extra(true)
	if !slices.ContainsFunc(extra, func(m callback.Member) bool { return m.Name == "client" }) {
		dst = rawjson.AppendString(append(dst, `,"client":`...), e.Remote)
	}
	for _, m := range extra {
		dst = rawjson.AppendString(append(dst, ','), m.Name)
		dst = append(append(dst, ':'), m.Value...)
	}
	return append(dst, '}')
}

// appendSummary appends what a list of exchanges shows of one.
func (e *Event) appendSummary(dst []byte) []byte {
	dst = strconv.AppendUint(append(dst, `{"seq":`...), e.Seq, 10)
	dst = e.Start.UTC().AppendFormat(append(dst, `,"time":"`...), "2006-01-02T15:04:05.000Z")
	dst = rawjson.AppendString(append(dst, `","from":`...), e.Request().FromAccount)
	dst = strconv.AppendInt(append(dst, `,"status":`...), int64(e.Status), 10)
	dst = strconv.AppendFloat(append(dst, `,"took_ms":`...), float64(e.Took.Microseconds())/1000, 'f', -1, 64)
	dst = append(dst, ',')
	dst = e.Judgement().AppendMembers(dst)
	dst = append(dst, `,"rules":[`...)
	for i, d := range e.Decisions() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = rawjson.AppendString(dst, d.Rule)
	}
	dst = append(dst, `],"faults":[`...)
	for i, fault := range e.Faults {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = rawjson.AppendString(dst, fault)
	}
	dst = append(dst, `],"request_findings":`...)
	dst = strconv.AppendInt(dst, int64(len(e.Findings)), 10)
	dst = rawjson.AppendString(append(dst, `,"refused":`...), e.Refused)
	dst = rawjson.AppendString(append(dst, `,"callback":`...), e.Callback)
	dst = strconv.AppendBool(append(dst, `,"guarded":`...), e.Guarded != "")
	return append(dst, '}')
}
