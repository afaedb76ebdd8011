package report

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed schema/*.json
var schemas embed.FS

// Schemas lists the names of the JSON Schemas.
func Schemas() []string {
	entries, _ := schemas.ReadDir("schema") // embedded: it is there
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".json")
	}
	return slices.Sorted(slices.Values(names))
}

// Schema returns the JSON Schema of this name.
func Schema(name string) ([]byte, error) {
	text, err := schemas.ReadFile("schema/" + name + ".json")
	if err != nil {
		return nil, fmt.Errorf("no schema %q", name)
	}
	return text, nil
}
