package rawjson

import (
	"fmt"
	"strconv"
	"strings"
)

// node is a value in a JSON text: where it is spelt, and what it holds.
type node struct {
	kind       Kind
	start, end int
	children   []child
}

// child is a member of an object or an element of an array, whose name is then "".
type child struct {
	node
	name  string
	begin int // of the name, or of the value in an array
}

// parse reads the whole text.
func parse(text []byte) (*node, error) {
	s := New(text)
	root := s.node()
	return &root, s.End()
}

func (s *Scanner) node() node {
	kind := s.Kind()
	n := node{kind: kind, start: s.Offset()}
	switch kind {
	case Object:
		s.Open()
		for i := 0; s.NextMember(i); i++ {
			c := child{name: string(Unescape(nil, s.Key())), begin: s.KeyOffset()}
			c.node = s.node()
			n.children = append(n.children, c)
		}
	case Array:
		s.Open()
		for i := 0; s.NextElement(i); i++ {
			c := child{node: s.node()}
			c.begin = c.start
			n.children = append(n.children, c)
		}
	default:
		s.Skip()
	}
	n.end = s.Offset()
	return n
}

// index finds a child by a token of a JSON Pointer. Of members that stand twice it is the first.
func (n *node) index(token string) (int, error) {
	switch n.kind {
	case Object:
		for i := range n.children {
			if n.children[i].name == token {
				return i, nil
			}
		}
		return 0, fmt.Errorf("there is no member %q", token)
	case Array:
		i, err := arrayIndex(token, len(n.children))
		if err == nil && i == len(n.children) {
			err = fmt.Errorf("there is no element %s: the array has %d", token, i)
		}
		return i, err
	}
	return 0, fmt.Errorf("a %s has nothing called %q", n.kind, token)
}

// arrayIndex reads an index up to length, which "-" stands for (RFC 6901, section 4).
func arrayIndex(token string, length int) (int, error) {
	if token == "-" {
		return length, nil
	}
	i, err := strconv.Atoi(token)
	if err != nil || i < 0 || strconv.Itoa(i) != token {
		return 0, fmt.Errorf("%q is no index of an array", token)
	}
	if i > length {
		return 0, fmt.Errorf("there is no element %d: the array has %d", i, length)
	}
	return i, nil
}

// pointer is a JSON Pointer in its parts, unescaped (RFC 6901).
type pointer []string

func parsePointer(s string) (pointer, error) {
	if s == "" {
		return nil, nil
	}
	if s[0] != '/' {
		return nil, fmt.Errorf("a JSON Pointer is empty or starts with /, got %q", s)
	}
	parts := strings.Split(s[1:], "/")
	for i, part := range parts {
		for rest := part; ; {
			at := strings.IndexByte(rest, '~')
			if at < 0 {
				break
			}
			if at+1 == len(rest) || rest[at+1] != '0' && rest[at+1] != '1' {
				return nil, fmt.Errorf("in a JSON Pointer ~ is followed by 0 or 1, got %q", s)
			}
			rest = rest[at+2:]
		}
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")
	}
	return parts, nil
}

// find walks down the pointer.
func (n *node) find(p pointer) (*node, error) {
	for _, token := range p {
		i, err := n.index(token)
		if err != nil {
			return nil, err
		}
		n = &n.children[i].node
	}
	return n, nil
}
