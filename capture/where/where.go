// Package where selects records by an expression, such as
//
//	effect == "ALLOW" and cause != "said" and from startsWith "user_"
//
// The names are the fields of [Env]; operators and functions are those of github.com/expr-lang/expr. An exchange that
// asks about several accounts is selected when the expression is true for one of them: account, remark, group, source,
// wording, said, effect, cause, basis and code are those of one account at a time, so that what is said of them in one
// expression is said of the same account.
package where

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Env is what an expression sees. What an exchange does not have is empty or zero.
type Env struct {
	Seq      int       `expr:"seq"`
	Time     time.Time `expr:"time"`
	Target   string    `expr:"target"`
	Method   string    `expr:"method"`
	Platform string    `expr:"platform"`  // OptPlatform
	ClientIP string    `expr:"client_ip"` // ClientIP
	AppID    string    `expr:"app_id"`    // SdkAppid

	From      string   `expr:"from"`
	Requester string   `expr:"requester"`
	To        []string `expr:"to"` // every account that is asked about
	AddType   string   `expr:"add_type"`
	Force     int      `expr:"force"`
	EventTime int      `expr:"event_time"` // milliseconds

	Account string `expr:"account"` // the account at hand, as are those down to Code
	Remark  string `expr:"remark"`
	Group   string `expr:"group"`
	Source  string `expr:"source"`
	Wording string `expr:"wording"`
	Said    string `expr:"said"`   // allow, block or nothing
	Effect  string `expr:"effect"` // ALLOW or BLOCK
	Cause   string `expr:"cause"`
	Basis   string `expr:"basis"` // documented or assumed
	Code    int    `expr:"code"`  // -1 if there is none that can be read

	Status    int      `expr:"status"`
	Rule      []string `expr:"rule"` // ids of the rules that the answer breaks
	LatencyMS float64  `expr:"latency_ms"`
	Late      bool     `expr:"late"`
	Reused    bool     `expr:"reused"`
	Failure   string   `expr:"failure"` // the cause of a failed delivery
	Body      string   `expr:"body"`    // of the request
	Answer    string   `expr:"answer"`  // the answer's body

	Label    string `expr:"label"`
	Scenario string `expr:"scenario"`
	Fault    string `expr:"fault"` // as JSON, unless it is a text
}

// MaxText bounds an expression, in bytes.
const MaxText = 4096

const maxNodes = 1000

// Filter is a compiled expression. It is not changed by its use.
type Filter struct {
	text    string
	program *vm.Program
	uses    map[string]bool
}

// Error is a place in an expression that is wrong. Its text points at it.
type Error struct {
	Text    string // the expression
	Line    int    // from 1
	Column  int    // from 1, in characters
	Message string
}

func (e *Error) Error() string {
	lines := strings.Split(e.Text, "\n")
	if e.Line < 1 || e.Line > len(lines) {
		return e.Message
	}
	line := []rune(strings.ReplaceAll(lines[e.Line-1], "\t", " "))
	return fmt.Sprintf("%s\n  %s\n  %s^", e.Message, string(line), strings.Repeat(" ", min(e.Column-1, len(line))))
}

// Compile reads an expression, whose result must be true or false. The error is an *Error.
func Compile(text string) (*Filter, error) {
	if len(text) > MaxText {
		return nil, &Error{Message: fmt.Sprintf("the expression has %d bytes; at most %d are taken", len(text), MaxText)}
	}
	if strings.TrimSpace(text) == "" {
		return nil, &Error{Message: "the expression is empty"}
	}
	names := &nameVisitor{uses: make(map[string]bool)}
	program, err := expr.Compile(text, expr.Env(&Env{}), expr.AsBool(), expr.MaxNodes(maxNodes), expr.Patch(names))
	at, pointed := errors.AsType[*file.Error](err)
	switch {
	case names.err != "":
		line, column := place(text, names.at)
		return nil, &Error{text, line, column, names.err}
	case pointed:
		message := at.Message
		if name, ok := strings.CutPrefix(message, "unknown name "); ok {
			message += nearest.Hint(name, Names())
		}
		return nil, &Error{text, at.Line, at.Column + 1, message}
	case err != nil:
		message, _, _ := strings.Cut(err.Error(), "\n")
		if kind, ok := strings.CutPrefix(message, "expected bool, but got "); ok {
			message = "wanted what is true or false, such as from == \"alice\", got a value of the kind " + kind
		}
		return nil, &Error{Text: text, Message: message}
	}
	return &Filter{text, program, names.uses}, nil
}

// place turns the index of a character into line and column.
func place(text string, at int) (line, column int) {
	before := string([]rune(text)[:at])
	return 1 + strings.Count(before, "\n"), 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
}

// String returns the expression.
func (f *Filter) String() string { return f.text }

// Matcher matches records one after another, in memory that it uses again. It is for one goroutine.
type Matcher struct {
	filter  *Filter
	judging capture.Judging
	request *callback.Request
	env     Env
	machine vm.VM
}

// Matcher returns a matcher of the filter that judges with judge, where the expression asks for it.
func (f *Filter) Matcher(judge conformance.Judge) *Matcher {
	return &Matcher{filter: f, judging: capture.Judging{Judge: judge}}
}

// Match reports whether the expression is true for the record. The error is one of evaluating it, such as an index out of
// range.
func (m *Matcher) Match(r *capture.Record) (bool, error) {
	accounts := m.fill(r)
	if !m.usesAny(accountNames...) {
		accounts = min(accounts, 1)
	}
	for i := range max(accounts, 1) {
		if i < accounts {
			m.account(i)
		}
		result, err := m.machine.Run(m.filter.program, &m.env)
		if err != nil {
			message, _, _ := strings.Cut(err.Error(), "\n")
			return false, fmt.Errorf("exchange %d: %s", r.Exchange.Seq, message)
		}
		if yes, _ := result.(bool); yes {
			return true, nil
		}
	}
	return false, nil
}

func (m *Matcher) usesAny(names ...string) bool {
	for _, name := range names {
		if m.filter.uses[name] {
			return true
		}
	}
	return false
}

// request decodes the body of a request as far as it is one.
func request(x *callback.Exchange) *callback.Request {
	q, err := callback.DecodeRequest(x.SentBody())
	if err != nil {
		return &callback.Request{}
	}
	return q
}
