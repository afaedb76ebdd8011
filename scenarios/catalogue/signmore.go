package catalogue

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// staleVariants has one that is old but not too old. It is 58 seconds old and not 59, because the clocks of two machines
// tick at different moments.
func staleVariants() []scenarios.Variant {
	list := refusals(false,
		signProbe{"61-s", signedAt(-61 * time.Second)},
		signProbe{"10-min", signedAt(-10 * time.Minute)},
		signProbe{"1-day", signedAt(-24 * time.Hour)},
		signProbe{"zero", timed(func(time.Time) string { return "0" })},
	)
	return append(list, scenarios.Variant{Key: "58-s", Run: func(t *scenarios.CaseRun) {
		r := t.Suite.Sample()
		r.Sign = signedAt(-58 * time.Second)
		rep := t.Send(result.Probe, "58 s old", r)
		control := t.PlainControl()
		if t.ExpectValid(rep, func() *scenarios.Reply { return control }) && control.Approved() && !rep.Approved() {
			t.Violated(rep, "the same answer as to a fresh Sign", "a Sign that is not a minute old is refused")
		}
	}})
}

// signTwice gives two Signs, or one as PHP and others write an array.
func signTwice() []scenarios.Variant {
	with := func(order func(good, bad string) []callback.Param) scenarios.Signer {
		return scenarios.SignedThen(nil, func(q callback.Query) callback.Query {
			good, _ := q.Get(callback.ParamSign)
			return append(q.Del(callback.ParamSign), order(good, flipped(good))...)
		})
	}
	const name = callback.ParamSign
	badFirst := with(func(good, bad string) []callback.Param {
		return []callback.Param{{Name: name, Value: bad}, {Name: name, Value: good}}
	})
	goodFirst := with(func(good, bad string) []callback.Param {
		return []callback.Param{{Name: name, Value: good}, {Name: name, Value: bad}}
	})
	array := with(func(good, _ string) []callback.Param { return []callback.Param{{Name: name + "[]", Value: good}} })
	reported := func(what string, sign scenarios.Signer) func(*scenarios.CaseRun) {
		return func(t *scenarios.CaseRun) {
			r := t.Suite.Sample()
			r.Odd, r.Sign = true, sign
			rep := t.Send(result.Probe, what, r)
			t.Passive(rep)
			t.ExpectBelow500(rep)
			t.Remark("to " + what + " the receiver answers: " + rep.Summary())
		}
	}
	return append(refusals(true, signProbe{"bad-first", badFirst}),
		scenarios.Variant{Key: "good-first", Run: reported("a good and then a bad Sign", goodFirst)},
		scenarios.Variant{Key: "array", Run: reported("Sign[]", array)})
}

// replayScenarios report what the scheme cannot stop.
func replayScenarios() []*scenarios.Scenario {
	return []*scenarios.Scenario{
		signScenario(scenarios.Scenario{
			ID: "SEC-030", Title: "replay inside the window", Severity: rule.Advisory, Level: rule.Note, Tags: []string{"replay"},
			Sentence: freshSentence, Source: rule.ConfigPage,
			Sent: "the same bytes twice", Expected: "the same decision; it is reported that the scheme cannot stop this",
			Why: "Within a minute whoever saw a request can send it again.", Fix: "Let only Chat's addresses through to the receiver.",
			Variants: scenarios.OneCase(replayed),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-031", Title: "signature re-used for another body", Severity: rule.Advisory, Level: rule.Note, Tags: []string{"replay"},
			Sent: "the sample with another To_Account under the Sign of the first", Expected: "it is reported: the body is not signed",
			Why: "Whoever saw one Sign can ask about anybody for a minute.", Fix: "Let only Chat's addresses through to the receiver.",
			Variants: scenarios.OneCase(borrowed),
		}),
	}
}

func fixedAt(at int64) scenarios.Signer {
	return func(q callback.Query, token string, _ time.Time) callback.Query { return q.Signed(token, at) }
}

func replayed(t *scenarios.CaseRun) {
	r := t.Suite.Sample()
	r.Sign = fixedAt(time.Now().Unix())
	first := t.Send(result.Control, "first time", r)
	second := t.Send(result.Probe, "second time", r)
	t.Passive(first)
	t.Passive(second)
	t.ExpectSame("a replay", second, first.Decisions())
	if first.Valid() && second.Valid() {
		t.Remark("the same bytes are accepted twice within the minute: the scheme cannot stop this")
	}
}

func borrowed(t *scenarios.CaseRun) {
	at := time.Now().Unix()
	first, second := t.Suite.Sample(), t.AboutMany(1)
	first.Sign, second.Sign = fixedAt(at), fixedAt(at)
	t.Passive(t.Send(result.Control, "first body", first))
	rep := t.Send(result.Probe, "another body, same Sign", second)
	t.Passive(rep)
	if rep.Valid() {
		t.Remark("the Sign of one request is accepted with another body, at RequestTime " + strconv.FormatInt(at, 10) + ": the scheme does not sign the body")
	}
}
