package answer

import (
	"bytes"
	"strings"

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

var traceList = []trace{
	{text: "Traceback (most recent call last)", what: "python"},
	{text: "goroutine ", what: "go-trace", digit: true},
	{text: "panic: runtime error", what: "go-panic"},
	{text: ".go:", what: "go", digit: true},
	{text: ".java:", what: "java", digit: true},
	{text: "java.lang.", what: "java-exception"},
	{text: "org.springframework.", what: "java-exception"},
	{text: ".php on line ", what: "php", digit: true},
	{text: ".php:", what: "php", digit: true},
	{text: ".py\", line ", what: "python-code", digit: true},
	{text: ".js:", what: "javascript", digit: true},
	{text: ".ts:", what: "typescript", digit: true},
	{text: ".rb:", what: "ruby", digit: true},
	{text: ".cs:line ", what: "c#", digit: true},
	{text: "node_modules/", what: "node"},
	{text: "Cannot read properties of ", what: "javascript-error"},
	{text: "Cannot read property '", what: "javascript-error"},
	{text: "Cannot invoke ", what: "java-exception", quote: true},
	{text: "Cannot read field ", what: "java-exception", quote: true},
	{text: "panicked at ", what: "rust-panic"},
	{text: "called `Option::unwrap()`", what: "rust-panic"},
	{text: "called `Result::unwrap()`", what: "rust-panic"},
	{text: ".rs:", what: "rust", digit: true},
	{text: "System.NullReferenceException", what: ".net"},
	{text: "Stack trace:", what: "trace"},
	{text: "SQLSTATE", what: "sql-error"},
	{text: "error in your SQL syntax", what: "sql-error"},
	{text: "syntax error at or near", what: "sql-error"},
	{text: "duplicate key value violates", what: "sql-error"},
	{text: "Error 1062", what: "sql-error"},
	{text: "(1062, ", what: "sql-error"},
	{text: "ER_DUP_ENTRY", what: "sql-error"},
	{text: "E11000 duplicate key", what: "mongo-error"},
	{text: "pq: ", what: "sql-error", start: true},
	{text: "Duplicate entry '", what: "sql-error"},
	{text: "ORA-", what: "sql-error", start: true, digit: true},
	{text: "SELECT * FROM ", what: "sql"},
	{text: "INSERT INTO ", what: "sql"},
	{text: "DELETE FROM ", what: "sql"},
	{text: "/var/www/", what: "path", start: true},
	{text: "/usr/src/", what: "path", start: true},
	{text: "/usr/local/", what: "path", start: true},
	{text: "/home/", what: "path", start: true},
	{text: "/root/", what: "path", start: true},
	{text: "/opt/", what: "path", start: true},
	{text: "/etc/", what: "path", start: true},
	{text: `C:\`, what: "path", start: true},
	{text: "localhost:", what: "address", start: true, digit: true},
	{text: "127.0.0.1:", what: "address", start: true, digit: true},
	{text: "dial tcp ", what: "address"},
	{text: "ECONNREFUSED", what: "address"},
	{text: ".svc.cluster.local", what: "host"},
}

// traces are the traces by their first byte.
var traces = func() (t [256][]trace) {
	for _, trace := range traceList {
		t[trace.text[0]] = append(t[trace.text[0]], trace)
	}
	return t
}()

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
