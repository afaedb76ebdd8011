package settings

import (
	"cmp"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
)

// Profiles lists the profiles that the configuration files have, for completion: none if they cannot be read.
func Profiles(c *cobra.Command, a *app.App) []string {
	files, err := sources(cmp.Or(a.Config, a.Getenv("CHATCB_CONFIG")))
	if err != nil {
		return nil
	}
	s := newLayers(c, io.Discard)
	for _, file := range files {
		_ = s.merge(file, "") // what it has before the mistake is offered
	}
	slices.Sort(s.profiles)
	return slices.Compact(s.profiles)
}
