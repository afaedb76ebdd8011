package expression

import (
	"reflect"

	"github.com/expr-lang/expr/ast"
)

// patch has each round of a loop count as a step, texts be added within the bounds, and lists have no lists.
type patch struct{}

// Visit is called for every node, children first.
func (patch) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.PredicateNode:
		if _, counted := n.Node.(*ast.SequenceNode); !counted {
			n.Node = &ast.SequenceNode{Nodes: []ast.Node{calling(stepFunction, &ast.IdentifierNode{Value: Key}), n.Node}}
		}
	case *ast.BuiltinNode:
		if n.Name == "map" || n.Name == "reduce" {
			body := n.Arguments[1].(*ast.PredicateNode).Node.(*ast.SequenceNode)
			makePlain(&body.Nodes[1])
		}
	case *ast.ArrayNode:
		for i := range n.Nodes {
			makePlain(&n.Nodes[i])
		}
	case *ast.PairNode:
		makePlain(&n.Value)
	case *ast.BinaryNode:
		_, literal := n.Right.(*ast.StringNode)
		switch {
		case n.Operator == "+" && mayBe(n.Left, reflect.String) && mayBe(n.Right, reflect.String):
			ast.Patch(node, calling(plusFunction, n.Left, n.Right))
		case n.Operator == "matches" && (!literal || !cheap(n.Right.(*ast.StringNode).Value)):
			ast.Patch(node, calling(matchFunction, n.Left, n.Right))
		}
	}
}

func calling(name string, args ...ast.Node) *ast.CallNode {
	return &ast.CallNode{Callee: &ast.IdentifierNode{Value: name}, Arguments: args}
}

// makePlain has an expression fail where its value is a list.
func makePlain(n *ast.Node) {
	if mayBe(*n, reflect.Slice) || mayBe(*n, reflect.Map) || mayBe(*n, reflect.Array) {
		*n = calling(plainFunction, *n)
	}
}

// mayBe reports whether the value of an expression can be of a kind, as far as it is known.
func mayBe(n ast.Node, kind reflect.Kind) bool {
	t := n.Type()
	return t == nil || t.Kind() == kind || t.Kind() == reflect.Interface
}
