package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

func unicodeScenarios() []*scenarios.Scenario {
	sc := scenarios.Advisory(scenarios.Scenario{
		ID: "ROB-001", Title: "unicode accounts and texts", Tags: []string{"robustness", "unicode"}, Severity: rule.Should, Level: rule.Warn,
		Depth: scenarios.Full, Hostile: true, Sentence: "Remarks and wordings are in every script; an account comes back byte for byte.",
		Sent:     "accounts and texts in CJK, with emoji, right to left, combining marks, U+0000 and U+2028, raw and escaped",
		Expected: "a VALID answer with the accounts echoed byte for byte, and the same decision over both spellings",
		Why:      "An account that comes back in another form is an account that was not answered: the friend is added.",
		Fix:      "Treat texts as UTF-8 throughout; do not normalise, trim or fold accounts.",
	})
	for _, text := range []choiceText{
		{"cjk", "用户小明"},
		{"emoji", "👩‍👩‍👧‍👦"},
		{"rtl", "مرحبا"},
		{"combining", "é"},
		{"composed", "é"},
		{"nul", "a\x00b"},
		{"line-separator", "a\u2028b"},
	} {
		sc.Variants = append(sc.Variants, scenarios.Variant{Key: text.key, Run: func(t *scenarios.CaseRun) { bothSpellings(t, text.text) }})
	}
	return []*scenarios.Scenario{sc}
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

func sizeScenarios() []*scenarios.Scenario {
	long := scenarios.Advisory(scenarios.Scenario{
		ID: "ROB-002", Title: "long fields", Tags: []string{"robustness", "size"}, Level: rule.Warn, Depth: scenarios.Full, Hostile: true,
		Sentence: "AddWording, Remark and accounts have limits that Chat keeps; a caller who is not Chat does not.",
		Sent:     "AddWording, Remark and To_Account of 256 bytes, 4 KiB and 64 KiB",
		Expected: "a VALID answer, FAIL with a code in range or a status from 400 to 499, and ALIVE",
		Why:      "A text that fits no column or buffer raises what nobody catches.",
		Fix:      "Check lengths before use, and answer FAIL with a code in range or 400.",
	})
	for _, n := range []int{256, 4 << 10, 64 << 10} {
		for _, field := range []string{"wording", "remark", "account"} {
			long.Variants = append(long.Variants, scenarios.Variant{
				Key: field + "-" + strconv.Itoa(n),
				Run: func(t *scenarios.CaseRun) { longField(t, field, n) },
			})
		}
	}
	huge := scenarios.Advisory(scenarios.Scenario{
		ID: "ROB-003", Title: "huge body", Tags: []string{"robustness", "size"}, Level: rule.Warn, Depth: scenarios.Full, Hostile: true,
		Place:    scenarios.Alone,
		Sentence: "A body has a limit, and the limit an answer.",
		Sent:     "the sample with a wording of 1 MiB and 10 MiB", Expected: "a VALID answer, 413 or 400 within the budget, and ALIVE",
		Why: "A receiver that reads whatever comes runs out of memory.", Fix: "Limit the body to what the largest batch needs, and answer 413.",
	})
	for _, mib := range []int{1, 10} {
		huge.Variants = append(huge.Variants, scenarios.Variant{
			Key: strconv.Itoa(mib) + "-MiB",
			Run: func(t *scenarios.CaseRun) { hugeBody(t, mib<<20) },
		})
	}
	deep := scenarios.Advisory(scenarios.Scenario{
		ID: "ROB-004", Title: "deep nesting", Tags: []string{"robustness", "json"}, Level: rule.Warn, Depth: scenarios.Full, Hostile: true,
		Sentence: "JSON can be nested as deep as a caller likes.",
		Sent:     "the sample with an extra member of 10 000 opening brackets", Expected: "400 or a VALID answer, and ALIVE",
		Why: "A parser that calls itself for every level runs out of stack.", Fix: "Use a parser with a limit of depth.",
		Variants: scenarios.OneCase(deepNesting),
	})
	names := scenarios.Advisory(scenarios.Scenario{
		ID: "ROB-012", Title: "poisoned member names", Tags: []string{"robustness", "json"}, Level: rule.Warn, Depth: scenarios.Full,
		Hostile:  true,
		Sentence: "A member that is not known is passed over, whatever it is called.",
		Sent:     "the sample with members __proto__, constructor and $where, and with 10 000 distinct members",
		Expected: "a VALID answer, and ALIVE",
		Why:      "Copying members into an object by name can change what the program is.", Fix: "Read the members that you know, and no others.",
		Variants: []scenarios.Variant{
			{Key: "names", Run: func(t *scenarios.CaseRun) { extraMembers(t, poisoned()) }},
			{Key: "many", Run: func(t *scenarios.CaseRun) { extraMembers(t, manyMembers()) }},
		},
	})
	return []*scenarios.Scenario{long, huge, deep, names}
}

func longField(t *scenarios.CaseRun, field string, n int) {
	text := strings.Repeat("x", n)
	account := t.OwnAccounts(1)[0]
	if field == "account" {
		account = text
	}
	q := t.SampleAbout(account)
	switch field {
	case "wording":
		q.Items[0].Texts[callback.Wording] = text
	case "remark":
		q.Items[0].Texts[callback.Remark] = text
	}
	survives(t, "long "+field, t.Spell(q, callback.Documented), scenarios.ValidAnswer, scenarios.HasFailed, scenarios.ClientError)
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
		t.Remark("the receiver ended the connection over a body of " + strconv.Itoa(n>>20) + " MiB")
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
