package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// scripts are accounts and texts as people have them.
func scripts() []choice[string] {
	return []choice[string]{
		{"cjk", "用户小明"},
		{"emoji", "👩‍👩‍👧‍👦"},
		{"rtl", "مرحبا"},
		{"combining", "é"},
		{"composed", "é"},
		{"nul", "a\x00b"},
		{"line-separator", "a\u2028b"},
	}
}

// bothSpellings asks about an account as it is, and with every letter escaped.
func bothSpellings(t *scenarios.CaseRun, account string) {
	q := t.SampleAbout(account)
	q.Items[0].Texts[callback.Remark], q.Items[0].Texts[callback.Wording] = account, account
	raw := t.Spell(q, callback.Documented)
	raw.Odd = true
	escaped := raw.Clone()
	escaped.Body = []byte(strings.ReplaceAll(string(raw.Body), string(rawjson.AppendString(nil, account)), `"`+escapeAll(account)+`"`))
	first := t.Send(result.Probe, "raw", raw)
	if !t.ExpectAnswer(first, t.PlainControl, scenarios.ValidAnswer, scenarios.HasFailed, scenarios.ClientError) || !first.Valid() {
		return
	}
	second := t.Send(result.Probe, "escaped", escaped)
	if t.ExpectAnswer(second, t.PlainControl, scenarios.ValidAnswer) {
		t.ExpectSame("the spelling of an account", second, first.Decisions())
	}
}

// escapeAll spells every letter as \uXXXX.
func escapeAll(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r >= 0x10000 {
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
			continue
		}
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	return b.String()
}

func hugeBody(t *scenarios.CaseRun, n int) {
	q := t.SampleAbout(t.OwnAccounts(1)...)
	q.Items[0].Texts[callback.Wording] = strings.Repeat("x", n)
	r := t.Spell(q, callback.Documented)
	r.Odd = true
	if !t.ControlHolds() {
		return
	}
	rep := t.SendFresh(result.Probe, "huge body", r)
	if rep.Exchange.Failure.Cause == callback.Reset {
		t.Remark(language.T("the receiver ended the connection over a body of {n} MiB", "n", n>>20))
	} else if !t.ExpectAnswer(rep, t.PlainControl, scenarios.ValidAnswer, scenarios.HasFailed, scenarios.StatusAnswer(413),
		scenarios.StatusAnswer(400)) {
		return
	}
	t.ExpectAlive("a huge body")
}

func deepNesting(t *scenarios.CaseRun) {
	const depth = 10000
	r := t.Sample()
	deep := strings.Repeat("[", depth) + strings.Repeat("]", depth)
	r.Body = slices.Concat(r.Body[:len(r.Body)-1], []byte(`,"Deep": `+deep+`}`))
	survives(t, "deep nesting", r, scenarios.ValidAnswer, scenarios.HasFailed, scenarios.ClientError)
}

func poisoned() []callback.Member {
	return []callback.Member{
		{Name: "__proto__", Value: `{"ActionStatus": "FAIL", "isAdmin": true}`},
		{Name: "constructor", Value: `{"prototype": {"x": 1}}`},
		{Name: "$where", Value: `"sleep(1)"`},
		{Name: "toString", Value: `null`},
		{Name: "length", Value: `-1`},
		{Name: "", Value: `0`},
	}
}

func manyMembers() []callback.Member {
	members := make([]callback.Member, 10000)
	for i := range members {
		members[i] = callback.Member{Name: "m" + strconv.Itoa(i), Value: "0"}
	}
	return members
}

func extraMembers(t *scenarios.CaseRun, extra []callback.Member) {
	q := t.SampleAbout(t.SampleAccounts()...)
	q.Extra = extra
	q.Items[0].Extra = extra[:min(len(extra), 6)]
	survives(t, "extra members", t.Spell(q, callback.Documented), scenarios.ValidAnswer)
}

// survives sends an odd request: one of the kinds of answers will do, and the receiver must be alive afterwards.
func survives(t *scenarios.CaseRun, what string, r *scenarios.Request, kinds ...scenarios.AnswerKind) {
	if !t.ControlHolds() {
		return
	}
	r.Odd = true
	rep := t.SendFresh(result.Probe, what, r)
	t.ExpectAnswer(rep, t.PlainControl, kinds...)
	t.ExpectAlive(what)
}
