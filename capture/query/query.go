// Package query selects records by an expression, such as
//
//	effect == "ALLOW" and cause != "said" and from startsWith "user_"
//
// The names are those that [Explained] lists; operators and functions are those of github.com/expr-lang/expr. An exchange that
// asks about several accounts is selected when the expression is true for one of them: account, remark, group, source,
// wording, said, effect, cause, basis and code are those of one account at a time, so that what is said of them in one
// expression is said of the same account.
package query

import (
	"errors"
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"github.com/chatcb/chatcb/internal/nearest"
)

// MaxText bounds an expression, in bytes.
const MaxText = 4096

const maxNodes = 1000

// Filter is a compiled expression. It is not changed by its use.
type Filter struct {
	text    string
	program *vm.Program
	names   []name // that it uses
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
	names := &nameVisitor{all: allNames()}
	program, err := expr.Compile(text, expr.Env(environment(names.all)), expr.AsBool(), expr.MaxNodes(maxNodes), expr.Patch(names))
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
	return &Filter{text, program, names.used}, nil
}

// place turns the index of a character into line and column.
func place(text string, at int) (line, column int) {
	before := string([]rune(text)[:at])
	return 1 + strings.Count(before, "\n"), 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
}

// String returns the expression.
func (f *Filter) String() string { return f.text }
