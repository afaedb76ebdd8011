package main

// misjudgements are slips in the rules and in the effect.
var misjudgements = []pick{
	{
		"0 is no code", "conformance/rules/answer/codes.go",
		"return n.Value == 0 || callback.CodeInRange(n.Value)",
		"return callback.CodeInRange(n.Value)",
	},
	{
		"negative codes count as positive", "conformance/rules/answer/codes.go",
		"return n.Value == 0 || callback.CodeInRange(n.Value)",
		"return n.Value == 0 || callback.CodeInRange(max(n.Value, -n.Value))",
	},
	{
		"codes wrap at 32 bits", "conformance/rules/answer/codes.go",
		"return n.Value == 0 || callback.CodeInRange(n.Value)",
		"return n.Value == 0 || callback.CodeInRange(int64(int32(n.Value)))",
	},
	{
		"the range is what one-to-one messages have", "conformance/rules/answer/codes.go",
		"return n.Value == 0 || callback.CodeInRange(n.Value)",
		"return n.Value == 0 || n.Value >= 120001 && n.Value <= 130000",
	},
	{
		"the range ends one earlier", "conformance/rules/answer/codes.go",
		"return n.Value == 0 || callback.CodeInRange(n.Value)",
		"return n.Value == 0 || n.Value >= callback.MinCode && n.Value < callback.MaxCode",
	},
	{
		"the range starts one later", "conformance/rules/answer/codes.go",
		"return n.Value == 0 || callback.CodeInRange(n.Value)",
		"return n.Value == 0 || n.Value > callback.MinCode && n.Value <= callback.MaxCode",
	},
	{
		"the range ends one later", "conformance/rules/answer/codes.go",
		"return n.Value == 0 || callback.CodeInRange(n.Value)",
		"return n.Value == 0 || n.Value >= callback.MinCode && n.Value <= callback.MaxCode+1",
	},
	{
		"the range starts one earlier", "conformance/rules/answer/codes.go",
		"return n.Value == 0 || callback.CodeInRange(n.Value)",
		"return n.Value == 0 || n.Value >= callback.MinCode-1 && n.Value <= callback.MaxCode",
	},
	{
		"a denial with OK is a contradiction (CON-003)", "conformance/rules/answer/consistency.go",
		"switch zero := c.Code.Value == 0; {",
		"_, denials := c.decisions()\n\t\tswitch zero := c.Code.Value == 0 && denials == 0; {",
	},
	{
		"OK is required with every ErrorCode", "conformance/rules/answer/consistency.go",
		"case string(status) == callback.StatusFail && zero:",
		"case string(status) == callback.StatusFail:",
	},
	{
		"a fail-open denial needs OK", "conformance/rules/answer/consistency.go",
		"c.failed() && allowed > 0 && allowed == len(c.Items) {",
		"c.Facts&read.NotOK == 0 && c.failed() && allowed > 0 && allowed == len(c.Items) {",
	},
	{
		"allow and block are swapped", "conformance/effect.go",
		"\treturn ruling{callback.Said, Block, Documented}",
		"\treturn ruling{callback.Said, Allow, Documented}",
	},
	{
		"0 blocks", "conformance/effect.go",
		"\t\treturn ruling{callback.Said, Allow, Documented}",
		"\t\treturn ruling{callback.Said, Block, Documented}",
	},
	{
		"late denials count", "conformance/effect.go",
		"\tcase r.Facts&read.Late != 0:\n",
		"\tcase r.Facts&read.Late != 0 && r.Facts&read.Denied == 0:\n",
	},
	{
		"denials with another status count", "conformance/effect.go",
		"\tcase status != 200:\n",
		"\tcase status >= 500:\n",
	},
	{
		"redirects are followed", "conformance/effect.go",
		"\tcase status != 200:\n",
		"\tcase status != 200 && status != 302:\n",
	},
	{
		"ErrorCode denies", "conformance/effect.go",
		"\t\treturn ruling{callback.ErrorCode, Allow, r.errorBasis()}, true",
		"\t\treturn ruling{callback.ErrorCode, Block, r.errorBasis()}, true",
	},
	{
		"ErrorCode does not matter", "conformance/effect.go",
		"\treturn r.Code.Form < read.Plain || r.Code.Value != 0 || r.CodeDoubt",
		"\treturn r.Code.Form < read.Plain || r.CodeDoubt",
	},
	{
		"a missing ErrorCode is 0", "conformance/effect.go",
		"\treturn r.Code.Form < read.Plain || r.Code.Value != 0 || r.CodeDoubt",
		"\treturn r.Code.Value != 0 || r.CodeDoubt",
	},
	{
		"two ErrorCodes are one", "conformance/effect.go",
		"\treturn r.Code.Form < read.Plain || r.Code.Value != 0 || r.CodeDoubt",
		"\treturn r.Code.Form < read.Plain || r.Code.Value != 0",
	},
	{
		"something behind the object does not matter", "conformance/effect.go",
		"\tcase r.Facts&read.Trailing != 0:\n\t\treturn documented, true\n",
		"",
	},
	{
		"no item means blocked", "conformance/assume.go",
		`{"not-answered", "allow", "block",`,
		`{"not-answered", "block", "allow",`,
	},
	{
		"out of range allows", "conformance/assume.go",
		`{"out-of-range", "block", "allow",`,
		`{"out-of-range", "allow", "block",`,
	},
	{
		"wide codes are documented to deny", "conformance/effect.go",
		" && s.Code.Narrow() {",
		" {",
	},
	{
		"an account in one of two ResultItems is answered", "conformance/effect.go",
		"\tcase s.Doubtful || s.Arrays < r.Arrays || differ:",
		"\tcase s.Doubtful || differ:",
	},
	{
		"what was said is the effect", "conformance/effect.go",
		"case s.Says == read.SaysAllow:\n\t\t\tv.Said = SaidAllow",
		"case s.Says == read.SaysAllow && !settled:\n\t\t\tv.Said = SaidAllow",
	},
	{
		"assumptions are shown as facts", "conformance/effect.go",
		"doubt:\n\t\t\town.basis = Assumed\n",
		"doubt:\n\t\t\town.basis = Documented\n",
	},
	{
		"a vendor type is not JSON", "conformance/rules/answer/headers.go",
		` || strings.HasSuffix(media, "+json")`,
		` || strings.HasSuffix(media, "+json") && media == ""`,
	},
	{
		"any type with json in it is JSON", "conformance/rules/answer/headers.go",
		`media == "application/json" || strings.HasSuffix(media, "+json")`,
		`strings.Contains(media, "json")`,
	},
	{
		"traces from the request count", "conformance/rules/answer/texts.go",
		"t.matches(text, i) && !c.sent(t.text)",
		"t.matches(text, i)",
	},
	{
		"paths within URLs count", "conformance/rules/answer/traces.go",
		"\tcase t.start && i > 0 && pathByte(text[i-1]):\n\t\treturn false\n",
		"",
	},
	{
		"ErrorInfo is not looked at", "conformance/rules/answer/texts.go",
		"for i := errorInfo; i < len(c.Items); i++ {\n\t\t\ts := c.said(i)",
		"for i := 0; i < len(c.Items); i++ {\n\t\t\ts := c.said(i)",
	},
	{
		"limits are in characters", "conformance/rules/request/fields.go",
		"ok && len(text) > of.Limit {",
		"ok && len([]rune(string(text))) > of.Limit {",
	},
	{
		"limits are of the spelling", "conformance/rules/request/fields.go",
		"ok && len(text) > of.Limit {",
		"ok && len(f.Text) > of.Limit {",
	},
	{
		"Sign is compared without case", "conformance/rules/request/sign.go",
		"subtle.ConstantTimeCompare(append(text[:0], sign...), digest[:])",
		"subtle.ConstantTimeCompare(func() []byte { b, _ := hex.DecodeString(sign); return hex.AppendEncode(nil, b) }(), digest[:])",
	},
	{
		"a cut-off Sign is right", "conformance/rules/request/sign.go",
		"return len(sign) == len(digest) && subtle.ConstantTimeCompare(append(text[:0], sign...), digest[:]) == 1",
		"return subtle.ConstantTimeCompare(append(text[:0], sign...), digest[:min(len(sign), len(digest))]) == 1",
	},
	{
		"the window is open to the future", "conformance/rules/request/sign.go",
		" || seconds > now+window {",
		" {",
	},
	{
		"the window is open to the past", "conformance/rules/request/sign.go",
		"seconds < now-window || ",
		"",
	},
	{
		"EventTime in seconds will do", "conformance/rules/request/sense.go",
		"n.Value >= earliest.UnixMilli()",
		"n.Value >= earliest.Unix()",
	},
	{
		"the Judgement is not emptied", "conformance/judge.go",
		"q.Webhook.OrFirst(), out.Findings[:0], out.Verdicts[:0]",
		"q.Webhook.OrFirst(), out.Findings, out.Verdicts[:0]",
	},
	{
		"two denials that differ are in conflict", "conformance/effect.go",
		"s.Says&(s.Says-1) != 0 && !s.Says.Denies()",
		"s.Differ",
	},
	{
		"a code out of the range is documented in a broken answer", "conformance/effect.go",
		"case d.assumesOK() || doubt:",
		"case d.assumesOK() || own.cause == callback.Said && doubt:",
	},
	{
		"a top-level error in a broken answer is documented", "conformance/effect.go",
		"own.cause == callback.ErrorCode && doubt {",
		"own.cause == callback.ErrorCode && doubt && v.HasCode && v.Code > 0 {",
	},
	{
		"a redirect keeps its severity", "conformance/rules/answer/transport.go",
		"c.inherit(f, rule.MustLinked) // STS-001",
		"_ = f",
	},
	{
		"a fail-open is as binding as the rule that explains it", "conformance/judge.go",
		"open != \"\" && fails && !q.Hostile",
		"open == \"x\" && fails && !q.Hostile",
	},
	{
		"a refusal of a stranger is a MUST", "conformance/rules/answer/consistency.go",
		"if c.Hostile { //",
		"if c.Hostile && c.failed() == false { //",
	},
	{
		"only the first wrong name is named", "conformance/rules/answer/json.go",
		"!slices.Contains(wrong, name) {",
		"len(wrong) == 0 {",
	},
	{
		"an answer in a wrapper lacks everything", "conformance/internal/read/items.go",
		"return known > 1",
		"return false",
	},
	{
		"Unicode forms look the same", "conformance/internal/read/match.go",
		"return norm.NFC.String(a) == norm.NFC.String(b)",
		"return false",
	},
}
