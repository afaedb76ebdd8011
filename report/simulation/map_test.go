package simulation

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/internal/schematest"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/search"
	"github.com/chatcb/chatcb/simulate/traffic"
)

func draw(wording, platform string) traffic.Draw {
	return traffic.Draw{
		Platform: platform, ClientIP: "203.0.113.9", Request: callback.Request{
			FromAccount: "carol", RequesterAccount: "carol", Items: []callback.Item{{ToAccount: "alice", Texts: callback.Texts{callback.Wording: wording}}},
		},
	}
}

// sampleMaps are a map of a steady backend, and of one that is not.
func sampleMaps() map[string]*Map {
	said := func(o score.Outcome) search.Decision { return search.Decision{Outcome: o, Cause: callback.Said} }
	sure := &search.DecisionMap{
		Requests: 1001, Pairs: 5874, Bases: search.MapBases{Steady: 11, Unanswered: 1},
		Fields: []search.MapField{
			{Name: "From_Account", Tried: 48},
			{Name: "AddWording", Tried: 48, Flips: 5, Values: []string{"", acting, "加我领取免费红包，先到先得，加我领取免费红包"}},
			{Name: "AddType", Tried: 12, With: []string{"OptPlatform"}, Values: []string{"Add_Type_Single"}},
			{Name: "OptPlatform", Tried: 48, With: []string{"AddType"}, Values: []string{"Windows"}},
			{Name: "Remark"},
		},
		Dependences: []search.Dependence{
			{
				Changes: []search.Change{{Field: "AddWording", From: acting, To: ""}}, Label: "spam-blast", Count: 5,
				Before: said(score.Blocked), After: said(score.Allowed), Base: draw(acting, "iOS"), Changed: draw("", "iOS"),
			},
			{
				Changes: []search.Change{{Field: "OptPlatform", From: "iOS", To: "Windows"}, {Field: "EventTime", From: "now", To: "6 h ago"}},
				Label:   traffic.Benign, Count: 1, Before: said(score.Allowed),
				After: search.Decision{Outcome: score.FailOpen, Cause: callback.Status}, Base: draw("hi", "iOS"), Changed: draw("hi", "Windows"),
			},
		},
	}
	for i := range sure.Fields {
		f := &sure.Fields[i]
		f.With, f.Values = append([]string{}, f.With...), append([]string{}, f.Values...)
	}
	doubt := *sure
	doubt.Bases = search.MapBases{Steady: 2, Chance: 1, Memory: 7, Unanswered: 2, Unreached: 1}
	doubt.Noise, doubt.Dependences = 3, sure.Dependences[:1]
	repeat := func(d *traffic.Draw, now bool) string {
		line := "chatcb send http://backend.example/hook --wording '" + d.Request.Items[0].Texts[callback.Wording] + "' --platform " + d.Platform
		if !now {
			line += " --event-time 1631777344870"
		}
		return line
	}
	return map[string]*Map{
		"map":          {Target: "http://backend.example/hook", Map: sure, Repeat: repeat},
		"map-in-doubt": {Target: "http://backend.example/hook", Map: &doubt, Repeat: repeat, Status: 5},
	}
}

func TestDecisionMapGolden(t *testing.T) {
	t.Parallel()
	for name, m := range sampleMaps() {
		var text, json bytes.Buffer
		ShowMap(&term.Terminal{W: &text, Width: 80}, m)
		if err := MapJSON(&json, m); err != nil {
			t.Fatal(err)
		}
		golden.Compare(t, "testdata/"+name+".txt", text.String())
		golden.Compare(t, "testdata/"+name+".json", json.String())
		schematest.Validate(t, schematest.Compile(t, "map.json"), json.String())
	}
}

// A steady backend whose decision depends on nothing was mapped; one that was never steady was not.
func TestDecisionMapOfNothing(t *testing.T) {
	t.Parallel()
	for steady, want := range map[int]string{
		3: "PASS  0 dependences found · exit 0\n", 0: "PASS  no request was always answered the same, so nothing could be concluded · exit 0\n",
	} {
		var text bytes.Buffer
		ShowMap(&term.Terminal{W: &text, Width: 80}, &Map{Target: "http://h/", Map: &search.DecisionMap{Bases: search.MapBases{Steady: steady}}})
		if !strings.HasSuffix(text.String(), want) {
			t.Errorf("%d steady: got %q, want %q at the end", steady, text.String(), want)
		}
	}
}

func sampleHunt() *Hunt {
	return &Hunt{Target: "http://backend.example/hook", Status: 4, Found: &search.HuntResult{
		Requests: 214, Blocked: 2, Tries: 12, Unsteady: 1, Bypasses: []search.Bypass{{
			Number: 17, Label: "spam-blast", Trick: "zero-width", From: "mallory", Account: "alice", Blocked: "免费红包 <b>", Passed: "免\\u200b费红包 <b>",
			Changed: 1, Said: conformance.SaidAllow, Cause: callback.Said,
		}},
	}}
}

func sampleLimits() map[string]*Limit {
	trial := func(level float64, why string) search.Trial {
		return search.Trial{Level: level, OK: why == "", Why: why, P999: 40 * time.Millisecond}
	}
	found := NewLimit("http://backend.example/hook", "rate", []search.Search{
		{Limit: 1900, Trials: []search.Trial{trial(1600, ""), trial(3200, "p99.9 is past the deadline"), trial(1900, "")}},
		{Limit: 1850, Trials: []search.Trial{trial(1850, ""), trial(1890, "latency grew all the time: more is asked than is answered")}},
		{Limit: 1950, Trials: []search.Trial{trial(1950, ""), {Level: 1990, Own: true, Why: "chatcb itself fell behind"}}},
		{Limit: 50_000, Open: true, Trials: []search.Trial{trial(50_000, "")}},
	})
	none := NewLimit("http://backend.example/hook", "items", []search.Search{{Trials: []search.Trial{
		trial(1, "friends were let in without a valid answer in time"), trial(1, "friends were let in without a valid answer in time"),
	}}})
	none.Status = 1
	return map[string]*Limit{"limit": found, "limit-none": none}
}

func TestHuntAndLimitGolden(t *testing.T) {
	t.Parallel()
	var text, json bytes.Buffer
	ShowHunt(&term.Terminal{W: &text, Width: 80}, sampleHunt())
	if err := HuntJSON(&json, sampleHunt()); err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "testdata/hunt.txt", text.String())
	golden.Compare(t, "testdata/hunt.json", json.String())
	schematest.Validate(t, schematest.Compile(t, "hunt.json"), json.String())
	for name, l := range sampleLimits() {
		text.Reset()
		json.Reset()
		ShowLimit(&term.Terminal{W: &text, Width: 80}, l)
		if err := LimitJSON(&json, l); err != nil {
			t.Fatal(err)
		}
		golden.Compare(t, "testdata/"+name+".txt", text.String())
		golden.Compare(t, "testdata/"+name+".json", json.String())
		schematest.Validate(t, schematest.Compile(t, "limit.json"), json.String())
	}
}
