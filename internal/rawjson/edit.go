// Package jsonedit changes single values in JSON text and leaves every other byte as it is spelt.
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
	w := walker{s: New(text)}
	w.value("")
	if err := w.s.End(); err != nil {
		return nil, err
	}
	return w.places, nil
}

type walker struct {
	s      *Scanner
	places []Place
}

func (w *walker) value(path string) {
	switch w.s.Kind() {
	case Object:
		w.s.Open()
		for n := 0; w.s.NextMember(n); n++ {
			name := string(Unescape(nil, w.s.Key()))
			if path != "" {
				name = path + "." + name
			}
			w.child(name)
		}
	case Array:
		w.s.Open()
		for n := 0; w.s.NextElement(n); n++ {
			w.child(path + "[" + strconv.Itoa(n) + "]")
		}
	default:
		w.s.Skip()
	}
}

func (w *walker) child(path string) {
	w.s.Kind() // passes over white space
	i := len(w.places)
	w.places = append(w.places, Place{Path: path, Start: w.s.Offset()})
	w.value(path)
	w.places[i].End = w.s.Offset()
}

// Set returns the text with the value at path replaced by the JSON text value. A path that the text does not have is an
// error that names the nearest one.
func Set(text []byte, path string, value []byte) ([]byte, error) {
	places, err := Places(text)
	if err != nil {
		return nil, err
	}
	if err := jsonCheck(value); err != nil {
		return nil, fmt.Errorf("the value for %s is not JSON: %w", path, err)
	}
	paths := make([]string, len(places))
	for i, p := range places {
		if p.Path == path {
			out := make([]byte, 0, len(text)+len(value))
			out = append(append(out, text[:p.Start]...), value...)
			return append(out, text[p.End:]...), nil
		}
		paths[i] = p.Path
	}
	return nil, fmt.Errorf("no %q in the request%s; it has %s", path, nearest.Hint(path, paths), strings.Join(paths, ", "))
}

// KindAt tells the kind of the value at path, or jsonscan.Invalid where there is none.
func KindAt(text []byte, path string) Kind {
	places, _ := Places(text)
	for _, p := range places {
		if p.Path == path {
			return New(text[p.Start:p.End]).Kind()
		}
	}
	return Invalid
}

func jsonCheck(value []byte) error {
	s := New(value)
	s.Skip()
	return s.End()
}
