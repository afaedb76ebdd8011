package catalogue

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/spec"
)

func appIDScenarios() []*scenarios.Scenario {
	return []*scenarios.Scenario{scenarios.Advisory(scenarios.Scenario{
		ID: "SEC-005", Title: "SdkAppid twice", Tags: []string{"security", "url", "app-id"}, Level: rule.Warn,
		Sentence: appIDSentence, Source: rule.Page,
		Sent:     "the sample with the right SdkAppid and then a wrong one, and the other way round",
		Expected: "no approval where the wrong one comes first; answers that differ are reported",
		Why:      "Which of two parameters counts depends on the parser; a proxy and a receiver that disagree can be played against each other.",
		Fix:      "Refuse a request in which SdkAppid stands twice.",
		Variants: scenarios.OneCase(appIDTwice),
	})}
}

func appIDTwice(t *scenarios.CaseRun) {
	control := t.Sample()
	answer := t.ValidControl(control)
	if answer == nil {
		return
	}
	with := func(first, second string) *scenarios.Request {
		r := control.Clone()
		r.Odd = true
		r.Query = r.Query.Set(callback.ParamSdkAppid, first)
		r.Query = append(r.Query, callback.Param{Name: callback.ParamSdkAppid, Value: second})
		return r
	}
	right, wrong := t.Suite.AppID, spec.Next(t.Suite.AppID)
	wrongFirst := t.Send(result.Probe, "wrong, then right", with(wrong, right))
	rightFirst := t.Send(result.Probe, "right, then wrong", with(right, wrong))
	t.Passive(rightFirst)
	t.CheckRefused(answer, wrongFirst, "a wrong SdkAppid counts for nothing when a right one follows")
	if wrongFirst.Approved() != rightFirst.Approved() {
		t.Remark("the answer depends on which SdkAppid comes first, so on the parser of the URL")
	}
}
