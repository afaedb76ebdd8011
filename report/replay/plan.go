package replay

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// ShowPlanned shows one request that a replay would send: when, what was renewed, and the bytes. Of two targets the second
// has a request of its own.
func ShowPlanned(t *term.Terminal, p *replay.Planned, timing replay.Timing, targets []string) {
	for i, target := range targets {
		parts := []any{target, whenDue(p.Due, timing), fmt.Sprintf("recorded as %d", p.Recorded.Seq)}
		if p.Verbatim != "" {
			parts = append(parts, t.Doubtful("as captured, for it cannot be read: "+p.Verbatim))
		}
		if names := p.Renewed.Names(); len(names) > 0 {
			parts = append(parts, "renewed "+strings.Join(names, ", "))
		}
		t.Flow(t.Strong(fmt.Sprintf("→ %d", p.Number)), parts...)
		sent := p.Sent
		if i > 0 {
			sent = p.Second
		}
		report.ShowBytes(t, "", sent)
		t.Printf("\n")
	}
}

func whenDue(due time.Duration, timing replay.Timing) string {
	if timing.Max {
		return "as soon as possible"
	}
	return "due after " + due.Round(time.Microsecond).String()
}

// WritePlanned writes one request that a replay would send: the members of an exchange that did not take place, and "plan".
// Of two targets the second has an exchange of its own. The schema is "replay-plan".
func WritePlanned(j *report.JSON, p *replay.Planned, targets []string, deadline time.Duration) {
	for i, target := range targets {
		x := exchange.Exchange{Seq: p.Recorded.Seq, Start: p.At, Target: target, Sent: p.Sent, Deadline: deadline}
		if i > 0 {
			x.Sent = p.Second
		}
		j.Element(func(b []byte) []byte { return appendPlan(x.AppendMembers(b), p) })
	}
}

func appendPlan(b []byte, p *replay.Planned) []byte {
	b = append(b, `,"plan":{"number":`...)
	b = strconv.AppendUint(b, p.Number, 10)
	b = append(b, `,"recorded":{"seq":`...)
	b = strconv.AppendUint(b, p.Recorded.Seq, 10)
	b = append(b, `,"time":"`...)
	b = p.Recorded.Start.UTC().AppendFormat(b, time.RFC3339Nano)
	b = append(b, `"},"due_ms":`...)
	b = appendMS(b, p.Due)
	if p.Verbatim != "" {
		b = rawjson.AppendString(append(b, `,"as_captured":`...), p.Verbatim)
	}
	b = appendTexts(append(b, `,"renewed":`...), p.Renewed.Names())
	return append(appendTexts(append(b, `,"accounts":`...), p.Request.Accounts), '}')
}

// EndPlan writes the summary of a plan and flushes. It returns the first error of writing.
func EndPlan(j *report.JSON, y *replay.Planning, timing replay.Timing, status outcome.Status) error {
	return j.EndWith(func(b []byte) []byte { return appendPlanning(b, y, timing) }, status)
}

func appendPlanning(b []byte, y *replay.Planning, timing replay.Timing) []byte {
	b = append(b, `{"sent":0,"requests":`...)
	b = strconv.AppendInt(b, int64(y.Requests), 10)
	b = append(b, `,"accounts":`...)
	b = strconv.AppendInt(b, int64(y.Accounts), 10)
	b = rawjson.AppendString(append(b, `,"timing":`...), timing.String())
	b = appendMS(append(b, `,"last_due_ms":`...), y.Last)
	b = appendCounts(append(b, `,"renewed":`...), y.RenewedCounts())
	return append(b, '}')
}
