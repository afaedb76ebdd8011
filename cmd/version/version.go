// Package version is chatcb version.
package version

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
)

func New(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use:  "version",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(a.Stdout, app.VersionLine())
			return err
		},
	}
}
