package config

import (
	"embed"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/starter"
)

// templates are a chatcb.yaml in which everything is a comment, by language: sentences behind "# ", settings behind "#".
//
//go:embed template
var templates embed.FS

func newInit(a *app.App) *cobra.Command {
	return starter.New(a, starter.File{
		Use: "init [FILE]", Name: "chatcb.yaml", Schema: "config", Templates: templates,
		Perm: 0o644, // one that everybody can write would be refused, whatever the umask
	})
}
