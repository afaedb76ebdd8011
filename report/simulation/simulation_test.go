package simulation

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/internal/schematest"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

const ms = time.Millisecond

// acting is what a receiver or a capture may have put into a text.
const acting = "<script>alert(1)</script> | `x` \x1b[31mred\u202e 🔥"

// sampleResult is a fixed run: two campaigns, everything that can be said about it, and texts that want to act.
func sampleResult() *score.Result {
	r := &score.Result{
		Version: 1, Shards: []uint64{0}, Started: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), Took: 12 * time.Second,
		Pacing: load.Precise, Requests: 2000, Warm: 200, Late: 12, LateRight: 9, Opened: 31, Resent: 1, Assumed: 2,
		Plan: score.Plan{
			Target: "http://backend.example/hook", Seed: 7, World: "0123456789abcdef", Load: "constant 200 per second", Loop: "open",
			WarmUp: time.Second, Duration: 10 * time.Second, Shards: 1, Deadline: 2 * time.Second, Number: 200, Last: 2200,
		},
		Labels: map[traffic.Label]*score.Tally{
			traffic.Benign: {
				Requests: 1800, Accounts: 1860, Allowed: 1840, Blocked: 8, FailOpen: map[callback.Cause]uint64{callback.Late: 10, callback.Status: 2},
				SaidAllow: 1848, SaidBlock: 8, First: &score.Position{Number: 200, Due: time.Second}, Caught: &score.Position{Number: 400, Due: 2 * time.Second},
			},
			"spam-blast": {
				Requests: 150, Accounts: 150, Allowed: 20, Blocked: 128, FailOpen: map[callback.Cause]uint64{callback.Late: 2},
				SaidAllow: 20, SaidBlock: 130, First: &score.Position{Number: 210, Due: 1050 * ms},
				Caught: &score.Position{Number: 217, Due: 1085 * ms, Among: 3},
			},
			"evasion": {
				Requests: 50, Accounts: 50, Allowed: 50, FailOpen: map[callback.Cause]uint64{}, SaidAllow: 50,
				First: &score.Position{Number: 205, Due: 1025 * ms},
			},
		},
		Findings: map[string]*score.Finding{
			"HDR-002": {Level: rule.Warn, Count: 2000, Number: 200, Message: "the answer is text/html " + acting},
			"STS-001": {Level: rule.Fail, Fails: true, Count: 2, Number: 900, Message: "the status is 503"},
		},
	}
	for n := range 2000 {
		took := time.Duration(8+n%37)*ms + time.Duration(n%10)*100*time.Microsecond
		effect := score.Allowed
		switch {
		case n/12 == 100: // one stall
			took, effect = 2100*ms, score.FailOpen
		case n%15 == 0:
			effect = score.Blocked
		}
		r.Latency.Add(took)
		r.Effects.Of(effect).Add(took)
		r.Phases.Think.Add(took - ms)
		r.Lateness.Add(time.Duration(n%7) * 10 * time.Microsecond)
		addToSlot(&r.Timeline, n/50, took, effect == score.FailOpen)
	}
	r.Waiting.Add(30 * ms)
	r.Wire.Width = 250 * ms
	for range 40 {
		r.Wire.Slots = append(r.Wire.Slots, score.Wire{Sent: 50, Answered: 48, Ended: 49, Opened: 1})
	}
	for _, tally := range r.Labels {
		tally.Over.Width = 250 * ms
		for i := range uint64(40) {
			tally.Over.Slots = append(tally.Over.Slots, score.Fates{Accounts: tally.Accounts / 40, Blocked: tally.Blocked / 40, FailOpen: i / 39})
		}
	}
	for i, x := range []score.Example{
		{Label: "evasion", Outcome: score.Allowed, Cause: callback.Said, Said: conformance.SaidAllow, Wording: acting},
		{Label: traffic.Benign, Outcome: score.Blocked, Cause: callback.Said, Said: conformance.SaidBlock, Code: 38001},
		{Label: "spam-blast", Outcome: score.FailOpen, Cause: callback.Late, Said: conformance.SaidBlock, Wording: "免费领取微信红包，加我"},
	} {
		x.Number, x.From, x.Account, x.Took = uint64(300+i), "wx_1t5q06", "satoken.2hy3bm@example.com", 9*ms
		r.Examples = append(r.Examples, x)
	}
	return r
}

