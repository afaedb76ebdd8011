package cmd

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/help"
	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/internal/schematest"
)

type object = map[string]any

// The schema of chatcb.yaml is the one that the flags make; make reference writes it.
func TestConfigSchemaIsGenerated(t *testing.T) {
	t.Parallel()
	defs, settings := object{}, object{} // flags by their names: the first that has it
	everyHelp(t, func(c *cobra.Command) {
		if strings.HasPrefix(help.Name(c), "completion") {
			return // nobody sets it
		}
		own := object{}
		add := func(f *pflag.Flag) {
			if f.Name == "config" || f.Name == "profile" || f.Name == "help" || f.Hidden {
				return
			}
			schema := settingSchema(f)
			if defs[f.Name] == nil {
				defs[f.Name] = schema
				settings[f.Name] = object{"$ref": "#/$defs/" + f.Name}
			}
			own[f.Name] = schema
			if cmp.Equal(defs[f.Name], any(schema)) {
				own[f.Name] = object{"$ref": "#/$defs/" + f.Name}
			} else if !cmp.Equal(defs[f.Name].(object)["type"], schema["type"]) {
				settings[f.Name] = object{"description": "not the same in every command"}
			}
		}
		c.LocalFlags().VisitAll(add)
		mine := len(own)
		c.InheritedFlags().VisitAll(add)
		if c.HasParent() && mine > 0 {
			section := object{"type": "object", "description": c.Short, "properties": own, "additionalProperties": false}
			if flag, both := settings[help.Name(c)]; both {
				section = object{"anyOf": []any{flag, section}}
			}
			settings[help.Name(c)] = section
		}
	})
	defs["_profile"] = object{"type": "object", "properties": settings, "additionalProperties": false}
	properties := object{"profiles": object{
		"type": "object", "description": "chosen with -p NAME", "additionalProperties": object{"$ref": "#/$defs/_profile"},
	}}
	for name := range settings {
		properties[name] = object{"$ref": "#/$defs/_profile/properties/" + name}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://github.com/chatcb/chatcb/schema/config.json",
		"title": "chatcb.yaml, the configuration of chatcb", "type": []string{"object", "null"},
		"properties": properties, "additionalProperties": false, "$defs": defs,
	}); err != nil {
		t.Fatal(err)
	}
	refs := regexp.MustCompile(`\{\s+("\$ref": "[^"]+")\s+\}`) // in a line each
	golden.Compare(t, "../report/schema/config.json", refs.ReplaceAllString(b.String(), "{$1}"))
}

// settingSchema is what a flag takes in a file, where every value is read as it is spelt.
func settingSchema(f *pflag.Flag) object {
	o := object{"description": f.Usage}
	scalar := []string{"string", "number", "boolean"}
	switch kind := f.Value.Type(); kind {
	case "bool":
		o["type"] = []string{"boolean"}
	case "int", "int64", "uint64":
		o["type"] = []string{"integer"}
	case "float64":
		o["type"] = []string{"number"}
	case "duration":
		o["type"], o["pattern"] = []string{"string"}, `^-?([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$|^0$`
	case "stringArray", "stringSlice", "strings":
		o["type"], o["items"] = append(scalar, "array"), object{"type": scalar}
	default:
		o["type"] = scalar
		if value, ok := f.Value.(*flags.Checked); ok && value.Words() != nil {
			o["enum"] = value.Words()
		}
	}
	return o
}

// The schema takes what chatcb config init writes, with every setting taken in, and refuses what no setting reads.
func TestConfigSchema(t *testing.T) {
	t.Parallel()
	schema := schematest.Compile(t, "config.json")
	proposed := func(language string) string {
		return regexp.MustCompile(`(?m)^#((?:  )*[a-z-]+:)`).ReplaceAllString(read(t, "config/template/config."+language+".yaml"), "$1")
	}
	for _, test := range []struct {
		text string
		want bool
	}{
		{proposed("en"), true},
		{proposed("zh"), true},
		{"", true},
		{"check:\n  depth: full\n  jobs: 3\nsend:\n  header: [\"X: y\"]\n", true},
		{"captures-list:\n  where: leak\n", true},
		{"profiles:\n  a:\n    check: {depth: quick}\n", true},
		{"profiles:\n  a:\n    profiles: {}\n", false},
		{"aap-id: 1\n", false},
		{"check:\n  count: 1\n", false},
		{"timeout: soon\n", false},
		{"check:\n  jobs: many\n", false},
	} {
		var value any
		if err := yaml.Load([]byte(test.text), &value); err != nil && test.text != "" {
			t.Fatal(err)
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if got := schematest.Valid(schema, string(text)); got != test.want {
			t.Errorf("got %v, want %v for\n%s", got, test.want, test.text)
		}
	}
}
