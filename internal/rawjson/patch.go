package rawjson

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
)

// Operation is one operation of a JSON Patch (RFC 6902). Value is JSON text, so that its spelling is the caller's.
type Operation struct {
	Op    string // add, remove, replace, move, copy or test
	Path  string // JSON Pointer
	From  string // JSON Pointer, of move and copy
	Value []byte // of add, replace and test
}

// Operations lists the words that Operation.Op can be.
func Operations() []string { return []string{"add", "remove", "replace", "move", "copy", "test"} }

// Patch applies a JSON Patch to the text. What no operation touches stays as it is spelt. Where an operation does not
// apply, the error names it by its number from 1.
func Patch(text []byte, operations []Operation) ([]byte, error) {
	for i := range operations {
		o := &operations[i]
		next, err := o.apply(text)
		if err != nil {
			return nil, fmt.Errorf("operation %d (%s %s): %w", i+1, o.Op, o.Path, err)
		}
		text = next
	}
	return text, nil
}

// Check reports what is wrong with the operation whatever it is applied to.
func (o *Operation) Check() error {
	if !slices.Contains(Operations(), o.Op) {
		return fmt.Errorf("wanted one of %s, got %q%s", strings.Join(Operations(), ", "), o.Op, nearest.Hint(o.Op, Operations()))
	}
	if _, err := parsePointer(o.Path); err != nil {
		return err
	}
	switch o.Op {
	case "move", "copy":
		if _, err := parsePointer(o.From); err != nil {
			return fmt.Errorf("from: %w", err)
		}
	case "add", "replace", "test":
		if err := jsonCheck(o.Value); err != nil {
			return fmt.Errorf("the value is not JSON: %w", err)
		}
	}
	return nil
}

func (o *Operation) apply(text []byte) ([]byte, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	root, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("the text is not JSON: %w", err)
	}
	path, _ := parsePointer(o.Path) // checked
	switch o.Op {
	case "add":
		return add(text, root, path, o.Value)
	case "remove":
		return remove(text, root, path)
	case "replace":
		n, err := root.find(path)
		if err != nil {
			return nil, err
		}
		return splice(text, n.start, n.end, o.Value), nil
	case "test":
		n, err := root.find(path)
		if err == nil && !same(text[n.start:n.end], o.Value) {
			err = errors.New("the value is another: " + string(text[n.start:n.end]))
		}
		return text, err
	}
	return o.carry(text, root, path)
}

// carry is move and copy.
func (o *Operation) carry(text []byte, root *node, path pointer) ([]byte, error) {
	from, _ := parsePointer(o.From) // checked
	n, err := root.find(from)
	if err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	value := bytes.Clone(text[n.start:n.end])
	if o.Op == "copy" {
		return add(text, root, path, value)
	}
	if len(path) > len(from) && slices.Equal(path[:len(from)], from) {
		return nil, errors.New("a value cannot be moved into itself")
	}
	if slices.Equal(path, from) {
		return text, nil
	}
	if text, err = remove(text, root, from); err != nil {
		return nil, err
	}
	if root, err = parse(text); err != nil {
		return nil, err
	}
	return add(text, root, path, value)
}

func add(text []byte, root *node, path pointer, value []byte) ([]byte, error) {
	if len(path) == 0 {
		return bytes.Clone(value), nil
	}
	last := path[len(path)-1]
	parent, err := root.find(path[:len(path)-1])
	if err != nil {
		return nil, err
	}
	if parent.kind == Object {
		if i, err := parent.index(last); err == nil {
			c := &parent.children[i]
			return splice(text, c.start, c.end, value), nil
		}
		member := append(append(AppendString(nil, last), ':'), value...)
		return insert(text, parent, len(parent.children), member), nil
	}
	if parent.kind != Array {
		return nil, fmt.Errorf("nothing can be added to a %s", parent.kind)
	}
	i, err := arrayIndex(last, len(parent.children))
	if err != nil {
		return nil, err
	}
	return insert(text, parent, i, value), nil
}

// insert puts a member or element before child i, or after the last.
func insert(text []byte, parent *node, i int, what []byte) []byte {
	switch {
	case len(parent.children) == 0:
		return splice(text, parent.start+1, parent.start+1, what)
	case i < len(parent.children):
		at := parent.children[i].begin
		return splice(text, at, at, append(slices.Clone(what), ','))
	}
	at := parent.children[i-1].end
	return splice(text, at, at, append([]byte{','}, what...))
}

func remove(text []byte, root *node, path pointer) ([]byte, error) {
	if len(path) == 0 {
		return nil, errors.New("the whole text cannot be removed")
	}
	parent, err := root.find(path[:len(path)-1])
	if err != nil {
		return nil, err
	}
	i, err := parent.index(path[len(path)-1])
	if err != nil {
		return nil, err
	}
	c := parent.children
	switch {
	case i > 0:
		return splice(text, c[i-1].end, c[i].end, nil), nil
	case len(c) > 1:
		return splice(text, c[0].begin, c[1].begin, nil), nil
	}
	return splice(text, c[0].begin, c[0].end, nil), nil
}

func splice(text []byte, start, end int, what []byte) []byte {
	return slices.Concat(text[:start], what, text[end:])
}

// At returns the spelling of the value at a JSON Pointer.
func At(text []byte, path string) ([]byte, error) {
	p, err := parsePointer(path)
	if err != nil {
		return nil, err
	}
	root, err := parse(text)
	if err != nil {
		return nil, err
	}
	n, err := root.find(p)
	if err != nil {
		return nil, err
	}
	return text[n.start:n.end], nil
}
