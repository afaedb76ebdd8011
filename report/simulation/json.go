package simulation

import (
	"io"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
)

type simulationJSON struct {
	Version   int                       `json:"version"`
	Target    string                    `json:"target"`
	Plan      score.Plan                `json:"plan"`
	Shards    []uint64                  `json:"shards"`
	Started   string                    `json:"started"`
	TookNS    int64                     `json:"took_ns"`
	Pacing    load.Pacing               `json:"pacing"`
	Requests  uint64                    `json:"requests"`
	Unreached uint64                    `json:"unreached"`
	Assumed   uint64                    `json:"assumed"`
	Score     *score.Score              `json:"score"`
	LeakLimit *LeakLimit                `json:"leak_limit"`
	Held      []score.Held              `json:"thresholds"`
	FailOpen  map[callback.Cause]uint64 `json:"fail_open"`
	Clock     score.Timing              `json:"clock"`
	Effects   map[string]times          `json:"latency_by_effect"`
	Phases    map[string]times          `json:"latency_by_phase"`
	Timeline  []timeSlot                `json:"timeline"`
	Findings  map[string]*score.Finding `json:"findings"`
	Telling   []TellingRequest          `json:"telling"`
	Compared  *score.Comparison         `json:"comparison"`
	Exit      outcome.Status            `json:"exit"`
}

type times struct {
	Count uint64 `json:"count"`
	clock.Quantiles
}

type timeSlot struct {
	At       int64  `json:"at_ns"`
	Requests uint64 `json:"requests"`
	FailOpen uint64 `json:"fail_open"`
	P50      int64  `json:"p50_ns"`
	P99      int64  `json:"p99_ns"`
	Max      int64  `json:"max_ns"`
}

// JSON writes the run as one JSON object; its schema is "simulate".
func JSON(w io.Writer, s *Simulation) error {
	r := s.Result
	_, causes := s.causes()
	out := simulationJSON{
		Version: report.Version, Target: r.Plan.Target, Plan: r.Plan, Shards: r.Shards, Started: r.Started.Format("2006-01-02T15:04:05.000Z07:00"),
		TookNS: int64(r.Took), Pacing: r.Pacing, Requests: r.Requests, Unreached: r.Unreached, Assumed: r.Assumed, Score: s.Score,
		LeakLimit: s.Limit, Held: s.Held, FailOpen: causes, Clock: s.Clock, Effects: timesOf(r.Effects.All()),
		Phases: timesOf(r.Phases.All()), Timeline: []timeSlot{}, Findings: r.Findings, Telling: s.Telling, Compared: s.Comparison,
		Exit: s.Status,
	}
	for i := range r.Timeline.Slots {
		slot := &r.Timeline.Slots[i]
		out.Timeline = append(out.Timeline, timeSlot{
			int64(r.Timeline.Width) * int64(i), slot.Requests, slot.FailOpen, int64(slot.Quantile(0.5)), int64(slot.Quantile(0.99)),
			int64(slot.Max),
		})
	}
	if out.Score.Campaigns == nil {
		out.Score.Campaigns = []score.Row{}
	}
	return safe.WriteJSON(w, out, "")
}

func timesOf(parts map[string]*clock.Histogram) map[string]times {
	all := map[string]times{}
	for name, h := range parts {
		all[name] = times{h.N(), h.Quantiles()}
	}
	return all
}
