package main

// misreadings are slips in what a reading sees.
var misreadings = []pick{
	{
		"a number that does not fit wraps around", "conformance/internal/read/number.go",
		"n.Value, n.Huge = math.MaxInt64, true",
		"n.Value, n.Huge = n.Value*10+d, false",
	},
	{
		"the minus is forgotten", "conformance/internal/read/number.go",
		"\t\tn.Value = -n.Value\n",
		"\t\tn.Value = n.Value + 0\n",
	},
	{
		"fractions are cut off", "conformance/internal/read/number.go",
		"err != nil || zeros < 0",
		"err != nil",
	},
	{
		"an exponent beyond all doubles is an Integer", "conformance/internal/read/number.go",
		"err != nil || zeros < 0",
		"err != nil && zeros < 0 || zeros < 0",
	},
	{
		"the exponent is ignored", "conformance/internal/read/number.go",
		"strconv.ParseInt(string(power), 10, 32)",
		"strconv.ParseInt(string(power[:0]), 10, 32)",
	},
	{
		"32 bits start one later", "conformance/internal/read/number.go",
		"n.Value >= math.MinInt32",
		"n.Value > math.MinInt32",
	},
	{
		"32 bits end one earlier", "conformance/internal/read/number.go",
		"n.Value <= math.MaxInt32",
		"n.Value < math.MaxInt32",
	},
	{
		"two spellings of a number are two numbers", "conformance/internal/read/number.go",
		"n.Readable() == m.Readable()",
		"n.Form == m.Form",
	},
	{
		"names are compared without case", "conformance/internal/read/names.go",
		"} else if f = callback.Lookup(fields, name); f == nil {",
		"} else if f = misspelt(name, fields); f == nil || item != AtTop && f.Name != string(name) {\n\t\t\tf = nil",
	},
	{
		"item names are compared without case", "conformance/internal/read/names.go",
		"} else if f = callback.Lookup(fields, name); f == nil {",
		"} else if f = misspelt(name, fields); f == nil || item == AtTop && f.Name != string(name) {\n\t\t\tf = nil",
	},
	{
		"names with escapes are unknown", "conformance/internal/read/walk.go",
		"if !w.Scan.Escaped {",
		"if w != nil {",
	},
	{
		"texts with escapes are as spelt", "conformance/internal/read/walk.go",
		"if !f.escaped {",
		"if f != nil {",
	},
	{
		"an item of another type is none that is mistyped", "conformance/internal/read/request.go",
		"\t\t\ta.Facts |= Mistyped\n",
		"",
	},
	{
		"the last header of a name counts", "conformance/internal/read/request.go",
		"if *to == nil {",
		"if to != nil {",
	},
	{
		"duplicates are not looked for in nested values", "conformance/internal/read/walk.go",
		"\t\t\tw.noteName(names)\n",
		"\t\t\t_ = names\n",
	},
	{
		"duplicates are not looked for in known members", "conformance/internal/read/walk.go",
		"\t\tagain = true\n\t\tw.noteDuplicate()\n",
		"\t\tagain = true\n",
	},
	{
		"unknown duplicates are not looked for", "conformance/internal/read/names.go",
		"\t\t\tw.noteName(names)\n",
		"\t\t\t_ = names\n",
	},
	{
		"the last of two ErrorCodes counts", "conformance/internal/read/body.go",
		"\t\tr.CodeDoubt = true\n",
		"",
	},
	{
		"the last of two ResultCodes counts", "conformance/internal/read/items.go",
		"\tit.says |= it.Code.says()\n",
		"\tit.says = it.Code.says()\n",
	},
	{
		"the first of two ResultItems is forgotten", "conformance/internal/read/items.go",
		"\t\tr.NoArray = true\n",
		"",
	},
	{
		"accounts are compared without case", "conformance/internal/read/match.go",
		"r.Slots[i].Account == account {",
		"strings.EqualFold(r.Slots[i].Account, account) {",
	},
	{
		"accounts are trimmed", "conformance/internal/read/match.go",
		"it.Slot = r.find(string(it.Account))",
		"it.Slot = r.find(strings.TrimSpace(string(it.Account)))",
	},
	{
		"accounts are normalised", "conformance/internal/read/match.go",
		"it.Slot = r.find(string(it.Account))",
		"it.Slot = r.find(norm.NFC.String(string(it.Account)))",
	},
	{
		"items are matched by position", "conformance/internal/read/match.go",
		"case i < len(r.Slots) && r.Slots[i].Account == string(it.Account):",
		"case i < len(r.Slots):",
	},
	{
		"composed letters are another account", "conformance/internal/read/match.go",
		"norm.NFKC.String(account)",
		"norm.NFKC.String(account[:0])+account",
	},
	{
		"blanks are another account", "conformance/internal/read/match.go",
		"strings.ToLower(strings.TrimSpace(norm.NFKC.String(account)))",
		"strings.ToLower(norm.NFKC.String(account))",
	},
	{
		"case is another account", "conformance/internal/read/match.go",
		"strings.ToLower(strings.TrimSpace(norm.NFKC.String(account)))",
		"strings.TrimSpace(norm.NFKC.String(account))",
	},
	{
		"the last of two items counts", "conformance/internal/read/match.go",
		"\ts.Says |= it.says\n",
		"\ts.Says = it.says\n",
	},
	{
		"repeats make two verdicts", "conformance/internal/read/match.go",
		"\t\tif i := r.find(account); i >= 0 {",
		"\t\tif i := r.find(account); i >= len(accounts) {",
	},
	{
		"late by the first byte", "conformance/internal/read/answer.go",
		"\tif x.Late() {",
		"\tif x.Failure.Cause == callback.Late || x.Phases.FirstByte > x.Limit() {",
	},
	{
		"the deadline itself is late", "conformance/internal/read/answer.go",
		"\tif x.Late() {",
		"\tif x.Failure.Cause == callback.Late || x.Phases.LastByte >= x.Limit() {",
	},
	{
		"the deadline is always two seconds", "conformance/internal/read/answer.go",
		"\tif x.Late() {",
		"\tif x.Failure.Cause == callback.Late || x.Phases.LastByte > callback.Deadline {",
	},
	{
		"every 2xx is a success", "conformance/internal/read/answer.go",
		"\tif x.Answer.Status != 200 {",
		"\tif x.Answer.Status/100 != 2 {",
	},
	{
		"bodies of errors are judged", "conformance/internal/read/answer.go",
		"\t\tr.Facts &^= headerFacts | bodyFacts // Chat reads neither with another status\n",
		"",
	},
	{
		"a cut-off body is no JSON too", "conformance/internal/read/answer.go",
		"\t\t\tr.Facts &^= NotJSON // because it is cut off\n",
		"",
	},
	{
		"a compressed body is no JSON too", "conformance/internal/read/answer.go",
		"\t\tr.Facts &^= NotJSON | NotObject | Trailing\n",
		"",
	},
	{
		"an HTML page has the wrong type too", "conformance/internal/read/answer.go",
		"\t\tr.Facts &^= OddType // an HTML page may well be called text/html\n",
		"",
	},
	{
		"a stalled body has a bad end too", "conformance/internal/read/answer.go",
		"\t\tr.Facts &^= BadFraming\n",
		"",
	},
	{
		"charset names have a case", "conformance/internal/read/head.go",
		"string(bytes.ToLower(bytes.Trim(v, \" \\t\\\"\")))",
		"string(bytes.Trim(v, \" \\t\\\"\"))",
	},
	{
		"quotes belong to the charset", "conformance/internal/read/head.go",
		"string(bytes.ToLower(bytes.Trim(v, \" \\t\\\"\")))",
		"string(bytes.ToLower(bytes.TrimSpace(v)))",
	},
	{
		"secrets are looked for in the body only", "conformance/internal/read/head.go",
		"if bytes.Contains(x.Answer.Body, *scratch) || bytes.Contains(x.Answer.Head, *scratch) {",
		"if bytes.Contains(x.Answer.Body, *scratch) {",
	},
	{
		"only the first secret is looked for", "conformance/internal/read/head.go",
		"\t\t\tcontinue\n\t\t}\n\t\t*scratch",
		"\t\t\treturn \"\"\n\t\t}\n\t\t*scratch",
	},
	{
		"parameter names have no case", "conformance/internal/read/request.go",
		"\t\tif name == known {",
		"\t\tif strings.EqualFold(name, known) {",
	},
	{
		"parameters are not unescaped", "conformance/internal/read/request.go",
		"p.Value = a.unescape(value)",
		"p.Value = value",
	},
	{
		"the facts of the exchange before stay", "conformance/internal/read/answer.go",
		"r.X, r.From, r.Hostile, r.Facts = x, c.From, c.Hostile, 0",
		"r.X, r.From, r.Hostile = x, c.From, c.Hostile",
	},
	{
		"the first of a list of lengths counts", "internal/http1/header.go",
		"if !ok || length >= 0 && n != length {",
		"if !ok {",
	},
	{
		"the last of two lengths counts", "internal/http1/header.go",
		"if !ok || f.length >= 0 && n != f.length {",
		"if !ok {",
	},
	{
		"a repeated Transfer-Encoding is one", "internal/http1/header.go",
		"if f.encoded || !EqualFold(value, \"chunked\") {",
		"if !EqualFold(value, \"chunked\") {",
	},
	{
		"the last chunk needs no end", "internal/http1/body.go",
		"\t\tb.state = trailers\n\t\treturn nil\n",
		"\t\tb.state = bodyEnd\n\t\treturn nil\n",
	},
	{
		"trailers end with their first line", "internal/http1/body.go",
		"case b.state == trailers && c == '\\n' && b.part == 0:",
		"case b.state == trailers && c == '\\n':",
	},
	{
		"the end of the connection ends every answer", "internal/http1/answer.go",
		"\t\t\ta.Defects |= Short\n",
		"",
	},
}
