package policy

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

const published = "../../report/schema/policy.json"

// The schema that is published is the one that the types make. UPDATE=1 writes it anew.
func TestPublishedSchema(t *testing.T) {
	want := Schema()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(published, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(published)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("report/schema/policy.json is not what the types make; run the test with UPDATE=1")
	}
}

// The schema and the reader agree on what a policy is, but for what only the reader can know: expressions and files.
func TestSchemaAgreesWithReader(t *testing.T) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(SchemaID, document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		tenRules(),
		"version: 1\nrules: []\n",
		"rules:\n  - {id: r, allow: true}\n",
		"lists: {a: [x, 1, true]}\nrules:\n  - {id: r, deny: 38000, info: no}\n",
		"rules:\n  - {id: r, deny: 37999}\n",
		"rules:\n  - {id: r, deny: 39001}\n",
		"rules:\n  - {id: r, deny: \"38000\"}\n",
		"rules:\n  - {id: r, alow: true}\n",
		"rules:\n  - {allow: true}\n",
		"rules: {}\n",
		"lists: {a: b}\nrules: []\n",
		"lists: {a: {file: x, more: y}}\nrules: []\n",
		"version: 2\nrules: []\n",
		"version: 1\n",
		"rules:\n  - {id: r, allow: \"yes\"}\n",
	} {
		var value any
		if err := yaml.Load([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		bySchema := schema.Validate(plain(value))
		_, byReader := Parse("p.yaml", []byte(text))
		if (bySchema == nil) != (byReader == nil) {
			t.Errorf("%s\nthe schema says %v, the reader says %v", strings.TrimSpace(text), bySchema, byReader)
		}
	}
}

// plain turns what YAML makes into what JSON makes.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for k, e := range v {
			m[k] = plain(e)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = plain(e)
		}
		return list
	}
	return v
}

// SchemaID is where editors find the schema.
const SchemaID = "https://github.com/chatcb/chatcb/schema/policy.json"

// Schema is the JSON Schema of policy files.
func Schema() []byte {
	text := string(yamlfile.Schema(SchemaID, "chatcb policy", File{}))
	names := listed(namesOf(callback.FieldsOf(callback.Webhooks()...)))
	return []byte(strings.NewReplacer("NAMES", names, "FUNCTIONS", strings.Join(functionNames, ", ")).Replace(text))
}

// YAMLSchema is that range.
func (Code) YAMLSchema() map[string]any {
	return map[string]any{"type": "integer", "minimum": callback.MinCode, "maximum": callback.MaxCode}
}

// YAMLSchema is both forms.
func (ListFile) YAMLSchema() map[string]any {
	return map[string]any{"oneOf": []any{yamlfile.SchemaFor([]string{}), yamlfile.SchemaFor(listPath{})}}
}
