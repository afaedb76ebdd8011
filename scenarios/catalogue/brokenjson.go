package catalogue

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"unicode/utf16"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// brokenScenarios send bodies that are no JSON, or not the JSON that they seem to be.
func brokenScenarios() []*scenarios.Scenario {
	encodings := scenarios.Advisory(scenarios.Scenario{
		ID: "ROB-011", Title: "BOM, UTF-16, GBK bodies", Tags: []string{"robustness", "unicode"}, Depth: scenarios.Full, Hostile: true,
		Sentence: "JSON between systems is UTF-8 without a byte order mark (RFC 8259, section 8.1).",
		Sent:     "the sample with a byte order mark, in UTF-16, and with GBK bytes in a text",
		Expected: "a VALID answer, FAIL with a code in range or a status from 400 to 499, and ALIVE",
		Why:      "Bytes that are no UTF-8 raise what nobody catches.", Fix: "Refuse what is not UTF-8, with FAIL or 400.",
	})
	for _, e := range []struct {
		key  string
		body func([]byte) []byte
	}{
		{"bom", func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }},
		{"utf-16", utf16Bytes},
		{"gbk", func(b []byte) []byte { return bytes.Replace(b, []byte("remark1"), []byte("\xba\xc3\xd3\xd1"), 1) }},
	} {
		encodings.Variants = append(encodings.Variants, scenarios.Variant{Key: e.key, Run: func(t *scenarios.CaseRun) {
			r := t.Sample()
			r.Body = e.body(r.Body)
			survives(t, e.key, r, scenarios.ValidAnswer, scenarios.HasFailed, scenarios.ClientError)
		}})
	}
	return []*scenarios.Scenario{
		scenarios.Advisory(scenarios.Scenario{
			ID: "ROB-005", Title: "truncated JSON", Tags: []string{"robustness", "json"}, Level: rule.Warn, Depth: scenarios.Full, Hostile: true,
			Sentence: "Half a request is no request.",
			Sent:     "the sample cut at every tenth byte", Expected: "an answer that approves nobody, with a status below 500",
			Why:      "A parser that repairs what is cut off approves what nobody requested.",
			Fix:      "Answer FAIL with a code in range or 400 to what is not JSON.",
			Variants: scenarios.OneCase(truncated),
		}),
		scenarios.Advisory(scenarios.Scenario{
			ID: "ROB-009", Title: "duplicate members in the request", Tags: []string{"robustness", "json"}, Depth: scenarios.Full, Hostile: true,
			Sentence: "Which of two members of the same name counts is up to the parser (RFC 8259, section 4).",
			Sent:     "the sample with two From_Account, and with two To_Account in one item",
			Expected: "one consistent reading: the answered account is one of the two; it is reported which",
			Why:      "A filter and a receiver that read different accounts can be played against each other.",
			Fix:      "Refuse members that stand twice.",
			Variants: scenarios.OneCase(duplicates),
		}),
		scenarios.Advisory(scenarios.Scenario{
			ID: "ROB-010", Title: "gzip body", Tags: []string{"robustness"}, Depth: scenarios.Full, Hostile: true,
			Sentence: "A server that cannot read a Content-Encoding says so with 415 (RFC 9110, section 15.5.16).",
			Sent:     "the sample compressed, with Content-Encoding: gzip", Expected: "a VALID answer, 415 or 400, and ALIVE",
			Why: "A body that is read as if it were plain is not JSON.", Fix: "Leave the header to your framework, or answer 415.",
			Variants: scenarios.OneCase(func(t *scenarios.CaseRun) {
				r := t.Sample()
				r.Body = compressed(r.Body)
				scenarios.SetHeader(&r.Head, "Content-Encoding", "gzip")
				survives(t, "gzip", r, scenarios.ValidAnswer, scenarios.HasFailed, scenarios.StatusAnswer(415), scenarios.StatusAnswer(400))
			}),
		}),
		encodings,
	}
}

func utf16Bytes(b []byte) []byte {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(string(b))) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

func compressed(b []byte) []byte {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, _ = w.Write(b) // a buffer takes everything
	_ = w.Close()
	return buf.Bytes()
}

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
		if !t.CheckRefused(answer, rep, fmt.Sprintf("a request that was cut off after %d bytes is approved", n)) {
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
	items := scenarios.ReadLenient(rep.Exchange.Answer.Body).Items
	switch {
	case len(items) == 0:
		t.Remark("the receiver answers nothing about an item with two To_Account")
	case len(items) == 1 && items[0].Account == ids[0]:
		t.Remark("of two To_Account the first counts")
	case len(items) == 1 && items[0].Account == ids[1]:
		t.Remark("of two To_Account the last counts")
	default:
		t.ViolatedBy(rep, "", "one of the two accounts", fmt.Sprintf("%d items", len(items)),
			"an item with two To_Account is read in no consistent way")
	}
}
