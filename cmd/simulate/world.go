package simulate

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// worldFlags say who sends, and what.
type worldFlags struct {
	Webhook   flags.Webhook
	World     string     `flag:"world" reads:"NAME" complete:".yaml,.yml,.json"`
	Campaigns []string   `flag:"campaign" complete:"campaigns"`
	Seed      flags.Seed `flag:"seed"`
	Start     flags.Time `flag:"world-start"`
	Items     int        `flag:"max-items" atleast:"1"`

	Flags *pflag.FlagSet
	base  *traffic.World // of an earlier run, where no file is given; nil is none
}

// generator makes the world. Errors are mistakes in what the user wrote.
func (w *worldFlags) generator() (g *traffic.Generator, world traffic.World, err error) {
	if w.base != nil && w.World == "" {
		world = *w.base
	}
	if w.World != "" {
		text, err := os.ReadFile(w.World)
		if err != nil {
			return nil, world, fmt.Errorf("--world: %w", err)
		}
		if world, err = traffic.ReadWorld(w.World, text); err != nil {
			return nil, world, err
		}
	}
	if w.Flags.Changed("command") {
		world.Command = w.Webhook.Value.Command
	}
	drawn := w.drawn()
	if drawn {
		w.Seed.Draw()
	}
	if drawn || w.Seed.Given {
		world.Seed = w.Seed.N
	}
	if !w.Start.IsZero() {
		world.Start = w.Start.Time
	}
	if w.Flags.Changed("max-items") {
		world.MaxItems = w.Items
	}
	if err = w.readCampaigns(&world); err == nil {
		g, err = traffic.New(world)
	}
	return g, world, err
}

// drawn reports whether the seed is drawn, so that nobody else has it.
func (w *worldFlags) drawn() bool { return !w.Seed.Given && w.World == "" }

func (w *worldFlags) readCampaigns(world *traffic.World) error {
	switch {
	case len(w.Campaigns) == 0 && w.World == "" && w.base == nil:
		for _, k := range traffic.Kinds() {
			world.Campaigns = append(world.Campaigns, k.Defaults)
		}
		return nil
	case len(w.Campaigns) == 0:
		return nil
	case len(w.Campaigns) == 1 && w.Campaigns[0] == "none":
		world.Campaigns = nil
		return nil
	}
	world.Campaigns = nil
	for _, text := range w.Campaigns {
		c, err := traffic.ParseCampaign(text)
		if err != nil {
			return fmt.Errorf("--campaign: %w (chatcb simulate --list-campaigns explains them)", err)
		}
		world.Campaigns = append(world.Campaigns, c)
	}
	return nil
}
