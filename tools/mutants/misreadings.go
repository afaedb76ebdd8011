package main

// misreadings are slips in what a reading sees.
var misreadings = []pick{
	{
		"a number that does not fit wraps around", "number.go",
		"n.value, n.huge = math.MaxInt64, true",
		"n.value, n.huge = n.value*10+d, false",
	},
	{
		"the minus is forgotten", "number.go",
		"\t\tn.value = -n.value\n",
		"\t\tn.value = n.value + 0\n",
	},
	{
		"fractions are cut off", "number.go",
		"err != nil || zeros < 0",
		"err != nil",
	},
	{
		"an exponent beyond all doubles is an Integer", "number.go",
		"err != nil || zeros < 0",
		"err != nil && zeros < 0 || zeros < 0",
	},
	{
		"the exponent is ignored", "number.go",
		"strconv.ParseInt(string(power), 10, 32)",
		"strconv.ParseInt(string(power[:0]), 10, 32)",
	},
	{
		"32 bits start one later", "number.go",
		"n.value >= math.MinInt32",
		"n.value > math.MinInt32",
	},
	{
		"32 bits end one earlier", "number.go",
		"n.value <= math.MaxInt32",
		"n.value < math.MaxInt32",
	},
	{
		"two spellings of a number are two numbers", "number.go",
		"n.readable() == m.readable()",
		"n.form == m.form",
	},
	{
		"names are compared without case", "names.go",
		"\tcase \"ResultItem\":",
		"\tcase \"ResultItem\", \"resultItem\":",
	},
	{
		"item names are compared without case", "names.go",
		"\tcase \"To_Account\":\n\t\treturn itemAccount",
		"\tcase \"To_Account\", \"to_account\":\n\t\treturn itemAccount",
	},
	{
		"names with escapes are unknown", "walk.go",
		"if i < 0 && bytes.IndexByte(key, '\\\\') >= 0 {",
		"if i < -1 {",
	},
	{
		"duplicates are not looked for in nested values", "walk.go",
		"\t\t\tw.noteName(names)\n",
		"\t\t\t_ = names\n",
	},
	{
		"duplicates are not looked for in known members", "walk.go",
		"\t\tagain = true\n\t\tw.noteDuplicate()\n",
		"\t\tagain = true\n",
	},
	{
		"unknown duplicates are not looked for", "readitems.go",
		"\tr.noteName(others)\n",
		"\t_ = others\n",
	},
	{
		"the last of two ErrorCodes counts", "readbody.go",
		"\t\tr.codeDoubt = true\n",
		"",
	},
	{
		"the last of two ResultCodes counts", "readitems.go",
		"\tif again && !before.same(it.code) {\n\t\tit.doubtful = true\n\t}\n",
		"\t_, _ = again, before\n",
	},
	{
		"the first of two ResultItems is forgotten", "readitems.go",
		"\t\tr.noArray = true\n",
		"",
	},
	{
		"accounts are compared without case", "match.go",
		"r.out.Verdicts[i].Account == account {",
		"strings.EqualFold(r.out.Verdicts[i].Account, account) {",
	},
	{
		"accounts are trimmed", "match.go",
		"it.slot = r.find(string(it.account))",
		"it.slot = r.find(strings.TrimSpace(string(it.account)))",
	},
	{
		"accounts are normalised", "match.go",
		"it.slot = r.find(string(it.account))",
		"it.slot = r.find(norm.NFC.String(string(it.account)))",
	},
	{
		"items are matched by position", "match.go",
		"case i < len(r.slots) && r.out.Verdicts[i].Account == string(it.account):",
		"case i < len(r.slots):",
	},
	{
		"composed letters are another account", "match.go",
		"norm.NFKC.String(account)",
		"norm.NFKC.String(account[:0])+account",
	},
	{
		"blanks are another account", "match.go",
		"strings.ToLower(strings.TrimSpace(norm.NFKC.String(account)))",
		"strings.ToLower(norm.NFKC.String(account))",
	},
	{
		"case is another account", "match.go",
		"strings.ToLower(strings.TrimSpace(norm.NFKC.String(account)))",
		"strings.TrimSpace(norm.NFKC.String(account))",
	},
	{
		"the last of two items counts", "match.go",
		"if it.doubtful || s.answered > 0 && !s.code.same(it.code) {",
		"if it.doubtful {",
	},
	{
		"repeats make two verdicts", "match.go",
		"\t\tif i := r.find(account); i >= 0 {",
		"\t\tif i := r.find(account); i >= len(r.asked.Accounts) {",
	},
	{
		"late by the first byte", "reading.go",
		"\tif x.Late() {",
		"\tif x.Failure.Cause == callback.Late || x.Phases.FirstByte > x.Limit() {",
	},
	{
		"the deadline itself is late", "reading.go",
		"\tif x.Late() {",
		"\tif x.Failure.Cause == callback.Late || x.Phases.LastByte >= x.Limit() {",
	},
	{
		"the deadline is always two seconds", "reading.go",
		"\tif x.Late() {",
		"\tif x.Failure.Cause == callback.Late || x.Phases.LastByte > callback.Deadline {",
	},
	{
		"every 2xx is a success", "reading.go",
		"\tif x.Answer.Status != 200 {",
		"\tif x.Answer.Status/100 != 2 {",
	},
	{
		"bodies of errors are judged", "reading.go",
		"\t\tr.facts &^= headerFacts | bodyFacts // Chat reads neither with another status\n",
		"",
	},
	{
		"a cut-off body is no JSON too", "reading.go",
		"\t\t\tr.facts &^= notJSON // because it is cut off\n",
		"",
	},
	{
		"a compressed body is no JSON too", "reading.go",
		"\t\tr.facts &^= notJSON | notObject | trailing\n",
		"",
	},
	{
		"an HTML page has the wrong type too", "reading.go",
		"\t\tr.facts &^= oddType // an HTML page may well be called text/html\n",
		"",
	},
	{
		"a stalled body has a bad end too", "reading.go",
		"\t\tr.facts &^= badFraming\n",
		"",
	},
	{
		"charset names have a case", "readhead.go",
		"string(bytes.ToLower(bytes.Trim(v, \" \\t\\\"\")))",
		"string(bytes.Trim(v, \" \\t\\\"\"))",
	},
	{
		"quotes belong to the charset", "readhead.go",
		"string(bytes.ToLower(bytes.Trim(v, \" \\t\\\"\")))",
		"string(bytes.ToLower(bytes.TrimSpace(v)))",
	},
	{
		"secrets are looked for in the body only", "readhead.go",
		"if at >= 0 || bytes.Contains(r.x.Answer.Head, r.scratch) {",
		"if at >= 0 {",
	},
	{
		"only the first secret is looked for", "readhead.go",
		"\t\t\tcontinue\n\t\t}\n\t\tr.scratch",
		"\t\t\treturn\n\t\t}\n\t\tr.scratch",
	},
	{
		"parameter names have no case", "asking.go",
		"\t\tif name == known {",
		"\t\tif strings.EqualFold(name, known) {",
	},
	{
		"parameters are not unescaped", "asking.go",
		"p.value = a.unescape(value)",
		"p.value = value",
	},
	{
		"the facts of the exchange before stay", "reading.go",
		"r.x, r.asked, r.judge, r.out, r.facts = x, asked, j, out, 0",
		"r.x, r.asked, r.judge, r.out = x, asked, j, out",
	},
}
