// Package version is chatcb version.
package version

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
)

func New(a *app.App) *cobra.Command {
	return a.Command("version", cobra.NoArgs, app.Func(func(context.Context, []string) error {
		_, err := fmt.Fprint(a.Stdout, app.VersionLine())
		return err
	}))
}
