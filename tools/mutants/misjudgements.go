package main

// misjudgements are slips in the rules and in the effect.
var misjudgements = []pick{
	{
		"0 is no code", "rulescodes.go",
		"return n.value == 0 || callback.CodeInRange(n.value)",
		"return callback.CodeInRange(n.value)",
	},
	{
		"negative codes count as positive", "rulescodes.go",
		"return n.value == 0 || callback.CodeInRange(n.value)",
		"return n.value == 0 || callback.CodeInRange(max(n.value, -n.value))",
	},
	{
		"codes wrap at 32 bits", "rulescodes.go",
		"return n.value == 0 || callback.CodeInRange(n.value)",
		"return n.value == 0 || callback.CodeInRange(int64(int32(n.value)))",
	},
	{
		"the range is what one-to-one messages have", "rulescodes.go",
		"return n.value == 0 || callback.CodeInRange(n.value)",
		"return n.value == 0 || n.value >= 120001 && n.value <= 130000",
	},
	{
		"the range ends one earlier", "rulescodes.go",
		"return n.value == 0 || callback.CodeInRange(n.value)",
		"return n.value == 0 || n.value >= callback.MinCode && n.value < callback.MaxCode",
	},
	{
		"the range starts one later", "rulescodes.go",
		"return n.value == 0 || callback.CodeInRange(n.value)",
		"return n.value == 0 || n.value > callback.MinCode && n.value <= callback.MaxCode",
	},
	{
		"the range ends one later", "rulescodes.go",
		"return n.value == 0 || callback.CodeInRange(n.value)",
		"return n.value == 0 || n.value >= callback.MinCode && n.value <= callback.MaxCode+1",
	},
	{
		"the range starts one earlier", "rulescodes.go",
		"return n.value == 0 || callback.CodeInRange(n.value)",
		"return n.value == 0 || n.value >= callback.MinCode-1 && n.value <= callback.MaxCode",
	},
	{
		"a denial with OK is a contradiction (CON-003)", "rulesconsistency.go",
		"if success != (r.code.value == 0) {",
		"if _, denials := r.decisions(); success != (r.code.value == 0 && denials == 0) {",
	},
	{
		"OK is required with every ErrorCode", "rulesconsistency.go",
		"if success != (r.code.value == 0) {",
		"if !success {",
	},
	{
		"a fail-open denial needs OK", "rulesconsistency.go",
		"r.failed() && zeros > 0 && zeros == len(r.items)",
		"r.facts&notOK == 0 && r.failed() && zeros > 0 && zeros == len(r.items)",
	},
	{
		"allow and block are swapped", "effect.go",
		"\t\treturn ruling{callback.Said, Block, Documented}",
		"\t\treturn ruling{callback.Said, Allow, Documented}",
	},
	{
		"0 blocks", "effect.go",
		"\t\treturn ruling{callback.Said, Allow, Documented}",
		"\t\treturn ruling{callback.Said, Block, Documented}",
	},
	{
		"late denials count", "effect.go",
		"\tcase r.facts&late != 0:\n",
		"\tcase r.facts&late != 0 && r.out.Fails() && r.facts&denied == 0:\n",
	},
	{
		"denials with another status count", "effect.go",
		"\tcase status != 200:\n",
		"\tcase status >= 500:\n",
	},
	{
		"redirects are followed", "effect.go",
		"\tcase status != 200:\n",
		"\tcase status != 200 && status != 302:\n",
	},
	{
		"ErrorCode denies", "effect.go",
		"\t\treturn ruling{callback.ErrorCode, Allow, r.errorBasis()}, true",
		"\t\treturn ruling{callback.ErrorCode, Block, r.errorBasis()}, true",
	},
	{
		"ErrorCode does not matter", "effect.go",
		"\treturn r.code.form < plain || r.code.value != 0 || r.codeDoubt",
		"\treturn r.code.form < plain || r.codeDoubt",
	},
	{
		"a missing ErrorCode is 0", "effect.go",
		"\treturn r.code.form < plain || r.code.value != 0 || r.codeDoubt",
		"\treturn r.code.value != 0 || r.codeDoubt",
	},
	{
		"two ErrorCodes are one", "effect.go",
		"\treturn r.code.form < plain || r.code.value != 0 || r.codeDoubt",
		"\treturn r.code.form < plain || r.code.value != 0",
	},
	{
		"something behind the object does not matter", "effect.go",
		"\tcase r.facts&trailing != 0:\n\t\treturn documented, true\n",
		"",
	},
	{
		"no item means blocked", "assume.go",
		`{"not-answered", "allow", "block",`,
		`{"not-answered", "block", "allow",`,
	},
	{
		"out of range allows", "assume.go",
		`{"out-of-range", "block", "allow",`,
		`{"out-of-range", "allow", "block",`,
	},
	{
		"wide codes are documented to deny", "effect.go",
		" && s.code.narrow() {",
		" {",
	},
	{
		"an account in one of two ResultItems is answered", "effect.go",
		"\tcase s.doubtful || s.arrays < r.arrays:",
		"\tcase s.doubtful:",
	},
	{
		"what was said is the effect", "effect.go",
		"\tcase s.code.value == 0:\n\t\t\tv.Said = SaidAllow",
		"\tcase s.code.value == 0 && !settled:\n\t\t\tv.Said = SaidAllow",
	},
	{
		"assumptions are shown as facts", "effect.go",
		"\t\t\town.basis = Assumed\n",
		"\t\t\town.basis = Documented\n",
	},
	{
		"a vendor type is not JSON", "rulesheaders.go",
		` || strings.HasSuffix(media, "+json")`,
		"",
	},
	{
		"any type with json in it is JSON", "rulesheaders.go",
		`media == "application/json" || strings.HasSuffix(media, "+json")`,
		`strings.Contains(media, "json")`,
	},
	{
		"traces from the request count", "rulestexts.go",
		"!bytes.Contains(r.x.Sent, []byte(t.text))",
		"!bytes.Contains(nil, []byte(t.text))",
	},
	{
		"paths within URLs count", "internals.go",
		"\tcase t.start && i > 0 && pathByte(text[i-1]):\n\t\treturn false\n",
		"",
	},
	{
		"ErrorInfo is not looked at", "rulestexts.go",
		"for i := errorInfo; i < len(r.items); i++ {\n\t\t\ts := r.said(i)",
		"for i := 0; i < len(r.items); i++ {\n\t\t\ts := r.said(i)",
	},
	{
		"limits are in characters", "rulesrequestfields.go",
		"ok && len(text) > limit {",
		"ok && len([]rune(string(text))) > limit {",
	},
	{
		"limits are of the spelling", "rulesrequestfields.go",
		"ok && len(text) > limit {",
		"ok && len(f.text) > limit {",
	},
	{
		"Sign is compared without case", "rulessign.go",
		"subtle.ConstantTimeCompare(append(text[:0], sign...), digest[:])",
		"subtle.ConstantTimeCompare([]byte(strings.ToLower(sign)), digest[:])",
	},
	{
		"a cut-off Sign is right", "rulessign.go",
		"return len(sign) == len(digest) && subtle.ConstantTimeCompare(append(text[:0], sign...), digest[:]) == 1",
		"return subtle.ConstantTimeCompare(append(text[:0], sign...), digest[:min(len(sign), len(digest))]) == 1",
	},
	{
		"the window is open to the future", "rulessign.go",
		" || seconds > now+window {",
		" {",
	},
	{
		"the window is open to the past", "rulessign.go",
		"seconds < now-window || ",
		"",
	},
	{
		"EventTime in seconds will do", "rulesrequestsense.go",
		"n.value < earliest.UnixMilli()",
		"n.value < earliest.Unix()",
	},
	{
		"the Judgement is not emptied", "judge.go",
		"\tout.Verdicts, out.Findings = out.Verdicts[:0], out.Findings[:0]\n",
		"\tout.Verdicts = out.Verdicts[:0]\n",
	},
}
