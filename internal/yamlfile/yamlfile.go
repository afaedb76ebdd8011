// Package yamlfile reads YAML files that people write into Go structs, and says exactly where they are wrong.
//
// Unknown keys, keys that stand twice, missing keys and values of another type are errors with file, line and column,
// the line itself and a caret under the place, and with the name that may have been meant. All errors of a file are
// reported at once. Of a file that has none of the keys that it is to begin with, and is something else then, no line is
// shown: it may be a secret. Anchors, aliases, merge keys and tags are refused: they only hide what a file says.
//
// A struct's fields are keys by their tag yaml; the tag need:"yes" demands the key, doc describes it in the [Schema], and
// enum, min and max bound the value. A field of type string takes any scalar as it is spelt, so that an account id 007 is
// not a number and no is not false. Types with a method of [Reader] read themselves.
package yamlfile

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// Position is a place in a file. Line and Column count from 1.
type Position struct{ Line, Column int }

// Text is a string that remembers where it stands, so that what is wrong inside it can be pointed at.
type Text struct {
	Value string
	node  *yaml.Node
}

// Reader is a type that reads itself from a node; it reports what is wrong with [Node.Fail].
type Reader interface{ ReadYAML(n Node) }

// Error is one thing that is wrong with a file.
type Error struct {
	File string
	Position
	Message string
	Source  string // the line
}

func (e *Error) Error() string {
	at := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
	if len(at) > mostShown {
		at = strings.ToValidUTF8(at[:mostShown], "") + "…"
	}
	if e.Source == "" {
		return at
	}
	line, column := e.Source, e.Column
	if letters := []rune(line); len(letters) > mostLetters { // a part of it, around the place
		from := min(max(column-mostLetters/2, 0), len(letters)-mostLetters)
		line, column = "…"+string(letters[from:from+mostLetters])+"…", column-from+1
	}
	return at + "\n    " + line + "\n    " + under(line, column) + "^"
}

// mostShown is how many bytes of an error are shown, and mostLetters how long a line is of which all is.
const (
	mostShown   = 2000
	mostLetters = 300
)

// under is as wide as what stands before the column: tabs stay tabs, and letters that take two columns become a blank
// that does.
func under(line string, column int) string {
	var b strings.Builder
	for _, r := range line {
		if column--; column < 1 {
			break
		}
		switch {
		case r == '\t':
			b.WriteByte('\t')
		case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0xff01 && r <= 0xff60 || r >= 0x1f300:
			b.WriteRune('\u3000')
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// mostErrors is how many of a file's errors are written out.
const mostErrors = 20

// Errors is everything that is wrong with a file, in its order.
type Errors []*Error

func (e Errors) Error() string {
	var b strings.Builder
	for i, one := range e {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i == mostErrors {
			fmt.Fprintf(&b, "%s: %d more", one.File, len(e)-i)
			break
		}
		b.WriteString(one.Error())
	}
	return b.String()
}

// Document is a file that was read. It makes errors that point into it.
type Document struct {
	Name  string
	lines []string
	alien bool // no file of the kind that is wanted, as it seems: messages show nothing of it but keys
	errs  Errors
	met   map[Error]bool         // what is among them
	keys  map[reflect.Type][]key // of the structs that were read
}

// Read reads the one document of a file into v, a pointer to a struct. What is found wrong is kept in the result, to
// which callers add what they find; see [Document.Err].
func Read(name string, text []byte, v any) *Document {
	d := &Document{Name: name, alien: alien(text, v), keys: make(map[reflect.Type][]key)}
	if !d.alien { // what was given by mistake may be a secret
		d.lines = strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	}
	loader, err := yaml.NewLoader(strings.NewReader(string(text)))
	if err != nil {
		d.fail(Position{1, 1}, err.Error())
		return d
	}
	var root yaml.Node
	switch err := loader.Load(&root); {
	case errors.Is(err, io.EOF):
		d.fail(Position{1, 1}, "the file is empty")
		return d
	case err != nil:
		d.failLoading(err)
		return d
	}
	var more yaml.Node
	if err := loader.Load(&more); err == nil {
		d.fail(Position{more.Line, max(more.Column, 1)}, "a second document begins here; one is wanted")
	} else if !errors.Is(err, io.EOF) {
		d.failLoading(err)
	}
	n := &root
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	Node{d, n}.Into(v)
	return d
}

// Err is everything that is wrong with the document, or nil.
func (d *Document) Err() error {
	if len(d.errs) == 0 {
		return nil
	}
	slices.SortStableFunc(d.errs, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return d.errs
}

func (d *Document) failLoading(err error) {
	at, message := Position{1, 1}, err.Error()
	if bad, ok := errors.AsType[*yaml.LoadError](err); ok {
		at, message = Position{bad.Mark.Line, bad.Mark.Column}, bad.Message
		if bad.ContextMsg != "" {
			message += ", " + bad.ContextMsg
		}
	}
	d.fail(at, "not YAML: "+message)
}

func (d *Document) fail(at Position, message string) {
	at.Line, at.Column = max(at.Line, 1), max(at.Column, 1)
	e := &Error{File: d.Name, Position: at, Message: message}
	if at.Line <= len(d.lines) {
		e.Source = d.lines[at.Line-1]
	}
	// Who reads a node again with other values for its variables meets the same mistake again.
	if !d.met[*e] {
		if d.met == nil {
			d.met = make(map[Error]bool)
		}
		d.met[*e] = true
		d.errs = append(d.errs, e)
	}
}

// Fail notes that something is wrong inside the text: at its line and column, both counted from 1 in the value as it was
// read.
func (d *Document) Fail(t Text, line, column int, format string, args ...any) {
	at := Position{1, 1}
	if t.node != nil {
		at = d.within(t, max(line, 1), max(column, 1))
	}
	d.fail(at, fmt.Sprintf(format, args...))
}

// within finds the place in the file. In a block the lines of a value have lost their indentation, which is looked up.
func (d *Document) within(t Text, line, column int) Position {
	n := t.node
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		values := strings.Split(t.Value, "\n")
		at := n.Line + line
		if at > len(d.lines) || line > len(values) {
			return Position{n.Line, n.Column}
		}
		indent := strings.Index(d.lines[at-1], strings.TrimSpace(values[line-1]))
		return Position{at, max(indent, 0) + column}
	case line > 1:
		return Position{n.Line, n.Column}
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return Position{n.Line, n.Column + column}
	}
	return Position{n.Line, n.Column + column - 1}
}
