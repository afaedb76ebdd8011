package spec

import _ "embed" // for the template

//go:embed template/scenarios.yaml
var template []byte

// Template is a file of scenarios to start from.
func Template() []byte { return template }
