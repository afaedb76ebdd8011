package query

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// Names lists the names that an expression can use.
func Names() []string {
	var list []string
	for field := range reflect.TypeFor[Env]().Fields() {
		list = append(list, field.Tag.Get("expr"))
	}
	return list
}

// Name explains a name that an expression can use.
type Name struct {
	Name    string
	Type    string   // in words: text, number, list of texts, true or false, time
	Meaning string   // in a few words
	Values  []string // where they are few, else nil
	Account bool     // it is of one account at a time
}

// Explained lists the names with what they mean.
func Explained() []Name {
	kinds := map[string]string{"int": "number", "float64": "number", "string": "text", "[]string": "list of texts", "bool": "true or false", "time.Time": "time"}
	var list []Name
	for field := range reflect.TypeFor[Env]().Fields() {
		name := field.Tag.Get("expr")
		list = append(list, Name{name, kinds[field.Type.String()], field.Tag.Get("about"), words(name), slices.Contains(accountNames, name)})
	}
	return list
}

var (
	itemNames    = []string{"remark", "group", "source", "wording"}
	verdictNames = []string{"said", "effect", "cause", "basis", "code"}
	accountNames = slices.Concat([]string{"account"}, itemNames, verdictNames)
	bodyNames    = slices.Concat([]string{"requester", "add_type", "force", "event_time"}, itemNames)
	queryNames   = []string{"platform", "client_ip", "app_id"}
)

// words are the values that a name can have, where they are few.
func words(name string) []string {
	switch name {
	case "effect":
		return []string{string(conformance.Allow), string(conformance.Block)}
	case "said":
		return []string{string(conformance.SaidAllow), string(conformance.SaidBlock), string(conformance.SaidNothing)}
	case "basis":
		return []string{string(conformance.Documented), string(conformance.Assumed)}
	case "cause":
		var list []string
		for _, c := range callback.Causes() {
			list = append(list, string(c))
		}
		return list
	}
	return nil
}

// nameVisitor notes which names an expression uses, and finds comparisons that can never be true.
type nameVisitor struct {
	uses map[string]bool
	err  string
	at   int // index of the character that err is about
}

// Visit is called for every node.
func (v *nameVisitor) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		v.uses[n.Value] = true
	case *ast.BinaryNode:
		switch n.Operator {
		case "==", "!=":
			v.compare(n.Left, n.Right)
			v.compare(n.Right, n.Left)
		case "in":
			if list, ok := n.Right.(*ast.ArrayNode); ok {
				for _, element := range list.Nodes {
					v.compare(n.Left, element)
				}
			}
			v.ruleID(n.Left, n.Right)
		}
	}
}

// compare checks a name against a text that is written out.
func (v *nameVisitor) compare(name, value ast.Node) {
	identifier, ok := name.(*ast.IdentifierNode)
	text, isText := value.(*ast.StringNode)
	if !ok || !isText || v.err != "" {
		return
	}
	if list := words(identifier.Value); list != nil && !slices.Contains(list, text.Value) {
		v.err = fmt.Sprintf("%s is %s, and never %q", identifier.Value, oneOf(list), text.Value)
		v.at = text.Location().From
	}
}

// ruleID checks an id that is looked for among the rules.
func (v *nameVisitor) ruleID(value, list ast.Node) {
	text, isText := value.(*ast.StringNode)
	if identifier, ok := list.(*ast.IdentifierNode); !ok || !isText || identifier.Value != "rule" || v.err != "" {
		return
	}
	if _, known := conformance.RuleByID(text.Value); !known {
		v.err, v.at = fmt.Sprintf("no rule is called %q", text.Value), text.Location().From
	}
}

func oneOf(list []string) string {
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " or " + list[last]
}
