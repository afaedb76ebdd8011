package answer

import (
	"bytes"
)

// trace is a text that occurs in stack traces, SQL, paths and addresses, and hardly in a text for people.
type trace struct {
	text  string
	what  string
	start bool // not within a word or path: the byte before is no letter, digit or one of ./_-
	digit bool // a digit follows
	proof string
}

var traceList = []trace{
	{
		text: "Traceback (most recent call last)", what: "a Python stack trace",
		proof: `Traceback (most recent call last):\n  File x`,
	},
	{text: "goroutine ", what: "a Go stack trace", digit: true, proof: `goroutine 1 [running]:`},
	{text: "panic: runtime error", what: "a Go panic", proof: `panic: runtime error: index out of range`},
	{text: ".go:", what: "a place in Go code", digit: true, proof: `handler.go:42: boom`},
	{text: ".java:", what: "a place in Java code", digit: true, proof: `at a.B.c(B.java:17)`},
	{text: "java.lang.", what: "a Java exception", proof: `java.lang.NullPointerException`},
	{text: "org.springframework.", what: "a Java exception", proof: `org.springframework.web.client`},
	{text: ".php on line ", what: "a place in PHP code", digit: true, proof: `Undefined index in a.php on line 3`},
	{text: ".php:", what: "a place in PHP code", digit: true, proof: `#0 index.php:12`},
	{text: ".py\", line ", what: "a place in Python code", digit: true, proof: `File \"a.py\", line 3`},
	{text: ".js:", what: "a place in JavaScript code", digit: true, proof: `at handler (app.js:10:5)`},
	{text: ".ts:", what: "a place in TypeScript code", digit: true, proof: `at handler (app.ts:10:5)`},
	{text: ".rb:", what: "a place in Ruby code", digit: true, proof: `app.rb:3:in 'call'`},
	{text: ".cs:line ", what: "a place in C# code", digit: true, proof: `in A.cs:line 9`},
	{text: "node_modules/", what: "a path of Node.js", proof: `at node_modules/express`},
	{text: "System.NullReferenceException", what: "a .NET exception", proof: `System.NullReferenceException: Object`},
	{text: "Stack trace:", what: "a stack trace", proof: `Stack trace:\n#0`},
	{text: "SQLSTATE", what: "an SQL error", proof: `SQLSTATE[42S02]`},
	{text: "error in your SQL syntax", what: "an SQL error", proof: `You have an error in your SQL syntax`},
	{text: "syntax error at or near", what: "an SQL error", proof: `syntax error at or near x`},
	{
		text: "duplicate key value violates", what: "an SQL error",
		proof: `duplicate key value violates unique constraint`,
	},
	{text: "Duplicate entry '", what: "an SQL error", proof: `Duplicate entry 'id1' for key`},
	{text: "ORA-", what: "an SQL error", start: true, digit: true, proof: `ORA-00942: table`},
	{text: "SELECT * FROM ", what: "SQL", proof: `SELECT * FROM friends`},
	{text: "INSERT INTO ", what: "SQL", proof: `INSERT INTO t VALUES`},
	{text: "DELETE FROM ", what: "SQL", proof: `DELETE FROM t`},
	{text: "/var/www/", what: "a file path", start: true, proof: `in /var/www/html`},
	{text: "/usr/src/", what: "a file path", start: true, proof: `/usr/src/app`},
	{text: "/usr/local/", what: "a file path", start: true, proof: `/usr/local/lib`},
	{text: "/home/", what: "a file path", start: true, proof: `open /home/app/a`},
	{text: "/root/", what: "a file path", start: true, proof: `open /root/a`},
	{text: "/opt/", what: "a file path", start: true, proof: `open /opt/a`},
	{text: "/etc/", what: "a file path", start: true, proof: `open /etc/a.conf`},
	{text: `C:\`, what: "a file path", start: true, proof: `in C:\\app`},
	{text: "localhost:", what: "an internal address", start: true, digit: true, proof: `localhost:3306 refused`},
	{text: "127.0.0.1:", what: "an internal address", start: true, digit: true, proof: `127.0.0.1:6379`},
	{text: "dial tcp ", what: "an internal address", proof: `dial tcp 10.0.0.5`},
	{text: "ECONNREFUSED", what: "an internal address", proof: `connect ECONNREFUSED`},
	{text: ".svc.cluster.local", what: "an internal host name", proof: `db.svc.cluster.local`},
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
	case t.digit && (after >= len(text) || text[after] < '0' || text[after] > '9'):
		return false
	}
	return true
}

func pathByte(c byte) bool {
	l := c | 0x20
	return l >= 'a' && l <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '/' || c == '_' || c == '-'
}
