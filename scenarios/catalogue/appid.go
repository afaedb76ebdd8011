package catalogue

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/spec"
)

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