// addToSlot counts a request in a slot of the timeline, as the engine does.
func addToSlot(line *score.Timeline, slot int, took time.Duration, open bool) {
	line.Width = 250 * ms
	for len(line.Slots) <= slot {
		line.Slots = append(line.Slots, score.Slot{})
	}
	s := &line.Slots[slot]
	row := 0
	for score.RowTop(row) < took {
		row++
	}
	s.Requests++
	s.Rows[row]++
	s.Max = max(s.Max, took)
	if open {
		s.FailOpen++
	}
}

func repeatSample(n uint64) string {
	return "chatcb simulate http://backend.example/hook --seed 7 --only " + strconv.FormatUint(n, 10)
}

// simulations are the runs that the golden files show.
func simulations(t *testing.T) map[string]*Simulation {
	t.Helper()
	plain := New(sampleResult(), -1, score.Thresholds{}, repeatSample)

	limited := sampleResult()
	limited.Labels["evasion"].Allowed, limited.Labels["evasion"].Blocked = 0, 50
	limited.Labels["evasion"].Caught = &score.Position{Number: 205, Due: 1025 * ms, Among: 1}
	compared := New(limited, 0.1, score.Thresholds{}, repeatSample)
	comparison, err := limited.Compare(earlier())
	if err != nil {
		t.Fatal(err)
	}
	compared.Comparison, compared.Status = comparison, 1

	var halves [2]*score.Result
	for i := range halves {
		halves[i] = sampleResult()
		halves[i].Plan.Shards, halves[i].Shards = 2, []uint64{uint64(i)}
	}
	halves[1].Pacing, halves[1].Took, halves[1].Processors = load.Grouped, 13*time.Second, 0.93
	if err := halves[0].Merge(halves[1]); err != nil {
		t.Fatal(err)
	}
	merged := New(halves[0], 0.001, score.Thresholds{P99: 40 * ms, P999: 3 * time.Second, Blocked: 0.01, LetIn: 0.001}, repeatSample)
	merged.Status = 4

	quiet := sampleResult()
	delete(quiet.Labels, "evasion")
	delete(quiet.Labels, "spam-blast")
	quiet.Findings, quiet.Examples, quiet.Plan.Loop = map[string]*score.Finding{}, nil, "closed loop, 4 at a time"
	quiet.Waiting, quiet.Interrupted = clock.Histogram{}, true
	interrupted := New(quiet, -1, score.Thresholds{}, repeatSample)
	interrupted.Status = 130
	return map[string]*Simulation{"run": plain, "compared": compared, "merged": merged, "interrupted": interrupted}
}

// earlier is the sample before it became slower and better.
func earlier() *score.Result {
	r := sampleResult()
	r.Plan.Target, r.Started = "http://old.example/hook", r.Started.Add(-24*time.Hour)
	spam := r.Labels["spam-blast"]
	spam.Blocked, spam.Allowed, spam.SaidBlock, spam.SaidAllow = 20, 128, 22, 128
	r.Latency = clock.Histogram{}
	for n := range 2000 {
		r.Latency.Add(time.Duration(4+n%37) * ms)
	}
	return r
}

func renderSimulation(t *testing.T, format string, s *Simulation) string {
	t.Helper()
	return renderIn(t, format, s, language.English())
}

func renderIn(t *testing.T, format string, s *Simulation, words *language.Words) string {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch format {
	case "text":
		Show(&term.Terminal{W: &b, Width: 80, Words: words}, s)
	case "terminal":
		Show(&term.Terminal{W: &b, TTY: true, Width: 80, Words: words}, s)
	case "metrics":
		err = Metrics(&b, s.Result)
	default:
		var f report.Format[*Simulation]
		if f, err = Formats().ByName(format); err == nil {
			err = f.Render(&b, s, words)
		}
	}
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String()
}

