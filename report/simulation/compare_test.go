package simulation

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/schematest"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/score"
)

// Nothing that a result file holds can act on a terminal, in Markdown or on a page.
func TestNothingActsInComparisons(t *testing.T) {
	t.Parallel()
	const acts = "\x1b[2J|<b>"
	for name, spoil := range map[string]func(*score.Result){
		"target": func(r *score.Result) { r.Plan.Target = acts },
		"load":   func(r *score.Result) { r.Plan.Load = acts },
		"loop":   func(r *score.Result) { r.Plan.Loop = acts },
		"pacing": func(r *score.Result) { r.Pacing = acts },
		"label":  func(r *score.Result) { r.Labels[acts] = r.Labels["evasion"] },
		"cause":  func(r *score.Result) { r.Labels["evasion"].FailOpen[acts] = 3 },
		"example": func(r *score.Result) {
			r.Examples = append(r.Examples, score.Example{Label: acts, Outcome: score.FailOpen, Cause: acts})
		},
		"finding": func(r *score.Result) { r.Findings[acts] = &score.Finding{Level: acts, Count: 1} },
	} {
		for _, which := range []string{"earlier", "later", "both"} {
			before, after := earlier(), sampleResult()
			for _, r := range []*score.Result{before, after} {
				r.Labels["evasion"].FailOpen = map[callback.Cause]uint64{}
				if r == before && which != "later" || r == after && which != "earlier" {
					spoil(r)
				}
			}
			c, err := after.Compare(before)
			if err != nil {
				t.Fatal(err)
			}
			s := New(after, -1, score.Thresholds{}, repeatSample)
			s.Comparison = c
			for _, format := range []string{"text", "json", "markdown", "html"} {
				text := renderSimulation(t, format, s)
				if at := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && safe.Acts(r) }); at >= 0 {
					t.Errorf("%s, %s, %s: got %q", name, which, format, text[max(0, at-40):min(len(text), at+20)])
				}
				if strings.Contains(text, "<b>") && (format == "html" || format == "markdown" && name != "example") {
					t.Errorf("%s, %s, %s: got mark-up", name, which, format)
				}
			}
		}
	}
}

func TestComparisonOfOtherSeeds(t *testing.T) {
	t.Parallel()
	before := earlier()
	before.Plan.Seed = 6
	c, err := sampleResult().Compare(before)
	if err != nil {
		t.Fatal(err)
	}
	s := New(sampleResult(), -1, score.Thresholds{}, repeatSample)
	s.Comparison = c
	for _, format := range []string{"text", "markdown", "html"} {
		text := strings.Join(strings.Fields(renderSimulation(t, format, s)), " ")
		if !strings.Contains(text, "rates are not compared: another seed plays other users") || strings.Contains(text, "leaks, ") {
			t.Errorf("%s: got rates, or no reason for none:\n%s", format, text)
		}
	}
	schematest.Validate(t, schematest.Compile(t, "simulate.json"), renderSimulation(t, "json", s))
}
