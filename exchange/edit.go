package exchange

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Edit changes one member of a body, or with a path that starts with "url." one parameter of the URL.
type Edit struct {
	Path string // such as EventTime or url.ClientIP
	Text string
	JSON bool // Text is JSON, not a text: numbers stay numbers where they were
}

// ParseEdit reads PATH=VALUE.
func ParseEdit(text string, isJSON bool) (Edit, error) {
	path, value, ok := strings.Cut(text, "=")
	if !ok || path == "" {
		return Edit{JSON: isJSON}, fmt.Errorf("wanted PATH=VALUE, got %q", text)
	}
	return Edit{path, value, isJSON}, nil
}

// Param is the name of the parameter, if that is what is changed.
func (e *Edit) Param() (name string, ok bool) { return strings.CutPrefix(e.Path, "url.") }

// Apply changes a body.
func (e *Edit) Apply(body []byte) ([]byte, error) {
	return rawjson.Set(body, e.Path, func(was rawjson.Kind) []byte {
		if text := []byte(e.Text); e.JSON || was == rawjson.Number && isNumber(text) {
			return text
		}
		return rawjson.AppendString(nil, e.Text)
	})
}

func isNumber(text []byte) bool {
	s := rawjson.New(text)
	_, ok := s.Number()
	return ok && s.End() == nil
}
