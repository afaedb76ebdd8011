// Package schematest checks JSON against the published schemas, for tests alone.
package schematest

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chatcb/chatcb/report/schema"
)

// refusing loads nothing: a schema that needs it is not self-contained.
type refusing struct{}

func (refusing) Load(url string) (any, error) {
	return nil, errors.New("not self-contained: it needs " + url)
}

// Compile compiles a published schema, or a part of one, with nothing beside it.
func Compile(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.UseLoader(refusing{})
	file, _, _ := strings.Cut(name, "#")
	text, err := schema.Document(strings.TrimSuffix(file, ".json"))
	if err != nil {
		t.Fatal(err)
	}
	AddResource(t, c, "file:///tmp/"+file, text) // as if it were printed into a file: its $id and not its place counts
	s, err := c.Compile("file:///tmp/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// AddResource adds a schema of another origin to a compiler.
func AddResource(t testing.TB, c *jsonschema.Compiler, url string, text []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	if err := c.AddResource(url, doc); err != nil {
		t.Fatal(err)
	}
}

// Valid reports whether text is as the schema says.
func Valid(s *jsonschema.Schema, text string) bool {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	return err == nil && s.Validate(doc) == nil
}

// Validate fails the test where text is not as the schema says.
func Validate(t testing.TB, s *jsonschema.Schema, text string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("no JSON: %v\n%s", err, text)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}
