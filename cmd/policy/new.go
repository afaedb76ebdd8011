package policy

import (
	"embed"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/starter"
)

// templates are policies to start from, by language.
//
//go:embed template
var templates embed.FS

func newNew(a *app.App) *cobra.Command {
	return starter.New(a, starter.File{Use: "new [FILE]", Name: "policy.yaml", Schema: "policy", Templates: templates})
}
