package capture

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

func compileSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	const base = "https://github.com/chatcb/chatcb/schema/"
	c := jsonschema.NewCompiler()
	for _, n := range []string{"exchange", "capture-header", "capture-exchange"} {
		text, err := os.ReadFile(filepath.Join("..", "report", "schema", n+".json"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", n, err)
		}
		if err := c.AddResource(base+n+".json", doc); err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile(base + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t *testing.T, s *jsonschema.Schema, line []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
	if err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	return s.Validate(doc)
}

// What is written is what the published schemas say, and they refuse what readers refuse.
func TestSchemas(t *testing.T) {
	headers, lines := compileSchema(t, "capture-header"), compileSchema(t, "capture-exchange")
	full := Header{Created: time.Unix(1, 5), Tool: "chatcb test", Extra: []callback.Member{{Name: "scrubbed", Value: `{"version":1,"key":"0123456789ab"}`}, {Name: "x", Value: "1"}}}
	for _, h := range []Header{{}, full} {
		if err := valid(t, headers, h.Append(nil)); err != nil {
			t.Error(err)
		}
	}
	every := sample(1, "alice", "bob", 0)
	every.Resent, every.Failure = true, exchange.Failure{Cause: callback.Late, Detail: "x"}
	every.Sent, every.Phases.DNS = append(every.Sent, 0xff), 1
	silent := sample(2, "alice", "bob", 0)
	silent.Received = nil
	for _, x := range []*exchange.Exchange{every, silent, {}} {
		if err := valid(t, lines, AppendLine(nil, x, []callback.Member{{Name: ExtraLabel, Value: `"x"`}, {Name: ExtraDraw, Value: "7"}, {Name: "own", Value: "null"}})); err != nil {
			t.Error(err)
		}
	}
	for _, tt := range []struct {
		schema *jsonschema.Schema
		text   string
	}{
		{headers, `{"version":1}`},
		{headers, `{"format":"chatcb-capture","version":2}`},
		{headers, `{"format":"other","version":1}`},
		{lines, `{}`},
		{lines, `{"request":1}`},
		{lines, strings.Replace(line(1), `"reused":false`, `"reused":0`, 1)},
		{lines, strings.Replace(line(1), `"seq":1`, `"seq":-1`, 1)},
	} {
		if valid(t, tt.schema, []byte(tt.text)) == nil {
			t.Errorf("%s is accepted", tt.text)
		}
	}
}
