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
	return Node{n.doc, copied(n.node, func(c *yaml.Node) {
		if c.Kind != yaml.ScalarNode {
			return
		}
		text, err := ExpandText(c.Value, lookup)
		if err != nil {
			Node{n.doc, c}.Fail("%v", err)
		}
		if text != c.Value {
			c.Value = text
			c.Style &^= yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle // "${n}" can be a number
		}
	})}
}

// copied returns a copy of the node, and of all below it, each of them changed.
func copied(node *yaml.Node, change func(*yaml.Node)) *yaml.Node {
	c := *node
	change(&c)
	c.Content = make([]*yaml.Node, len(node.Content))
	for i, child := range node.Content {
		c.Content[i] = copied(child, change)
	}
	return &c
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
	content := slices.Clone(n.node.Content)
	for i := 0; i+1 < len(base.node.Content); i += 2 {
		if n.index(base.node.Content[i].Value) >= 0 {
			continue
		}
		for _, node := range base.node.Content[i : i+2] {
			content = append(content, copied(node, func(c *yaml.Node) { c.Line, c.Column = at.node.Line, at.node.Column }))
		}
	}
	return n.with(content)
}

// with returns the node with another content.
func (n Node) with(content []*yaml.Node) Node {
	c := *n.node
	c.Content = content
	return Node{n.doc, &c}
}

// index is where a key of a mapping stands in its content, or -1.
func (n Node) index(key string) int {
	if n.IsMapping() {
		for i := 0; i+1 < len(n.node.Content); i += 2 {
			if n.node.Content[i].Value == key {
				return i
			}
		}
	}
	return -1
}

// Get returns the value of a key of a mapping.
func (n Node) Get(key string) (Node, bool) {
	if i := n.index(key); i >= 0 {
		return Node{n.doc, n.node.Content[i+1]}, true
	}
	return Node{}, false
}

// Without returns the mapping without a key.
func (n Node) Without(key string) Node {
	i := n.index(key)
	if i < 0 {
		return n
	}
	return n.with(slices.Delete(slices.Clone(n.node.Content), i, i+2))
}

// Renamed returns the mapping with a key under another name, and where it stood; false if it is not there.
func (n Node) Renamed(key, name string) (Node, Position, bool) {
	i := n.index(key)
	if i < 0 {
		return n, Position{}, false
	}
	content, renamed := slices.Clone(n.node.Content), *n.node.Content[i]
	renamed.Value = name
	content[i] = &renamed
	return n.with(content), Node{n.doc, &renamed}.Position(), true
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
