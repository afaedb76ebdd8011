package scenarios

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// staleVariants has one that is old but not too old. It is 58 seconds old and not 59, because the clocks of two machines
// tick at different moments.
func staleVariants() []variant {
	list := refusals(false,
		signProbe{"61-s", signedAt(-61 * time.Second)},
		signProbe{"10-min", signedAt(-10 * time.Minute)},
		signProbe{"1-day", signedAt(-24 * time.Hour)},
		signProbe{"zero", timed(func(time.Time) string { return "0" })},
	)
	return append(list, variant{"58-s", func(t *turn) {
		r := t.suite.sample()
		r.Sign = signedAt(-58 * time.Second)
		rep := t.send(Probe, "58 s old", r)
		control := t.plainControl()
		if t.expectValid(rep, func() *reply { return control }) && control.approved() && !rep.approved() {
			t.violated(rep, "the same answer as to a fresh Sign", "a Sign that is not a minute old is refused")
		}
	}})
}

// signTwice gives two Signs, or one as PHP and others write an array.
func signTwice() []variant {
	with := func(order func(good, bad string) []callback.Param) signer {
		return signedThen(nil, func(q callback.Query) callback.Query {
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
	reported := func(what string, sign signer) func(*turn) {
		return func(t *turn) {
			r := t.suite.sample()
			r.odd, r.Sign = true, sign
			rep := t.send(Probe, what, r)
			t.passive(rep)
			t.expectBelow500(rep)
			t.say("to " + what + " the receiver answers: " + rep.summary())
		}
	}
	return append(refusals(true, signProbe{"bad-first", badFirst}),
		variant{"good-first", reported("a good and then a bad Sign", goodFirst)},
		variant{"array", reported("Sign[]", array)})
}

// replayScenarios report what the scheme cannot stop.
func replayScenarios() []*Scenario {
	return []*Scenario{
		signScenario(Scenario{
			ID: "SEC-030", Title: "replay inside the window", Severity: conformance.Advisory, Level: conformance.Note, Tags: []string{"replay"},
			Sentence: freshSentence, Source: conformance.ConfigPage,
			Sent: "the same bytes twice", Expected: "the same decision; it is reported that the scheme cannot stop this",
			Why: "Within a minute whoever saw a request can send it again.", Fix: "Let only Chat's addresses through to the receiver.",
			variants: only(replayed),
		}),
		signScenario(Scenario{
			ID: "SEC-031", Title: "signature re-used for another body", Severity: conformance.Advisory, Level: conformance.Note, Tags: []string{"replay"},
			Sent: "the sample with another To_Account under the Sign of the first", Expected: "it is reported: the body is not signed",
			Why: "Whoever saw one Sign can ask about anybody for a minute.", Fix: "Let only Chat's addresses through to the receiver.",
			variants: only(borrowed),
		}),
	}
}

func fixedAt(at int64) signer {
	return func(q callback.Query, token string, _ time.Time) callback.Query { return q.Signed(token, at) }
}

func replayed(t *turn) {
	r := t.suite.sample()
	r.Sign = fixedAt(time.Now().Unix())
	first := t.send(Control, "first time", r)
	second := t.send(Probe, "second time", r)
	t.passive(first)
	t.passive(second)
	t.expectSame("a replay", second, first.decisions())
	if first.valid() && second.valid() {
		t.say("the same bytes are accepted twice within the minute: the scheme cannot stop this")
	}
}

func borrowed(t *turn) {
	at := time.Now().Unix()
	first, second := t.suite.sample(), t.friends(1)
	first.Sign, second.Sign = fixedAt(at), fixedAt(at)
	t.passive(t.send(Control, "first body", first))
	rep := t.send(Probe, "another body, same Sign", second)
	t.passive(rep)
	if rep.valid() {
		t.say("the Sign of one request is accepted with another body, at RequestTime " + strconv.FormatInt(at, 10) + ": the scheme does not sign the body")
	}
}
