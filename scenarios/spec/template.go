package spec

import "embed"

// Templates are files of scenarios to start from: template/scenario.LANGUAGE.yaml.
//
//go:embed template
var Templates embed.FS
