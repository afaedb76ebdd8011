package catalogue

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

func truncated(t *scenarios.CaseRun) {
	control := t.Sample()
	answer := t.ValidControl(control)
	if answer == nil {
		return
	}
	for n := 10; n < len(control.Body); n += 10 {
		r := control.Clone()
		r.Odd, r.Body = true, r.Body[:n]
		rep := t.Send(result.Probe, fmt.Sprintf("first %d bytes", n), r)
		if !t.CheckRefused(answer, rep, language.T("a request that was cut off after {n} bytes is approved", "n", n)) {
			return
		}
		if !t.ExpectBelow500(rep) {
			return
		}
	}
}

func duplicates(t *scenarios.CaseRun) {
	if !t.ControlHolds() {
		return
	}
	control := t.Sample()
	from := control.Clone()
	from.Odd = true
	from.Body = bytes.Replace(from.Body, []byte(`"From_Account": `), []byte(`"From_Account": "chatcb-other","From_Account": `), 1)
	rep := t.Send(result.Probe, "two From_Account", from)
	t.Passive(rep)
	t.ExpectBelow500(rep)

	ids := t.OwnAccounts(2)
	to := t.About(ids[0])
	to.Odd = true
	to.Body = bytes.Replace(to.Body, fmt.Appendf(nil, `"To_Account": %q`, ids[0]),
		fmt.Appendf(nil, `"To_Account": %q,"To_Account": %q`, ids[0], ids[1]), 1)
	rep = t.Send(result.Probe, "two To_Account", to)
	t.Passive(rep)
	if !t.ExpectBelow500(rep) {
		return
	}
	accounts := rep.Accounts()
	switch {
	case len(accounts) == 0:
		t.Remark("the receiver answers nothing about an item with two To_Account")
	case slices.Equal(accounts, ids[:1]):
		t.Remark("of two To_Account the first counts")
	case slices.Equal(accounts, ids[1:]):
		t.Remark("of two To_Account the last counts")
	default:
		t.ViolatedBy(rep, "", "one of the two accounts", language.T("{n} items", "n", len(accounts)),
			"an item with two To_Account is read in no consistent way")
	}
}
