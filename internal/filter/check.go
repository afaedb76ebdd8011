package filter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/chatcb/chatcb/conformance"
)

// nameVisitor notes which names an expression uses, and finds comparisons that can never be true.
type nameVisitor struct {
	all  []name
	used []name
	err  string
	at   int // index of the character that err is about
}

// Visit is called for every node.
func (v *nameVisitor) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		is := func(known name) bool { return known.short == n.Value }
		if i := slices.IndexFunc(v.all, is); i >= 0 && !slices.ContainsFunc(v.used, is) {
			v.used = append(v.used, v.all[i])
		}
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
