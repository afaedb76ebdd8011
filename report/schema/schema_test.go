package schema_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/internal/schematest"
	"github.com/chatcb/chatcb/report/schema"
)

// TestSchemasAreSelfContained compiles every schema with a loader that refuses everything, and looks for what they are
// made of only once.
func TestSchemasAreSelfContained(t *testing.T) {
	t.Parallel()
	for _, name := range schema.Names() {
		schematest.Compile(t, name+".json")
		text, err := schema.Document(name)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(text, []byte(`"$id": "https://github.com/chatcb/chatcb/schema/exchange.json"`)); n > 1 {
			t.Errorf("%s: exchange.json stands in it %d times, want once", name, n)
		}
	}
	for _, l := range schema.Lines() {
		name, _, _ := strings.Cut(l[1], ":")
		if _, err := schema.Document(name); err != nil {
			t.Errorf("lines of %s: %v", l[0], err)
		}
	}
	if _, err := schema.Document("lines"); err == nil || err.Error() != `no schema "lines"` {
		t.Errorf("got %v, want no schema", err)
	}
}
