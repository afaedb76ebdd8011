package catalogue

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// signScenarios are those about Sign that are not a matter of how it is made; for the others see builtin/sign.yaml.
func signScenarios() []*scenarios.Scenario {
	const window, fix = "A RequestTime more than one minute off means an invalid request (replay protection).",
		"Let only Chat's addresses through to the receiver."
	return []*scenarios.Scenario{
		{
			ID: "SEC-020", Title: "valid Sign is accepted", Tags: []string{"security", "sign"}, Severity: rule.Should, Level: rule.Fail,
			Sentence: "Sign=sha256(Token RequestTime)", Source: rule.Overview, Depth: scenarios.Quick,
			Needs: []scenarios.Need{scenarios.NeedToken},
			Sent:  "the sample with a right Sign", Expected: "a VALID answer",
			Why:      "A receiver that refuses what Chat sends lets everybody through.",
			Fix:      "Compare Sign in constant time with lower-case hex SHA-256 of token followed by RequestTime, as texts of the URL.",
			Variants: scenarios.OneCase(rightSign),
		},
		scenarios.Advisory(scenarios.Scenario{
			ID: "SEC-030", Title: "replay inside the window", Tags: []string{"security", "sign", "replay"}, Sentence: window,
			Source: rule.ConfigPage,
			Needs:  []scenarios.Need{scenarios.NeedToken},
			Sent:   "the same bytes twice", Expected: "the same decision; it is reported that the scheme cannot stop this",
			Why: "Within a minute anybody who saw a request can send it again.", Fix: fix, Variants: scenarios.OneCase(replayed),
		}),
		scenarios.Advisory(scenarios.Scenario{
			ID: "SEC-031", Title: "signature re-used for another body", Tags: []string{"security", "sign", "replay"},
			Sentence: "Sign=sha256(Token RequestTime)", Source: rule.Overview, Needs: []scenarios.Need{scenarios.NeedToken},
			Sent: "the sample with another To_Account under the Sign of the first", Expected: "it is reported: the body is not signed",
			Why: "Anybody who saw one Sign can ask about anybody for a minute.", Fix: fix, Variants: scenarios.OneCase(borrowed),
		}),
	}
}

func rightSign(t *scenarios.CaseRun) {
	r := t.Send(result.Probe, "right Sign", t.Sample())
	t.Passive(r)
	if r.Failed() || r.Status() == 401 || r.Status() == 403 {
		t.Violated(r, "a decision", "a request with a right Sign is refused; is it another token (--token-file), or another SdkAppid (--app-id)?")
	}
}

// fixedAt signs for one fixed time.
func fixedAt(at int64) scenarios.Signer {
	return func(q callback.Query, token string, _ time.Time) callback.Query { return q.Signed(token, at) }
}

func replayed(t *scenarios.CaseRun) {
	r := t.Sample()
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
	first, second := t.Sample(), t.AboutMany(1)
	first.Sign, second.Sign = fixedAt(at), fixedAt(at)
	t.Passive(t.Send(result.Control, "first body", first))
	rep := t.Send(result.Probe, "another body, same Sign", second)
	t.Passive(rep)
	if rep.Valid() {
		t.Remark("the Sign of one request is accepted with another body, at RequestTime " + strconv.FormatInt(at,
			10) + ": the scheme does not sign the body")
	}
}
