package spec

import (
	"bytes"
	"encoding/json"

	"github.com/chatcb/chatcb/internal/yamlfile"
)

// SchemaID is where editors find the schema of scenario files.
const SchemaID = "https://github.com/chatcb/chatcb/schema/scenario.json"

// Schema is the JSON Schema of scenario files.
func Schema() []byte {
	var schema any
	if err := json.Unmarshal(yamlfile.Schema(SchemaID, "chatcb scenarios", fileForm{}), &schema); err != nil {
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
