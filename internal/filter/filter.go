// Package filter selects exchanges by an expression, such as
//
//	effect == "ALLOW" and cause != "said" and from startsWith "user_"
//
// or by words, of which all must hold:
//
//	from:user_* cause:late -to:bob "text in the body"
//
// The names are those that [Explained] lists; operators and functions are those of github.com/expr-lang/expr, and like(text,
// pattern), in whose pattern * stands for anything. An exchange that asks about several accounts is selected when the
// expression is true for one of them: account, remark, group, source, wording, said, effect, cause, basis and code are those
// of one account at a time, so that what is said of them in one expression is said of the same account. Each word is an
// expression of its own.
package filter

import (
	"errors"
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"github.com/chatcb/chatcb/internal/expression"
	"github.com/chatcb/chatcb/internal/nearest"
)

// MaxText bounds an expression, in bytes.
const MaxText = 4096

// Filter is a compiled expression, or compiled words. It is not changed by its use.
type Filter struct {
	text  string
	terms []term // of which all must hold
}

// term is one expression.
type term struct {
	text       string // as it was written
	expression string
	program    *vm.Program
	names      []name // that it uses
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

// Compile reads a filter. The error is an *Error where it is about a place in an expression.
func Compile(text string) (*Filter, error) {
	switch {
	case len(text) > MaxText:
		return nil, &Error{Message: fmt.Sprintf("the expression has %d bytes; at most %d are taken", len(text), MaxText)}
	case strings.TrimSpace(text) == "":
		return nil, &Error{Message: "the expression is empty"}
	}
	whole := term{text: text, expression: text}
	wrong := whole.compile()
	if wrong == nil {
		return &Filter{text, []term{whole}}, nil
	}
	terms, ok, err := readWords(text)
	switch {
	case !ok || len(terms) == 1 && !strings.Contains(text, ":") && nearest.Hint(text, Names()) != "":
		return nil, wrong
	case err != nil:
		return nil, err
	}
	for i := range terms {
		if err := terms[i].compile(); err != nil {
			return nil, err
		}
	}
	return &Filter{text, terms}, nil
}

// compile compiles the expression. The error is an *Error.
func (t *term) compile() error {
	text := t.expression
	names := &nameVisitor{all: allNames()}
	options := append(expression.Options(), expr.Env(environment(names.all)), expr.AsBool(), expr.Patch(names), likeFunction)
	program, err := expr.Compile(text, options...)
	at, pointed := errors.AsType[*file.Error](err)
	switch {
	case names.err != "":
		line, column := expression.Place(text, names.at)
		return &Error{text, line, column, names.err}
	case pointed:
		message := at.Message
		if name, ok := strings.CutPrefix(message, "unknown name "); ok {
			message += nearest.Hint(name, Names())
		}
		return &Error{text, at.Line, at.Column + 1, message}
	case err != nil:
		message, _, _ := strings.Cut(err.Error(), "\n")
		if kind, ok := strings.CutPrefix(message, "expected bool, but got "); ok {
			message = "wanted what is true or false, such as from == \"alice\", got a value of the kind " + kind
		}
		return &Error{Text: text, Message: message}
	}
	t.program, t.names = program, names.used
	return nil
}

var likeFunction = expr.Function("like", func(args ...any) (any, error) {
	return like(args[0].(string), args[1].(string)), nil
}, like)

// String returns the expression.
func (f *Filter) String() string { return f.text }
