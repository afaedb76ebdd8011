package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
)

// swaps are the operators and names that become others.
var (
	swaps = map[token.Token][]string{
		token.LSS: {"<="}, token.LEQ: {"<"}, token.GTR: {">="}, token.GEQ: {">"}, token.EQL: {"!="}, token.NEQ: {"=="},
		token.LAND: {"||"}, token.LOR: {"&&"}, token.ADD: {"-"}, token.SUB: {"+"}, token.AND: {"&^"}, token.AND_NOT: {"&"},
	}
	names = map[string]string{
		"true": "false", "false": "true", "Allow": "Block", "Block": "Allow", "Documented": "Assumed", "Assumed": "Documented",
		"SaidAllow": "SaidBlock", "SaidBlock": "SaidAllow",
	}
)

// operators applies every generic operator to the functions of a file. Strings, comments and declarations stay.
func operators(file string, source []byte) ([]*mutant, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	g := generator{file: file, source: source, set: set}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch f := n.(type) {
		case *ast.FuncDecl:
			if f.Body != nil {
				g.function(f.Body)
			}
			return false
		case *ast.FuncLit: // the checks in the tables
			g.function(f.Body)
			return false
		}
		return true
	})
	return g.mutants, nil
}

type generator struct {
	file    string
	source  []byte
	set     *token.FileSet
	mutants []*mutant
}

func (g *generator) add(operator string, start, end token.Pos, text string) {
	g.mutants = append(g.mutants, &mutant{
		file: g.file, source: g.source, start: g.set.Position(start).Offset, end: g.set.Position(end).Offset, text: text, operator: operator,
	})
}

func (g *generator) function(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			for _, text := range swaps[n.Op] {
				g.add("operator", n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), text)
			}
		case *ast.UnaryExpr:
			if n.Op == token.NOT || n.Op == token.SUB {
				g.add("sign", n.OpPos, n.OpPos+1, "")
			}
		case *ast.BasicLit:
			if v, err := strconv.Atoi(n.Value); n.Kind == token.INT && err == nil {
				g.add("constant", n.Pos(), n.End(), strconv.Itoa(v+1))
			}
		case *ast.Ident:
			if other, ok := names[n.Name]; ok {
				g.add("name", n.Pos(), n.End(), other)
			}
		case *ast.CaseClause:
			if len(n.List) > 0 && len(n.Body) > 0 {
				g.add("case emptied", n.Body[0].Pos(), n.Body[len(n.Body)-1].End(), "")
			}
		case *ast.IfStmt:
			if _, binary := n.Cond.(*ast.BinaryExpr); binary {
				break // its operator has mutants of its own
			}
			g.add("if never", n.Cond.Pos(), n.Cond.End(), "false && ("+string(g.source[g.set.Position(n.Cond.Pos()).Offset:g.set.Position(n.Cond.End()).Offset])+")")
		case *ast.AssignStmt:
			g.assignment(n)
		case *ast.IncDecStmt:
			g.add("statement dropped", n.Pos(), n.End(), "")
		case *ast.ExprStmt:
			g.add("statement dropped", n.Pos(), n.End(), "")
		}
		return true
	})
}

// assignment drops the assignments after which everything still compiles.
func (g *generator) assignment(n *ast.AssignStmt) {
	switch n.Tok {
	case token.OR_ASSIGN, token.AND_NOT_ASSIGN, token.ADD_ASSIGN:
		g.add("statement dropped", n.Pos(), n.End(), "")
	case token.ASSIGN:
		if _, field := n.Lhs[0].(*ast.SelectorExpr); field && len(n.Lhs) == 1 {
			g.add("statement dropped", n.Pos(), n.End(), "")
		}
	}
}
