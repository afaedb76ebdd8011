package scenarios

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

func appIDScenarios() []*Scenario {
	return []*Scenario{advisory(Scenario{
		ID: "SEC-005", Title: "SdkAppid twice", Faults: []string{"no-app-id-check", "app-id-last"}, Tags: []string{"security", "url", "app-id"}, Level: conformance.Warn,
		Sentence: appIDSentence, Source: conformance.Page,
		Sent:     "the sample with the right SdkAppid and then a wrong one, and the other way round",
		Expected: "no approval where the wrong one comes first; answers that differ are reported",
		Why:      "Which of two parameters counts depends on the parser; a proxy and a receiver that disagree can be played against each other.",
		Fix:      "Refuse a request in which SdkAppid stands twice.",
		variants: only(appIDTwice),
	})}
}

func appIDTwice(t *turn) {
	control := t.suite.sample()
	if !t.approvedControl(control) {
		return
	}
	with := func(first, second string) *request {
		r := control.clone()
		r.odd = true
		r.Query = r.Query.Set(callback.ParamSdkAppid, first)
		r.Query = append(r.Query, callback.Param{Name: callback.ParamSdkAppid, Value: second})
		return r
	}
	right, wrong := t.suite.AppID, next(t.suite.AppID)
	wrongFirst := t.send(Probe, "wrong, then right", with(wrong, right))
	rightFirst := t.send(Probe, "right, then wrong", with(right, wrong))
	t.passive(wrongFirst)
	t.passive(rightFirst)
	if wrongFirst.approved() {
		t.violated(wrongFirst, notApproved.words, "a wrong SdkAppid counts for nothing when a right one follows")
	}
	if wrongFirst.approved() != rightFirst.approved() {
		t.say("the answer depends on which SdkAppid comes first, so on the parser of the URL")
	}
}
