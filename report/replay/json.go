package replay

import (
	"encoding/json"
	"maps"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
)

// millis is a time in JSON: a number of milliseconds.
type millis time.Duration

func (d millis) MarshalJSON() ([]byte, error) { return json.Marshal(float64(d) / 1e6) }

// request is what a replay did to a captured request, or would do.
type request struct {
	Number     uint64   `json:"number"`
	Recorded   recorded `json:"recorded"`
	Due        millis   `json:"due_ms"`
	AsCaptured string   `json:"as_captured,omitempty"`
	Renewed    []string `json:"renewed"`
}

type recorded struct {
	Seq  uint64    `json:"seq"`
	Time time.Time `json:"time"`
}

func newRequest(r *replay.Result) request {
	x := r.Recorded
	return request{r.Number, recorded{x.Seq, x.Start.UTC()}, millis(r.Due), r.Verbatim, append([]string{}, r.Renewed.Names()...)}
}

type decision struct {
	Account string        `json:"account"`
	Change  replay.Change `json:"change"`
	Before  *verdict      `json:"before,omitempty"`
	After   *verdict      `json:"after"`
}

type verdict struct {
	Said   string             `json:"said"`
	Effect conformance.Effect `json:"effect"`
	Cause  string             `json:"cause"`
	Code   *int64             `json:"code"`
}

func newVerdict(v *conformance.Verdict) *verdict {
	out := &verdict{string(v.Said), v.Effect, string(v.Cause), nil}
	if v.HasCode {
		out.Code = &v.Code
	}
	return out
}

// writeResult writes one replayed request: the members of its exchange and judgement, and "replay". The schema is "replay".
func writeResult(j *report.JSON, r *replay.Result) {
	out := struct {
		request
		Late      millis     `json:"late_ms"`
		Shift     *millis    `json:"shift_ms,omitempty"`
		Decisions []decision `json:"decisions"`
	}{newRequest(r), millis(r.Late), nil, []decision{}}
	if r.Compared {
		out.Shift = new(millis(r.Shift))
	}
	for i := range r.Decisions {
		d := decision{r.Decisions[i].Account, r.Decisions[i].Change, nil, newVerdict(&r.Decisions[i].After)}
		if d.Change != replay.Unknown {
			d.Before = newVerdict(&r.Decisions[i].Before)
		}
		out.Decisions = append(out.Decisions, d)
	}
	j.Element(r.AppendMembers, "replay", out)
}

// WritePlanned writes one request that a replay would send: the members of an exchange that did not take place, and "plan".
// The schema is "replay-plan".
func WritePlanned(j *report.JSON, p *replay.Result) {
	for _, x := range planned(p) {
		j.Element(x.AppendMembers, "plan", struct {
			request
			Accounts []string `json:"accounts"`
		}{newRequest(p), append([]string{}, p.Request.Accounts...)})
	}
}

// spread sums up times.
type spread struct {
	N   uint64 `json:"n"`
	P50 millis `json:"p50"`
	P99 millis `json:"p99"`
	Max millis `json:"max"`
}

func newSpread(h *clock.Histogram) spread {
	return spread{h.N(), millis(h.Quantile(0.5)), millis(h.Quantile(0.99)), millis(h.Max())}
}

// renewed is an object even where nothing was renewed.
func renewed(y *replay.Tally) map[string]int { return maps.Collect(maps.All(y.Renewed)) }

// endReplay writes the summary of a replay and flushes. It returns the first error of writing.
func endReplay(j *report.JSON, y *replay.Tally, timing replay.Timing, status outcome.Status) error {
	n := y.Changes
	return j.End(struct {
		Exchanges  int            `json:"exchanges"`
		Accounts   int            `json:"accounts"`
		Opened     int            `json:"opened"`
		Broke      int            `json:"broke"`
		Closed     int            `json:"closed"`
		Noise      int            `json:"noise"`
		Same       int            `json:"same"`
		Unknown    int            `json:"unknown"`
		Unrecorded int            `json:"unrecorded"`
		Unreached  int            `json:"unreached"`
		Timing     string         `json:"timing"`
		Renewed    map[string]int `json:"renewed"`
		Late       spread         `json:"late_ms"`
		Before     spread         `json:"before_ms"`
		After      spread         `json:"after_ms"`
	}{
		y.Requests, y.Accounts, n[replay.Opened], n[replay.Broke], n[replay.Closed], n[replay.Noise], n[replay.Same], n[replay.Unknown],
		y.Unrecorded, y.Unreached, timing.String(), renewed(y), newSpread(&y.Late), newSpread(&y.Before), newSpread(&y.After),
	}, status)
}

// EndPlan writes the summary of a plan and flushes. It returns the first error of writing.
func EndPlan(j *report.JSON, y *replay.Tally, timing replay.Timing, status outcome.Status) error {
	return j.End(struct {
		Sent     int            `json:"sent"`
		Requests int            `json:"requests"`
		Accounts int            `json:"accounts"`
		Timing   string         `json:"timing"`
		LastDue  millis         `json:"last_due_ms"`
		Renewed  map[string]int `json:"renewed"`
	}{0, y.Requests, y.Accounts, timing.String(), millis(y.Took), renewed(y)}, status)
}
