package safe

import (
	"fmt"
	"text/template"
	"text/template/parse"
)

// Template makes a template of a medium in which text has a meaning: whatever it writes is escaped, but for numbers and what is
// Harmless already, which has a way to be written of its own: text does not.
func Template[Harmless fmt.Formatter](text string, funcs template.FuncMap, escape func(string) Harmless) (*template.Template, error) {
	all := template.New("").Funcs(funcs).Funcs(template.FuncMap{"escaped": func(v any) any { return Args([]any{v}, escape)[0] }})
	if _, err := all.Parse(text); err != nil {
		return nil, err
	}
	for _, t := range all.Templates() {
		Through("escaped", t.Root)
	}
	return all, nil
}

// Through sends whatever a template writes through a function of its own.
func Through(function string, list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 { // it writes, and keeps nothing in a variable
				call := &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos}
				call.Args = []parse.Node{parse.NewIdentifier(function).SetPos(n.Pos)}
				n.Pipe.Cmds = append(n.Pipe.Cmds, call)
			}
		case *parse.IfNode:
			Through(function, n.List)
			Through(function, n.ElseList)
		case *parse.RangeNode:
			Through(function, n.List)
			Through(function, n.ElseList)
		case *parse.WithNode:
			Through(function, n.List)
			Through(function, n.ElseList)
		}
	}
}
