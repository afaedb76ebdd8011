package rawjson

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
)

// Place is a value in a JSON text: its path, such as list[0].name, and where it is spelt.
type Place struct {
	Path       string
	Start, End int
}

// Places lists every value of the text but the outermost, parents before children.
func Places(text []byte) ([]Place, error) {
	root, err := parse(text)
	if err != nil {
		return nil, err
	}
	return root.places("", nil), nil
}

// places appends what is below a value with this path.
func (n *node) places(path string, list []Place) []Place {
	for i := range n.children {
		c := &n.children[i]
		below := c.name
		switch {
		case n.kind == Array:
			below = path + "[" + strconv.Itoa(i) + "]"
		case path != "":
			below = path + "." + c.name
		}
		list = c.places(below, append(list, Place{below, c.start, c.end}))
	}
	return list
}

// Set returns the text with the value at path replaced by JSON text, which value spells in view of what stood there. A path
// that the text does not have is an error that names the nearest one.
func Set(text []byte, path string, value func(was Kind) []byte) ([]byte, error) {
	places, err := Places(text)
	if err != nil {
		return nil, err
	}
	paths := make([]string, len(places))
	for i, p := range places {
		if paths[i] = p.Path; p.Path != path {
			continue
		}
		spelt := value(New(text[p.Start:p.End]).Kind())
		if err := jsonCheck(spelt); err != nil {
			return nil, fmt.Errorf("the value for %s is not JSON: %w", path, err)
		}
		return splice(text, p.Start, p.End, spelt), nil
	}
	return nil, fmt.Errorf("no %q in the request%s; it has %s", path, nearest.Hint(path, paths), strings.Join(paths, ", "))
}

func jsonCheck(value []byte) error {
	s := New(value)
	s.Skip()
	return s.End()
}
