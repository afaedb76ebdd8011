package replay

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
)

// WriteResult writes one replayed request: the members of its exchange and judgement, and "replay". The schema is "replay".
func WriteResult(j *report.JSON, r *replay.Result) {
	j.Element(func(b []byte) []byte { return appendResult(b, r) })
}

func appendResult(b []byte, r *replay.Result) []byte {
	b = (&conformance.Judged{Exchange: r.Exchange, Judgement: r.Judgement}).AppendMembers(b)
	b = append(b, `,"replay":{"number":`...)
	b = strconv.AppendUint(b, r.Number, 10)
	b = append(b, `,"recorded":{"seq":`...)
	b = strconv.AppendUint(b, r.Recorded.Seq, 10)
	b = append(b, `,"time":"`...)
	b = r.Recorded.Start.UTC().AppendFormat(b, time.RFC3339Nano)
	b = append(b, `"},"due_ms":`...)
	b = appendMS(b, r.Due)
	b = append(b, `,"late_ms":`...)
	b = appendMS(b, r.Late)
	if r.Compared {
		b = append(b, `,"shift_ms":`...)
		b = appendMS(b, r.Shift)
	}
	if r.Verbatim != "" {
		b = rawjson.AppendString(append(b, `,"as_captured":`...), r.Verbatim)
	}
	b = appendTexts(append(b, `,"renewed":`...), r.Renewed.Names())
	b = append(b, `,"decisions":[`...)
	for i := range r.Decisions {
		d := &r.Decisions[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = rawjson.AppendString(append(b, `{"account":`...), d.Account)
		b = rawjson.AppendString(append(b, `,"change":`...), string(d.Change))
		if d.Change != replay.Unknown {
			b = appendDecided(append(b, `,"before":`...), &d.Before)
		}
		b = append(appendDecided(append(b, `,"after":`...), &d.After), '}')
	}
	return append(b, "]}"...)
}

func appendDecided(b []byte, v *conformance.Verdict) []byte {
	b = rawjson.AppendString(append(b, `{"said":`...), string(v.Said))
	b = rawjson.AppendString(append(b, `,"effect":`...), string(v.Effect))
	b = rawjson.AppendString(append(b, `,"cause":`...), string(v.Cause))
	b = append(b, `,"code":`...)
	if v.HasCode {
		return append(strconv.AppendInt(b, v.Code, 10), '}')
	}
	return append(b, "null}"...)
}

// EndReplay writes the summary of a replay and flushes. It returns the first error of writing.
func EndReplay(j *report.JSON, y *replay.Tally, timing replay.Timing, status outcome.Status) error {
	return j.EndWith(func(b []byte) []byte { return appendTally(b, y, timing) }, status)
}

func appendTally(b []byte, y *replay.Tally, timing replay.Timing) []byte {
	b = append(b, '{')
	count := func(name string, n int) {
		b = rawjson.AppendString(b, name)
		b = append(strconv.AppendInt(append(b, ':'), int64(n), 10), ',')
	}
	count("exchanges", y.Requests)
	count("accounts", y.Accounts)
	for _, c := range replay.Changes() {
		count(string(c), y.Changes[c])
	}
	count("unreached", y.Unreached)
	b = rawjson.AppendString(append(b, `"timing":`...), timing.String())
	b = appendCounts(append(b, `,"renewed":`...), y.RenewedCounts())
	b = appendSpread(append(b, `,"late_ms":`...), &y.Late)
	b = appendSpread(append(b, `,"before_ms":`...), &y.Before)
	b = appendSpread(append(b, `,"after_ms":`...), &y.After)
	return append(b, '}')
}
