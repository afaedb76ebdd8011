package spec

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/scenarios"
)

// schemaID is where editors find the schema of scenario files.
const schemaID = "https://github.com/chatcb/chatcb/schema/scenario.json"

// The schema in the repository is the one that the types make; UPDATE=1 writes it.
func TestSchemaIsGenerated(t *testing.T) {
	t.Parallel()
	golden.Compare(t, "../../report/schema/scenario.json", string(schemaOfFiles()))
}

// schemaOfFiles is the JSON Schema of scenario files.
func schemaOfFiles() []byte {
	var schema any
	if err := json.Unmarshal(yamlfile.Schema(schemaID, "chatcb scenarios", fileForm{}), &schema); err != nil {
		panic(err) // it was made just now
	}
	scenarios := schema.(map[string]any)["properties"].(map[string]any)["scenarios"]
	allowVariables(scenarios)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(schema); err != nil {
		panic(err) // maps, texts and numbers
	}
	return b.Bytes()
}

// fileForm is a scenario file as the schema has it. In reading, each scenario is kept as it stands until its matrix and
// its variables are known; see scenarioNode.
type fileForm struct {
	Version   int               `yaml:"version" need:"yes" min:"1" max:"1" doc:"version of this format: 1"`
	Vars      map[string]string `yaml:"vars" doc:"what ${NAME} stands for"`
	Env       []string          `yaml:"env" doc:"variables of the environment that ${NAME} may stand for; none of CHATCB_…"`
	Scenarios []spec            `yaml:"scenarios" need:"yes" doc:"what receivers are put into, one element each"`
}

// allowVariables lets "${name}" stand wherever a number, a word of a list or a duration does.
func allowVariables(schema any) any {
	switch s := schema.(type) {
	case []any:
		for i := range s {
			s[i] = allowVariables(s[i])
		}
	case map[string]any:
		for key, v := range s {
			s[key] = allowVariables(v)
		}
		if narrow(s) {
			return withVariable(s)
		}
	}
	return schema
}

func narrow(schema map[string]any) bool {
	_, enum := schema["enum"]
	_, pattern := schema["pattern"]
	return enum || pattern || schema["type"] == "integer" || schema["type"] == "boolean"
}

func withVariable(schema map[string]any) map[string]any {
	both := map[string]any{"anyOf": []any{schema, map[string]any{"type": "string", "pattern": `\$\{`}}}
	if doc, ok := schema["description"]; ok {
		delete(schema, "description")
		both["description"] = doc
	}
	return both
}

// The types that read themselves say what their schema is.

// YAMLSchema is a text.
func (decision) YAMLSchema() map[string]any { return yamlfile.SchemaFor("") }

// YAMLSchema is both forms.
func (matrix) YAMLSchema() map[string]any {
	scalar := yamlfile.SchemaFor("")
	return map[string]any{"type": "object", "additionalProperties": map[string]any{"anyOf": []any{
		map[string]any{"type": "array", "items": scalar, "minItems": 1},
		map[string]any{"type": "object", "minProperties": 1, "additionalProperties": map[string]any{
			"anyOf": []any{scalar, map[string]any{"type": "object", "additionalProperties": scalar}},
		}},
	}}}
}

// YAMLSchema is that of its keys.
func (patchSpec) YAMLSchema() map[string]any {
	type plain patchSpec
	return yamlfile.SchemaFor(plain{})
}

// YAMLSchema is any scalar.
func (jsonText) YAMLSchema() map[string]any {
	return map[string]any{"type": []string{"string", "number", "boolean", "null"}}
}

// YAMLSchema is that of a number.
func (number) YAMLSchema() map[string]any { return yamlfile.SchemaFor(0) }

// YAMLSchema is both forms.
func (answers) YAMLSchema() map[string]any {
	var names []any
	for _, k := range scenarios.AnswerKinds() {
		names = append(names, k.Name)
	}
	one := map[string]any{"anyOf": []any{
		map[string]any{"enum": names},
		map[string]any{"type": "integer", "minimum": 100, "maximum": 599},
	}}
	return map[string]any{"anyOf": []any{one, map[string]any{"type": "array", "items": one, "minItems": 1}}}
}
