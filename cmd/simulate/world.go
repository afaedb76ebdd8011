package simulate

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// worldFlags say who sends, and what.
type worldFlags struct {
	webhook    flags.Webhook
	world      string
	campaigns  []string
	seed       flags.Seed
	worldStart string
	items      int

	flags *pflag.FlagSet
	base  *traffic.World // of an earlier run, where no file is given; nil is none
}

func (w *worldFlags) bind(f *pflag.FlagSet) {
	w.flags = f
	w.webhook.Bind(f)
	f.StringVar(&w.world, "world", "", "")
	f.StringArrayVar(&w.campaigns, "campaign", nil, "")
	f.Var(&w.seed, "seed", "")
	f.StringVar(&w.worldStart, "world-start", "", "")
	f.IntVar(&w.items, "max-items", 0, "")
	flags.AtLeast(f, 1, "max-items")
}

// generator makes the world.
func (w *worldFlags) generator() (*traffic.Generator, traffic.World, error) {
	world, err := w.read()
	if err != nil {
		return nil, world, exit.Usage(err)
	}
	g, err := traffic.New(world)
	if err != nil {
		return nil, world, exit.Usage(err)
	}
	return g, world, nil
}

func (w *worldFlags) read() (traffic.World, error) {
	var world traffic.World
	if w.base != nil && w.world == "" {
		world = *w.base
	}
	if w.world != "" {
		text, err := os.ReadFile(w.world)
		if err != nil {
			return world, fmt.Errorf("--world: %w", err)
		}
		if world, err = traffic.ReadWorld(w.world, text); err != nil {
			return world, err
		}
	}
	if w.flags.Changed("command") {
		if err := w.webhook.Resolve(); err != nil {
			return world, err
		}
		world.Command = w.webhook.Value.Command
	}
	drawn := w.drawn()
	if drawn {
		w.seed.Draw()
	}
	if drawn || w.seed.Given {
		world.Seed = w.seed.N
	}
	if w.worldStart != "" {
		start, err := time.Parse(time.RFC3339, w.worldStart)
		if err != nil {
			return world, fmt.Errorf("--world-start: wanted a time such as 2026-01-01T20:00:00Z, got %q", w.worldStart)
		}
		world.Start = start
	}
	if w.flags.Changed("max-items") {
		world.MaxItems = w.items
	}
	return world, w.readCampaigns(&world)
}

// drawn reports whether the seed is drawn, so that nobody else has it.
func (w *worldFlags) drawn() bool { return !w.seed.Given && w.world == "" }

func (w *worldFlags) readCampaigns(world *traffic.World) error {
	switch {
	case len(w.campaigns) == 0 && w.world == "" && w.base == nil:
		for _, k := range traffic.Kinds() {
			world.Campaigns = append(world.Campaigns, k.Defaults)
		}
		return nil
	case len(w.campaigns) == 0:
		return nil
	case len(w.campaigns) == 1 && w.campaigns[0] == "none":
		world.Campaigns = nil
		return nil
	}
	world.Campaigns = nil
	for _, text := range w.campaigns {
		c, err := traffic.ParseCampaign(text)
		if err != nil {
			return fmt.Errorf("--campaign: %w (chatcb simulate --list-campaigns explains them)", err)
		}
		world.Campaigns = append(world.Campaigns, c)
	}
	return nil
}
