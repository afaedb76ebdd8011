package simulation

import (
	"io"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/score"
)

// JSON writes the run as one JSON object; its schema is "simulate".
func JSON(w io.Writer, s *Simulation) error {
	r := s.Result
	if s.Score.Campaigns == nil {
		s.Score.Campaigns = []score.Row{}
	}
	return safe.WriteJSON(w, safe.Object{
		"version", report.Version, "target", r.Plan.Target, "plan", r.Plan, "shards", r.Shards,
		"started", r.Started.Format("2006-01-02T15:04:05.000Z07:00"), "took_ns", r.Took, "pacing", r.Pacing,
		"requests", r.Requests, "unreached", r.Unreached, "assumed", r.Assumed, "score", s.Score, "leak_limit", s.Limit, "thresholds", s.Held,
		"fail_open", r.Causes(), "clock", s.Clock, "latency_by_effect", timesOf(r.Effects.All()), "latency_by_phase", timesOf(r.Phases.All()),
		"timeline", slotsOf(&r.Timeline), "findings", r.Findings, "telling", s.Telling, "comparison", s.Comparison, "exit", s.Status,
	}, "")
}

func timesOf(parts map[string]*clock.Histogram) map[string]any {
	all := map[string]any{}
	for name, h := range parts {
		all[name] = struct {
			Count uint64 `json:"count"`
			clock.Quantiles
		}{h.N(), h.Quantiles()}
	}
	return all
}

func slotsOf(line *score.Timeline) []safe.Object {
	all := []safe.Object{}
	for i := range line.Slots {
		s := &line.Slots[i]
		all = append(all, safe.Object{
			"at_ns", int64(line.Width) * int64(i), "requests", s.Requests, "fail_open", s.FailOpen, "p50_ns", s.Quantile(0.5),
			"p99_ns", s.Quantile(0.99), "max_ns", s.Max,
		})
	}
	return all
}
