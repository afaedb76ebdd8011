package answer

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/chatcb/chatcb/conformance/rule"
)

// trace is a text that occurs in stack traces, SQL, paths and addresses, and hardly in a text for people.
type trace struct {
	text  string
	what  rule.Term // a term of INF-004
	start bool      // not within a word or path: the byte before is no letter, digit or one of ./_-
	digit bool      // a digit follows
	quote bool      // a quote follows, as it is or escaped for JSON or HTML
}

// traceTexts are the texts by what they are traces of. The marks are no part of them: ^ stands for start, # for digit, " for quote.
var traceTexts = map[rule.Term][]string{
	"python":           {"Traceback (most recent call last)"},
	"python-code":      {`.py", line #`},
	"go":               {".go:#"},
	"go-trace":         {"goroutine #"},
	"go-panic":         {"panic: runtime error"},
	"java":             {".java:#"},
	"java-exception":   {"java.lang.", "org.springframework.", `Cannot invoke "`, `Cannot read field "`},
	"php":              {".php on line #", ".php:#"},
	"javascript":       {".js:#"},
	"javascript-error": {"Cannot read properties of ", "Cannot read property '"},
	"typescript":       {".ts:#"},
	"node":             {"node_modules/"},
	"ruby":             {".rb:#"},
	"rust":             {".rs:#"},
	"rust-panic":       {"panicked at ", "called `Option::unwrap()`", "called `Result::unwrap()`"},
	"c#":               {".cs:line #"},
	".net":             {"System.NullReferenceException"},
	"trace":            {"Stack trace:"},
	"sql":              {"SELECT * FROM ", "INSERT INTO ", "DELETE FROM "},
	"sql-error": {
		"SQLSTATE", "error in your SQL syntax", "syntax error at or near", "duplicate key value violates", "Error 1062", "(1062, ",
		"ER_DUP_ENTRY", "^pq: ", "Duplicate entry '", "^ORA-#",
	},
	"mongo-error": {"E11000 duplicate key"},
	"path":        {"^/var/www/", "^/usr/src/", "^/usr/local/", "^/home/", "^/root/", "^/opt/", "^/etc/", `^C:\`},
	"address":     {"^localhost:#", "^127.0.0.1:#", "dial tcp ", "ECONNREFUSED"},
	"host":        {".svc.cluster.local"},
}

// traces are the traces by their first byte.
var traces = sync.OnceValue(func() *[256][]trace {
	var t [256][]trace
	for _, what := range slices.Sorted(maps.Keys(traceTexts)) {
		for _, text := range traceTexts[what] {
			one := trace{what: what}
			text, one.start = strings.CutPrefix(text, "^")
			text, one.digit = strings.CutSuffix(text, "#")
			one.text, one.quote = strings.CutSuffix(text, `"`)
			t[one.text[0]] = append(t[one.text[0]], one)
		}
	}
	return &t
})

// matches reports whether the trace stands in text at i.
func (t *trace) matches(text []byte, i int) bool {
	after := i + len(t.text)
	switch {
	case !bytes.HasPrefix(text[i:], []byte(t.text)):
		return false
	case t.start && i > 0 && pathByte(text[i-1]):
		return false
	case t.quote && (after >= len(text) || strings.IndexByte("\"\\&", text[after]) < 0):
		return false
	case t.digit && (after >= len(text) || text[after] < '0' || text[after] > '9'):
		return false
	}
	return true
}

func pathByte(c byte) bool {
	l := c | 0x20
	return l >= 'a' && l <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '/' || c == '_' || c == '-'
}
