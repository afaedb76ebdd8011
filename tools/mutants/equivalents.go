package main

// equal is a mutant that means the same as the original, so that no test can kill it.
type equal struct {
	file   string
	before string // the line, trimmed
	after  string // what the mutant makes of it
	reason string
}

func (e equal) key() string { return e.file + "\x00" + e.before + "\x00" + e.after }

// equivalent finds the entry for a mutant.
func equivalent(m *mutant) (equal, bool) {
	for _, e := range equivalents {
		if e.file == m.file && e.before == m.before() && e.after == m.after() {
			return e, true
		}
	}
	return equal{}, false
}

// equivalents cannot be killed, each for its reason. An entry that no mutant is any more is an error.
var equivalents = []equal{
	{
		"conformance/internal/read/number.go",
		`if n.Value > math.MaxInt64/10 || n.Value == math.MaxInt64/10 && d > math.MaxInt64%10 {`,
		`if n.Value > math.MaxInt64/10 || n.Value == math.MaxInt64/10 && d > math.MaxInt64%11 {`,
		"the greatest number leaves 7 by 10 and by 11",
	},
	{
		"conformance/internal/read/number.go",
		`exponent, _ := strconv.ParseInt(string(power), 10, 32)`,
		`exponent, _ := strconv.ParseInt(string(power), 10, 33)`,
		"either is more digits than any number has",
	},
	{
		"conformance/internal/read/number.go",
		`if _, err := strconv.ParseFloat(string(text), 64); err != nil || zeros < 0 {`,
		`if _, err := strconv.ParseFloat(string(text), 65); err != nil || zeros < 0 {`,
		"ParseFloat takes every size but 32 for 64",
	},
	{
		"conformance/internal/read/match.go",
		`many := len(accounts) > ManyAccounts`,
		`many := len(accounts) >= ManyAccounts`,
		"only the speed differs",
	},
	{
		"conformance/internal/read/match.go",
		`if many {`,
		`if false && (many) {`,
		"only the speed differs",
	},
	{
		"conformance/internal/read/walk.go",
		`if !f.escaped {`,
		`if false && (!f.escaped) {`,
		"only the speed differs",
	},
	{
		"conformance/internal/read/walk.go",
		`if !w.Scan.Escaped {`,
		`if false && (!w.Scan.Escaped) {`,
		"only the speed differs",
	},
	{
		"conformance/rules/request/sense.go",
		`if len(c.Items) > read.ManyAccounts {`,
		`if len(c.Items) >= read.ManyAccounts {`,
		"both ways of looking find the same",
	},
	{
		"conformance/internal/read/known.go",
		`if r.Facts&^harmless != 0 || n > ManyAccounts || max(len(r.Body), len(r.X.Answer.Head)) > maxKnown {`,
		`if r.Facts&^harmless != 0 || n > ManyAccounts || max(len(r.Body), len(r.X.Answer.Head)) >= maxKnown {`,
		"only the speed differs",
	},
	{
		"conformance/internal/read/known.go",
		`if k.vain++; k.vain > maxVain && k.vain%maxVain > 0 {`,
		`if k.vain++; k.vain >= maxVain && k.vain%maxVain > 0 {`,
		"one of so many is kept",
	},
}
