package report

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
)

// Replayed writes one replayed request: the members of its exchange and judgement, and "replay". The schema is "replay".
func (j *JSON) Replayed(r *replay.Result) {
	b := j.begin()
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
	if r.AsItWas != "" {
		b = rawjson.AppendString(append(b, `,"as_captured":`...), r.AsItWas)
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
	j.finish(append(b, "]}}"...))
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

func appendMS(b []byte, d time.Duration) []byte {
	return strconv.AppendFloat(b, float64(d)/1e6, 'f', -1, 64)
}

// begin starts an element of the run, and finish ends it.
func (j *JSON) begin() []byte {
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
	return b
}

func (j *JSON) finish(b []byte) {
	if j.lines {
		b = append(b, '\n')
	}
	j.buf = b
	_, _ = j.w.Write(b) // the writer keeps its first error, for the end
	if j.lines {
		_ = j.w.Flush() // whoever reads lines wants them now
	}
}

// EndReplay writes the summary of a replay and flushes. It returns the first error of writing.
func (j *JSON) EndReplay(y *replay.Tally, timing replay.Timing, status outcome.Status) error {
	b := j.buf[:0]
	if j.lines {
		b = append(b, `{"type":"summary","version":1,"summary":{`...)
	} else {
		b = append(b, "\n],\"summary\":{"...)
	}
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
	b = appendCounts(append(b, `,"renewed":`...), y.Freshened())
	b = appendSpread(append(b, `,"late_ms":`...), &y.Late)
	b = appendSpread(append(b, `,"before_ms":`...), &y.Before)
	b = appendSpread(append(b, `,"after_ms":`...), &y.After)
	b = append(b, `},"exit":`...)
	b = strconv.AppendInt(b, int64(status), 10)
	_, _ = j.w.Write(append(b, "}\n"...))
	return j.w.Flush()
}

func appendSpread(b []byte, h *clock.Histogram) []byte {
	b = append(b, `{"n":`...)
	b = strconv.AppendUint(b, h.N(), 10)
	b = appendMS(append(b, `,"p50":`...), h.Quantile(0.5))
	b = appendMS(append(b, `,"p99":`...), h.Quantile(0.99))
	b = appendMS(append(b, `,"max":`...), h.Max())
	return append(b, '}')
}

func appendCounts(b []byte, counts []replay.Count) []byte {
	b = append(b, '{')
	for i, c := range counts {
		if i > 0 {
			b = append(b, ',')
		}
		b = rawjson.AppendString(b, c.Name)
		b = strconv.AppendInt(append(b, ':'), int64(c.N), 10)
	}
	return append(b, '}')
}
