package yamlfile

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// Schemer is a type that says what its JSON Schema is, because it reads itself.
type Schemer interface{ YAMLSchema() map[string]any }

// Schema returns the JSON Schema (2020-12) of the files that [Read] takes for v, a struct, for editors. It is made from
// the same tags.
func Schema(id, title string, v any) []byte {
	s := schemaOf(reflect.TypeOf(v), "")
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"], s["title"] = id, title
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		panic(err) // maps of strings and numbers: it cannot fail
	}
	return b.Bytes()
}

// SchemaFor is the schema of a value of this type, for a [Schemer] to be built from.
func SchemaFor(v any) map[string]any { return schemaOf(reflect.TypeOf(v), "") }

func schemaOf(t reflect.Type, tag reflect.StructTag) map[string]any {
	if s, ok := reflect.New(t).Interface().(Schemer); ok {
		return s.YAMLSchema()
	}
	switch t {
	case textType:
		return map[string]any{"type": "string"}
	case durationType:
		return map[string]any{"type": "string", "pattern": `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`}
	}
	if t == timeType {
		return map[string]any{"type": "string", "format": "date-time"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), tag)
	case reflect.Struct:
		return structSchema(t)
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem(), "")}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), "")}
	case reflect.String:
		if enum, ok := tag.Lookup("enum"); ok {
			return map[string]any{"enum": strings.Split(enum, ",")}
		}
		return map[string]any{"type": []string{"string", "number", "boolean"}} // as it is spelt
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Uint64:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Int, reflect.Int64:
		s := map[string]any{"type": "integer"}
		if n, ok := bound(tag, "min"); ok {
			s["minimum"] = n
		}
		if n, ok := bound(tag, "max"); ok {
			s["maximum"] = n
		}
		return s
	}
	panic("yamlfile: no schema for " + t.String())
}

func structSchema(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, k := range keysOf(t) {
		s := schemaOf(k.Type, k.field.Tag)
		if k.Doc != "" {
			s["description"] = k.Doc
		}
		properties[k.Name] = s
		if k.need {
			required = append(required, k.Name)
		}
	}
	s := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}