func TestSimulationGolden(t *testing.T) {
	t.Parallel()
	for name, s := range simulations(t) {
		for format, suffix := range map[string]string{"text": ".txt", "json": ".json", "markdown": ".md", "html": ".html", "metrics": ".prom"} {
			if format == "html" && name != "run" && name != "compared" {
				continue // the page has nothing of its own for the others, and is large
			}
			t.Run(name+"/"+format, func(t *testing.T) {
				golden.ComparePage(t, "testdata/"+name+suffix, renderSimulation(t, format, s))
			})
		}
	}
}

// In Chinese people read the same; what programs read stays as it is.
func TestSimulationInChinese(t *testing.T) {
	t.Parallel()
	s := simulations(t)["compared"]
	for format, suffix := range map[string]string{"text": ".txt", "markdown": ".md", "html": ".html"} {
		golden.ComparePage(t, "testdata/zh"+suffix, renderIn(t, format, s, language.Chinese()))
	}
	for _, format := range []string{"json", "hdr", "metrics"} {
		if renderIn(t, format, s, language.Chinese()) != renderSimulation(t, format, s) {
			t.Errorf("%s: got another text in Chinese", format)
		}
	}
}

// No text of a request or of a receiver can act, whatever it is shown in.
func TestNothingActsInSimulations(t *testing.T) {
	t.Parallel()
	for name, s := range simulations(t) {
		for _, format := range []string{"text", "json", "markdown", "html", "metrics"} {
			text := renderSimulation(t, format, s)
			for i, r := range text {
				if r != '\n' && safe.Acts(r) {
					t.Errorf("%s, %s: got %U at byte %d, want it spelt out: %q", name, format, r, i, text[max(0, i-30):min(len(text), i+30)])
					break
				}
			}
			if format == "html" && strings.Count(text, "<script") != 1 {
				t.Errorf("%s, %s: got a script", name, format)
			}
		}
	}
}

// The JSON is what its schema says.
func TestSimulationSchema(t *testing.T) {
	t.Parallel()
	for name, s := range simulations(t) {
		t.Run(name, func(t *testing.T) {
			schematest.Validate(t, schematest.Compile(t, "simulate.json"), renderSimulation(t, "json", s))
		})
	}
}

// The page loads nothing and runs nothing, so that it may be opened anywhere.
func TestSimulationPageStandsAlone(t *testing.T) {
	t.Parallel()
	for name, s := range simulations(t) {
		page := renderSimulation(t, "html", s)
		for _, bad := range []string{"src=", "url(", "@import", " style="} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: got %q in the page", name, bad)
			}
		}
		if strings.Count(page, "<script") != 1 || strings.Count(page, "href=") != strings.Count(page, `href="#`) {
			t.Errorf("%s: got another script, or a link out of the page", name)
		}
		if !strings.Contains(page, `content="default-src &#39;none&#39;; style-src &#39;sha256-`) {
			t.Errorf("%s: got no policy that forbids everything", name)
		}
	}
}

// Red is red in every format, and green is not. Leaks that nothing was asked of are neither.
func TestSimulationWords(t *testing.T) {
	t.Parallel()
	for name, s := range simulations(t) {
		want := "FAIL"
		if s.Status == 0 {
			want = "NOTE"
		}
		for _, format := range []string{"text", "markdown", "html"} {
			text := renderSimulation(t, format, s)
			for _, word := range []string{"PASS", "NOTE", "FAIL"} {
				if strings.Contains(text, word) != (word == want) {
					t.Errorf("%s, %s: got no %s, or %s", name, format, want, word)
				}
			}
			if s.Status == 0 && !strings.Contains(text, "no --max-leak: not judged") {
				t.Errorf("%s, %s: got no word that the leaks were not judged", name, format)
			}
		}
	}
}
