package main

// mistaken are slips in what is taken for an answer, or a head, that is known.
var mistaken = []pick{
	{
		"a late answer is as good as the one before", "conformance/internal/read/known.go",
		" || x.Late() {",
		" {",
	},
	{
		"a known answer may have faulty framing", "conformance/internal/read/known.go",
		"a.Defects != 0 || ",
		"",
	},
	{
		"a known answer may be cut off", "conformance/internal/read/known.go",
		"x.Failure.Cause != \"\" || ",
		"",
	},
	{
		"nobody looks for secrets in a known answer", "conformance/internal/read/known.go",
		" || secret != \"\"",
		" || secret == \"never\"",
	},
	{
		"the head of a known body does not matter", "conformance/internal/read/known.go",
		"!k.head.is(a.Head) || secret",
		"secret",
	},
	{
		"a known answer may be about one account twice", "conformance/internal/read/known.go",
		" || !distinct(q.Accounts)",
		"",
	},
	{
		"accounts in a known answer may have escapes", "conformance/internal/read/known.go",
		"!rawjson.Plain(account)",
		"!rawjson.Plain(account[:0])",
	},
	{
		"a known body may have something behind it", "conformance/internal/read/known.go",
		"return string(text) == string(b.text[from:])",
		"return bytes.HasPrefix(text, b.text[from:])",
	},
	{
		"what the request excuses is known", "conformance/judge.go",
		"len(out.Findings) == 0 && !r.Excused",
		"len(out.Findings) == 0",
	},
	{
		"what has findings is known", "conformance/judge.go",
		"len(out.Findings) == 0 && !r.Excused",
		"!r.Excused",
	},
	{
		"a known denial is none", "conformance/judge.go",
		"v.Said, v.Effect = SaidBlock, Block",
		"v.Said, v.Effect = SaidBlock, Allow",
	},
	{
		"what stands behind a date does not count", "conformance/internal/read/knownhead.go",
		"string(head) == string(k.text[from:])",
		"true",
	},
	{
		"any line may differ", "conformance/internal/read/knownhead.go",
		"http1.EqualFold(name, \"content-length\")",
		"true",
	},
}
