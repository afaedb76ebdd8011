package curl

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

var errFilledIn = errors.New("a shell would fill in a variable or the output of a command here, and this is not one: " +
	"replace it by its value")

var errWindows = errors.New("the command is for the prompt of Windows (copy as cURL (cmd)): copy it as cURL (bash)")

// simple lists the commands of a statement that are run with arguments of their own, in their order. Cut is called where
// something is left out: what a pipe goes to, and redirections.
func simple(s *syntax.Stmt, cut func()) []*syntax.Stmt {
	if len(s.Redirs) > 0 {
		cut()
	}
	c, ok := s.Cmd.(*syntax.BinaryCmd)
	switch {
	case !ok:
		return []*syntax.Stmt{s}
	case c.Op == syntax.Pipe || c.Op == syntax.PipeAll:
		cut()
		return simple(c.X, cut)
	}
	return append(simple(c.X, cut), simple(c.Y, cut)...)
}

// words are the arguments of a command as a shell hands them over. Nothing is run or filled in.
func words(s *syntax.Stmt) ([]string, error) {
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil, fmt.Errorf("not a curl command")
	}
	for _, arg := range call.Args {
		if slices.ContainsFunc(arg.Parts, filledIn) {
			return nil, errFilledIn
		}
	}
	list, err := expand.Fields(&expand.Config{Env: expand.ListEnviron()}, call.Args...)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(list, func(word string) bool { return word == "^" || strings.HasPrefix(word, "^http") }) {
		return nil, errWindows
	}
	for i := range list {
		list[i] = decode(list[i])
	}
	if list[0] == "$" { // a prompt that was copied too
		list = list[1:]
	}
	if len(list) == 0 || list[0] != "curl" {
		return nil, fmt.Errorf("not a curl command: %.60q", strings.Join(list, " "))
	}
	return list[1:], nil
}

// filledIn reports whether a part of a word stands for something else.
func filledIn(part syntax.WordPart) bool {
	switch p := part.(type) {
	case *syntax.Lit, *syntax.SglQuoted:
		return false
	case *syntax.DblQuoted:
		return slices.ContainsFunc(p.Parts, filledIn)
	}
	return true
}
