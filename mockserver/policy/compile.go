package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/expression"
	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// maxExpression bounds an expression, in bytes. What it may cost when it is evaluated: see package expression.
const maxExpression = 4096

var ruleID = lazy.Regexp(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// compile checks a rule and compiles its expression. What is wrong is noted in doc.
func (p *Policy) compile(doc *yamlfile.Document, f *RuleFile) *rule {
	r := &rule{id: f.ID.Value, when: f.When.Value, info: f.Info}
	if r.id != "" && !ruleID().MatchString(r.id) {
		doc.Fail(f.ID, 1, 1, "an id has 1 to 64 letters, digits, dots, underscores and hyphens, got %q", r.id)
	}
	switch {
	case r.id == "": // reported by itself, and there is no place to point at
	case !single(f.Allow, f.Deny != nil, f.Answer.Value != ""):
		doc.Fail(f.ID, 1, 1, "a rule says one of allow: true, deny: CODE and answer: JSON")
	case f.Answer.Value != "":
		r.read(doc, f.Answer)
	case f.Deny != nil:
		r.code = int64(*f.Deny)
		if r.info == "" {
			r.info = "denied by rule " + r.id
		}
	}
	if r.when == "" {
		return r
	}
	if len(r.when) > maxExpression {
		doc.Fail(f.When, 1, 1, "the expression has %d bytes; at most %d are taken", len(r.when), maxExpression)
		return r
	}
	b := &binder{policy: p, rule: r}
	options := append(functions(), expr.Env(environment(p.names)), expr.AsBool(), expr.DisableBuiltin("now"), expr.Patch(b))
	options = append(options, expression.Options()...)
	program, err := expr.Compile(r.when, options...)
	switch bad, ok := errors.AsType[*file.Error](err); {
	case b.err != nil:
		line, column := expression.Place(r.when, b.at)
		doc.Fail(f.When, line, column, "%s", b.err)
	case ok:
		doc.Fail(f.When, bad.Line, bad.Column+1, "%s", p.hinted(bad.Message))
	case err != nil:
		doc.Fail(f.When, 1, 1, "%s", firstLine(err))
	}
	r.program = program
	return r
}

// single reports whether one of them is true, and no more.
func single(these ...bool) bool {
	n := 0
	for _, is := range these {
		if is {
			n++
		}
	}
	return n == 1
}

// read reads a whole answer, which is sent as it is spelt, but for line ends behind it.
func (r *rule) read(doc *yamlfile.Document, text yamlfile.Text) {
	r.answer = strings.TrimRight(text.Value, "\r\n")
	s := rawjson.New([]byte(r.answer))
	if s.Kind() != rawjson.Object {
		doc.Fail(text, 1, 1, "an answer is the text of one JSON object, such as '%s'", callback.OtherAnswer)
		return
	}
	s.Skip()
	if err := s.End(); err != nil {
		line, column := expression.Place(r.answer, utf8.RuneCountInString(r.answer[:s.Err().Offset]))
		doc.Fail(text, line, column, "the answer is not JSON: %v", err)
		return
	}
	var said struct {
		ResultItem []struct {
			Account string `json:"To_Account"`
			Code    int64  `json:"ResultCode"`
		}
	}
	_ = json.Unmarshal([]byte(r.answer), &said) // it may be wrong on purpose, and is judged as it is
	r.said = map[string]int64{}
	for _, item := range said.ResultItem {
		r.said[item.Account] = item.Code
	}
}

// binder gives the calls in an expression what they work on: a list, or a window of their own. It also notes which names
// the expression uses.
type binder struct {
	policy *Policy
	rule   *rule
	err    error
	at     int // index of the rune that err is about
}

func (b *binder) fail(n ast.Node, format string, args ...any) {
	if b.err == nil {
		b.err, b.at = fmt.Errorf(format, args...), n.Location().From
	}
}

// Visit is called for every node, children first.
func (b *binder) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		is := func(known name) bool { return known.short == n.Value }
		if i := slices.IndexFunc(b.policy.names, is); i >= 0 && !slices.ContainsFunc(b.rule.names, is) {
			b.rule.names = append(b.rule.names, b.policy.names[i])
		}
	case *ast.CallNode:
		callee, ok := n.Callee.(*ast.IdentifierNode)
		if !ok {
			return
		}
		switch callee.Value {
		case "rate", "seen":
			b.bindWindow(node, n, callee.Value)
		case "in_list":
			b.bindList(node, n)
		}
	}
}

func (b *binder) bindWindow(node *ast.Node, n *ast.CallNode, name string) {
	if len(n.Arguments) != 2 {
		b.fail(n, `%s takes a key and a window, such as %s(from, "1m"); got %d arguments`, name, name, len(n.Arguments))
		return
	}
	text, ok := n.Arguments[1].(*ast.StringNode)
	if !ok {
		b.fail(n.Arguments[1], `the window of %s is written out, such as "1m" or "24h"`, name)
		return
	}
	length, err := time.ParseDuration(text.Value)
	if err != nil || length < time.Millisecond || length > maxWindow {
		b.fail(text, `the window of %s is a duration from 1ms to %s, such as "1m30s"; got %q`, name, maxWindow, text.Value)
		return
	}
	s := &site{text: n.String(), window: newWindow(length)}
	key := b.rule.id + "\n" + s.text
	for b.policy.sites[key] != nil {
		key += "+"
	}
	b.policy.sites[key] = s
	ast.Patch(node, &ast.CallNode{
		Callee:    n.Callee,
		Arguments: []ast.Node{&ast.IdentifierNode{Value: subjectKey}, n.Arguments[0], &ast.ConstantNode{Value: s}},
	})
}

func (b *binder) bindList(node *ast.Node, n *ast.CallNode) {
	if len(n.Arguments) != 2 {
		b.fail(n, `in_list takes the name of a list and a value, such as in_list("blocked", from); got %d arguments`, len(n.Arguments))
		return
	}
	name, ok := n.Arguments[0].(*ast.StringNode)
	if !ok {
		b.fail(n.Arguments[0], `the list of in_list is written out, such as in_list("blocked", from)`)
		return
	}
	l, ok := b.policy.lists[name.Value]
	if !ok {
		b.fail(name, "%s", b.policy.noList(name.Value))
		return
	}
	ast.Patch(node, &ast.CallNode{Callee: n.Callee, Arguments: []ast.Node{&ast.ConstantNode{Value: l}, n.Arguments[1]}})
}
