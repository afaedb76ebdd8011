package catalogue

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

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
		t.Remark(language.T("the Sign of one request is accepted with another body, at RequestTime {time}: the scheme does not sign the body",
			"time", at))
	}
}
