package simulation

import (
	"io"
	"strconv"
	"text/template"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/score"
)

// Formats lists the formats of a simulation. A new one is a row here.
func Formats() report.Formats[*Simulation] {
	return report.Formats[*Simulation]{
		{Name: "html", Suffix: ".html", Description: "one page that needs no network", WriteIn: writeHTML},
		{Name: "json", Suffix: ".json", Description: "everything, versioned; see chatcb schema simulate", Write: JSON},
		{Name: "markdown", Suffix: ".md", Description: "Markdown, for a step summary or a comment", WriteIn: markdown},
		{
			Name: "hdr", Suffix: ".hgrm", Description: "percentiles of latency in ms, as HdrHistogram writes and plots them",
			Write: func(w io.Writer, s *Simulation) error { return s.Result.Latency.WritePercentiles(w) },
		},
	}
}

// JSON writes the run as one JSON object; its schema is "simulate".
func JSON(w io.Writer, s *Simulation) error {
	r := s.Result
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

// markdown writes the run as Markdown, for a job summary or a comment.
func markdown(w io.Writer, run *Simulation, words *language.Words) error {
	s := &view{run, words}
	t, err := safe.Template(text("markdown.md"), template.FuncMap{
		"say": words.Say, "label": words.Label, "code": safe.Code, "percent": report.Percent, "message": s.message, "outcome": s.Outcome,
		"caught": s.caughtText,
	}, safe.MarkdownText)
	if err != nil {
		return err
	}
	return t.Execute(w, s)
}

// Metrics writes what a run has found so far in the text format of Prometheus. Times are in seconds.
func Metrics(w io.Writer, r *score.Result) error {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	t, err := template.New("").Funcs(template.FuncMap{
		"quantile": func(h *clock.Histogram, q float64) string { return number(h.Quantile(q).Seconds()) },
		"sum":      func(h *clock.Histogram) string { return number(h.Mean().Seconds() * float64(h.N())) },
	}).Parse(text("metrics.txt"))
	if err != nil {
		return err
	}
	return t.Execute(w, r)
}
