package yamlfile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Position is where the node begins.
func (n Node) Position() Position { return Position{n.node.Line, n.node.Column} }

// Expand returns a copy of the node in which ${name} in every scalar, keys included, is what lookup says. Expanding
// comes after parsing, so that a value can add nothing but text; $${ stands for ${ itself. What lookup does not know is
// noted as an error, with its hint.
func (n Node) Expand(lookup func(name string) (value, hint string, ok bool)) Node {
	return Node{n.doc, n.expand(n.node, lookup)}
}

func (n Node) expand(node *yaml.Node, lookup func(string) (string, string, bool)) *yaml.Node {
	c := *node
	if c.Kind == yaml.ScalarNode {
		if c.Value = (Node{n.doc, node}).expandText(lookup); c.Value != node.Value {
			c.Style &^= yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle // "${n}" can be a number
		}
	}
	c.Content = make([]*yaml.Node, len(node.Content))
	for i, child := range node.Content {
		c.Content[i] = n.expand(child, lookup)
	}
	return &c
}

func (n Node) expandText(lookup func(string) (string, string, bool)) string {
	text, err := ExpandText(n.node.Value, lookup)
	if err != nil {
		n.Fail("%v", err)
	}
	return text
}

// ExpandText is [Node.Expand] for one text.
func ExpandText(text string, lookup func(name string) (value, hint string, ok bool)) (string, error) {
	var b strings.Builder
	rest := text
	for {
		i := strings.Index(rest, "${")
		if i < 0 {
			b.WriteString(rest)
			return b.String(), nil
		}
		if i > 0 && rest[i-1] == '$' {
			b.WriteString(rest[:i-1] + "${")
			rest = rest[i+2:]
			continue
		}
		name, after, closed := strings.Cut(rest[i+2:], "}")
		if !closed {
			return text, errors.New("${ without its }; $${ stands for the two letters")
		}
		value, hint, ok := lookup(name)
		if !ok {
			return text, fmt.Errorf("unknown variable ${%s}%s", name, hint)
		}
		b.WriteString(rest[:i] + value)
		rest = after
	}
}

// Over returns a mapping with the keys of n, and those of base that n does not have. What comes from base counts as
// standing where at stands, for the file that it comes from is another one.
func (n Node) Over(base, at Node) Node {
	if !n.IsMapping() || !base.IsMapping() {
		return n
	}
	c := *n.node
	c.Content = append([]*yaml.Node(nil), n.node.Content...)
	for i := 0; i+1 < len(base.node.Content); i += 2 {
		if _, has := n.Get(base.node.Content[i].Value); !has {
			c.Content = append(c.Content, moved(base.node.Content[i], at.node), moved(base.node.Content[i+1], at.node))
		}
	}
	return Node{n.doc, &c}
}

func moved(node, at *yaml.Node) *yaml.Node {
	c := *node
	c.Line, c.Column = at.Line, at.Column
	c.Content = make([]*yaml.Node, len(node.Content))
	for i, child := range node.Content {
		c.Content[i] = moved(child, at)
	}
	return &c
}

// Get returns the value of a key of a mapping.
func (n Node) Get(key string) (Node, bool) {
	if n.IsMapping() {
		for i := 0; i+1 < len(n.node.Content); i += 2 {
			if n.node.Content[i].Value == key {
				return Node{n.doc, n.node.Content[i+1]}, true
			}
		}
	}
	return Node{}, false
}

// Without returns the mapping without a key.
func (n Node) Without(key string) Node {
	c := *n.node
	c.Content = nil
	for i := 0; i+1 < len(n.node.Content); i += 2 {
		if n.node.Content[i].Value != key {
			c.Content = append(c.Content, n.node.Content[i], n.node.Content[i+1])
		}
	}
	return Node{n.doc, &c}
}

// Renamed returns the mapping with a key under another name, and where it stood; false if it is not there.
func (n Node) Renamed(key, name string) (Node, Position, bool) {
	if !n.IsMapping() {
		return n, Position{}, false
	}
	for i := 0; i+1 < len(n.node.Content); i += 2 {
		if old := n.node.Content[i]; old.Value == key {
			c, k := *n.node, *old
			c.Content, k.Value = slices.Clone(n.node.Content), name
			c.Content[i] = &k
			return Node{n.doc, &c}, Position{old.Line, old.Column}, true
		}
	}
	return n, Position{}, false
}

// Pairs calls read for every key of a mapping and its value, in their order.
func (n Node) Pairs(read func(key string, at, value Node)) {
	if n.IsMapping() {
		n.each(read)
	}
}

// Alone returns the node with a document of its own, which keeps what is found wrong from now on. It is for reading the
// same node by several goroutines.
func (n Node) Alone() (Node, *Document) {
	d := &Document{Name: n.doc.Name, lines: n.doc.lines}
	return Node{d, n.node}, d
}
