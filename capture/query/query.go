// Package where selects records by an expression, such as
//
//	effect == "ALLOW" and cause != "said" and from startsWith "user_"
//
// The names are the fields of [Env]; operators and functions are those of github.com/expr-lang/expr. An exchange that
// asks about several accounts is selected when the expression is true for one of them: account, remark, group, source,
// wording, said, effect, cause, basis and code are those of one account at a time, so that what is said of them in one
// expression is said of the same account.
package query

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
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Env is what an expression sees. What an exchange does not have is empty or zero. From Account to Code the fields are
// those of the account at hand.
type Env struct {
	Seq      int       `expr:"seq" about:"number of the exchange in its capture"`
	Time     time.Time `expr:"time" about:"when it began"`
	Target   string    `expr:"target" about:"URL of the receiver"`
	Method   string    `expr:"method" about:"of the request: POST"`
	Platform string    `expr:"platform" about:"OptPlatform"`
	ClientIP string    `expr:"client_ip" about:"ClientIP"`
	AppID    string    `expr:"app_id" about:"SdkAppid"`

	From      string   `expr:"from" about:"From_Account: who asks to add a friend"`
	Requester string   `expr:"requester" about:"Requester_Account"`
	To        []string `expr:"to" about:"every To_Account that is asked about"`
	AddType   string   `expr:"add_type" about:"AddType"`
	Force     int      `expr:"force" about:"ForceAddFlags"`
	EventTime int      `expr:"event_time" about:"EventTime, in milliseconds"`

	Account string `expr:"account" about:"one To_Account"`
	Remark  string `expr:"remark" about:"its Remark"`
	Group   string `expr:"group" about:"its GroupName"`
	Source  string `expr:"source" about:"its AddSource"`
	Wording string `expr:"wording" about:"its AddWording"`
	Said    string `expr:"said" about:"what the backend said of it"`
	Effect  string `expr:"effect" about:"what Chat does with it"`
	Cause   string `expr:"cause" about:"why the effect is what it is"`
	Basis   string `expr:"basis" about:"how the effect is known"`
	Code    int    `expr:"code" about:"its ResultCode; -1 if none can be read"`

	Status    int      `expr:"status" about:"HTTP status of the answer"`
	Rule      []string `expr:"rule" about:"ids of the rules that the answer breaks"`
	LatencyMS float64  `expr:"latency_ms" about:"until the last byte, in milliseconds"`
	Late      bool     `expr:"late" about:"the answer came after the deadline"`
	Reused    bool     `expr:"reused" about:"over a kept connection"`
	Failure   string   `expr:"failure" about:"cause of a failed delivery"`
	Body      string   `expr:"body" about:"body of the request"`
	Answer    string   `expr:"answer" about:"body of the answer"`

	Label    string `expr:"label" about:"of a simulation: benign, or the campaign"`
	Scenario string `expr:"scenario" about:"of check"`
	Fault    string `expr:"fault" about:"of the mock server, as JSON unless it is a text"`
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
	judging conformance.Judging
	request *callback.Request
	env     Env
	machine vm.VM
}

// Matcher returns a matcher of the filter that judges with judge, where the expression asks for it.
func (f *Filter) Matcher(judge conformance.Judge) *Matcher {
	return &Matcher{filter: f, judging: conformance.Judging{Judge: judge}}
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
func request(x *exchange.Exchange) *callback.Request {
	q, err := callback.DecodeRequest(x.SentBody())
	if err != nil {
		return &callback.Request{}
	}
	return q
}
