package answer

import (
	"bytes"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
)

// trace is a text that occurs in stack traces, SQL, paths and addresses, and hardly in a text for people.
type trace struct {
	text  string
	what  rule.Term // a wording of INF-004
	start bool      // not within a word or path: the byte before is no letter, digit or one of ./_-
	digit bool      // a digit follows
	quote bool      // a quote follows, as it is or escaped for JSON or HTML
	proof string
}

var traceList = []trace{
	{
		text: "Traceback (most recent call last)", what: "python",
		proof: `Traceback (most recent call last):\n  File x`,
	},
	{text: "goroutine ", what: "go-trace", digit: true, proof: `goroutine 1 [running]:`},
	{text: "panic: runtime error", what: "go-panic", proof: `panic: runtime error: index out of range`},
	{text: ".go:", what: "go", digit: true, proof: `handler.go:42: boom`},
	{text: ".java:", what: "java", digit: true, proof: `at a.B.c(B.java:17)`},
	{text: "java.lang.", what: "java-exception", proof: `java.lang.NullPointerException`},
	{text: "org.springframework.", what: "java-exception", proof: `org.springframework.web.client`},
	{text: ".php on line ", what: "php", digit: true, proof: `Undefined index in a.php on line 3`},
	{text: ".php:", what: "php", digit: true, proof: `#0 index.php:12`},
	{text: ".py\", line ", what: "python-code", digit: true, proof: `File \"a.py\", line 3`},
	{text: ".js:", what: "javascript", digit: true, proof: `at handler (app.js:10:5)`},
	{text: ".ts:", what: "typescript", digit: true, proof: `at handler (app.ts:10:5)`},
	{text: ".rb:", what: "ruby", digit: true, proof: `app.rb:3:in 'call'`},
	{text: ".cs:line ", what: "c#", digit: true, proof: `in A.cs:line 9`},
	{text: "node_modules/", what: "node", proof: `at node_modules/express`},
	{text: "Cannot read properties of ", what: "javascript-error", proof: `Cannot read properties of undefined (reading 'id')`},
	{text: "Cannot read property '", what: "javascript-error", proof: `Cannot read property 'id' of undefined`},
	{text: "Cannot invoke ", what: "java-exception", quote: true, proof: `Cannot invoke \"String.length()\" because \"<local1>\" is null`},
	{text: "Cannot read field ", what: "java-exception", quote: true, proof: `Cannot read field \"id\" because \"user\" is null`},
	{text: "panicked at ", what: "rust-panic", proof: `thread 'main' panicked at src/main.rs`},
	{text: "called `Option::unwrap()`", what: "rust-panic", proof: "called `Option::unwrap()` on a `None` value"},
	{text: "called `Result::unwrap()`", what: "rust-panic", proof: "called `Result::unwrap()` on an `Err` value"},
	{text: ".rs:", what: "rust", digit: true, proof: `src/main.rs:4:5`},
	{text: "System.NullReferenceException", what: ".net", proof: `System.NullReferenceException: Object`},
	{text: "Stack trace:", what: "trace", proof: `Stack trace:\n#0`},
	{text: "SQLSTATE", what: "sql-error", proof: `SQLSTATE[42S02]`},
	{text: "error in your SQL syntax", what: "sql-error", proof: `You have an error in your SQL syntax`},
	{text: "syntax error at or near", what: "sql-error", proof: `syntax error at or near x`},
	{
		text: "duplicate key value violates", what: "sql-error",
		proof: `duplicate key value violates unique constraint`,
	},
	{text: "Error 1062", what: "sql-error", proof: `Error 1062 (23000)`},
	{text: "(1062, ", what: "sql-error", proof: `(1062, no`},
	{text: "ER_DUP_ENTRY", what: "sql-error", proof: `ER_DUP_ENTRY`},
	{text: "E11000 duplicate key", what: "mongo-error", proof: `E11000 duplicate key error collection`},
	{text: "pq: ", what: "sql-error", start: true, proof: `pq: duplicate key`},
	{text: "Duplicate entry '", what: "sql-error", proof: `Duplicate entry 'id1' for key`},
	{text: "ORA-", what: "sql-error", start: true, digit: true, proof: `ORA-00942: table`},
	{text: "SELECT * FROM ", what: "sql", proof: `SELECT * FROM friends`},
	{text: "INSERT INTO ", what: "sql", proof: `INSERT INTO t VALUES`},
	{text: "DELETE FROM ", what: "sql", proof: `DELETE FROM t`},
	{text: "/var/www/", what: "path", start: true, proof: `in /var/www/html`},
	{text: "/usr/src/", what: "path", start: true, proof: `/usr/src/app`},
	{text: "/usr/local/", what: "path", start: true, proof: `/usr/local/lib`},
	{text: "/home/", what: "path", start: true, proof: `open /home/app/a`},
	{text: "/root/", what: "path", start: true, proof: `open /root/a`},
	{text: "/opt/", what: "path", start: true, proof: `open /opt/a`},
	{text: "/etc/", what: "path", start: true, proof: `open /etc/a.conf`},
	{text: `C:\`, what: "path", start: true, proof: `in C:\\app`},
	{text: "localhost:", what: "address", start: true, digit: true, proof: `localhost:3306 refused`},
	{text: "127.0.0.1:", what: "address", start: true, digit: true, proof: `127.0.0.1:6379`},
	{text: "dial tcp ", what: "address", proof: `dial tcp 10.0.0.5`},
	{text: "ECONNREFUSED", what: "address", proof: `connect ECONNREFUSED`},
	{text: ".svc.cluster.local", what: "host", proof: `db.svc.cluster.local`},
}

// traceWords are the wordings that name what a trace is of.
var traceWords = []rule.Wording{
	{Kind: "python", Message: "a Python stack trace"},
	{Kind: "go-trace", Message: "a Go stack trace"},
	{Kind: "go-panic", Message: "a Go panic"},
	{Kind: "go", Message: "a place in Go code"},
	{Kind: "java", Message: "a place in Java code"},
	{Kind: "java-exception", Message: "a Java exception"},
	{Kind: "php", Message: "a place in PHP code"},
	{Kind: "python-code", Message: "a place in Python code"},
	{Kind: "javascript", Message: "a place in JavaScript code"},
	{Kind: "typescript", Message: "a place in TypeScript code"},
	{Kind: "ruby", Message: "a place in Ruby code"},
	{Kind: "c#", Message: "a place in C# code"},
	{Kind: "javascript-error", Message: "a JavaScript error"},
	{Kind: "rust-panic", Message: "a Rust panic"},
	{Kind: "rust", Message: "a place in Rust code"},
	{Kind: "mongo-error", Message: "a MongoDB error"},
	{Kind: "node", Message: "a path of Node.js"},
	{Kind: ".net", Message: "a .NET exception"},
	{Kind: "trace", Message: "a stack trace"},
	{Kind: "sql-error", Message: "an SQL error"},
	{Kind: "sql", Message: "SQL"},
	{Kind: "path", Message: "a file path"},
	{Kind: "address", Message: "an internal address"},
	{Kind: "host", Message: "an internal host name"},
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
