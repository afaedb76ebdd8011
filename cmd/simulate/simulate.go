// Package simulate is chatcb simulate: the requests of users and campaigns, sent to a backend and scored.
package simulate

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

type options struct {
	App      *app.App
	Cmd      *cobra.Command
	Sim      simulate.Simulation `once:"jobs,max-connections,pacing,shard,warm-up,count,cold,slow,slow-body"`
	Load     loadFlags           `once:"start-at,only"`
	World    worldFlags          `once:"seed"`
	Out      outFlags            `once:"*"`
	Limit    limitFlags          `once:"*"`
	Decides  mapFlags            `once:"*"`
	Hunt     huntFlags           `once:"*"`
	Spelling spellingFlags
	Judging  flags.Judging `hidden:"expect"` // the labels say what is expected
	Delivery flags.Delivery
	Target   flags.Target

	generator *traffic.Generator
	repeatURL string
}

func New(a *app.App) *cobra.Command {
	c := a.Command("simulate URL", cobra.MaximumNArgs(1), &options{
		Sim: simulate.Simulation{Engine: load.Engine{MaxConnections: load.DefaultMaxConnections}},
	})
	c.AddCommand(a.Command("merge FILE…", cobra.MinimumNArgs(1), &mergeOptions{}))
	return c
}

func (o *options) Run(ctx context.Context, _ []string) error {
	if o.Out.lists() {
		return nil
	}
	mode, err := o.mode()
	if err != nil {
		return err
	}
	if mode == nil || mode.flag == "only" {
		if err := o.playAgain(); err != nil {
			return err
		}
	}
	generator, world, err := o.World.generator()
	if err != nil {
		return exit.Usage(err)
	}
	o.generator = generator
	engine := &o.Sim
	if err := o.schedule(&engine.Schedule, &world); err != nil {
		return err
	}
	if engine.Schedule.Shard.Of > 1 && o.World.drawn() {
		return exit.Usagef("--shard needs --seed: with a seed of its own each shard would be a part of another stream")
	}
	if len(o.Judging.Expect) > 0 {
		return exit.Usagef("--expect: in a simulation the campaigns say what is to be blocked")
	}
	if err := o.prepare(engine, world); err != nil {
		return err
	}
	if o.Out.Out == "" {
		if err := o.Target.Await(ctx, engine.Client.Target, nil); err != nil {
			return err
		}
	}
	if mode != nil {
		defer engine.Client.CloseIdle()
		return mode.run(ctx, engine)
	}
	return o.play(ctx, engine, len(world.Campaigns) > 0)
}

// prepare prepares everything but what is done with the events; nothing is sent yet.
func (o *options) prepare(e *simulate.Simulation, world traffic.World) (err error) {
	if !o.Target.Given() && o.Out.Out == "" {
		return exit.Usagef("wanted the URL of the backend (or --out FILE, to only make the requests)")
	}
	o.Target.Default("http://localhost/")
	if e.Client, err = o.Target.Client(&o.Delivery, o.Judging.Deadline); err != nil {
		return err
	}
	e.Wire.Target, o.repeatURL = e.Client.Target, o.Target.Word()
	e.Generator, e.Judge, e.WorldTime = o.generator, o.Judging.Judge, o.Spelling.EventTime == "world"
	e.Gate, e.LoadName = o.Judging.Gate, o.Load.name()
	e.Setup = &score.Setup{World: world, Load: o.Load.Load, Rate: o.Load.Rate, Jobs: e.Jobs}
	return o.Spelling.apply(&e.Wire)
}

// playAgain takes the world, its seed and the load of the run that this one is held against, but for what the command line
// says, so that the same requests are played: what is decided about the requests of one user hangs together, so other
// users are no measure.
func (o *options) playAgain() error {
	before, err := o.Out.earlier()
	if err != nil || before == nil {
		return err
	}
	words, taken := o.App.Words(), []string{}
	if !o.World.Seed.Given {
		o.World.Seed = flags.Seed{N: before.Plan.Seed, Given: true}
		taken = append(taken, words.Say("simulation.taken-seed", "seed", o.World.Seed.N))
	}
	if before.Setup != nil {
		if o.World.World == "" {
			o.World.base = &before.Setup.World
			taken = append(taken, words.Say("simulation.taken-world"))
		}
		if err := o.Load.takeFrom(before, o.typed); err != nil {
			return err
		}
		taken = append(taken, words.Say("simulation.taken-load"))
	}
	if len(taken) > 0 {
		fmt.Fprintln(o.App.Stderr, o.App.ErrTerminal().Faint(words.Say("simulation.taken", "what", taken, "file", o.Out.Compare)))
	}
	return nil
}

// play runs the engine and reports.
func (o *options) play(ctx context.Context, e *simulate.Simulation, malicious bool) error {
	defer e.Client.CloseIdle()
	if o.Out.MaxLeak > 0 && !malicious {
		return exit.Usagef("--max-leak: there is no campaign, so nothing is to be blocked")
	}
	shown, err := o.Out.open(o.repeat)
	if err != nil {
		return err
	}
	if before := o.Out.before; before != nil {
		if err := e.Comparable(before); err != nil {
			return exit.Usagef("--compare: %w", err)
		}
	}
	start, err := o.Load.start(time.Now())
	if err != nil {
		return err
	}
	if err := o.Out.Force.Check("--result", o.Out.Result); err != nil {
		return err
	}
	recorded, err := o.Out.record(e)
	if err != nil {
		return err
	}
	length := e.Schedule.Length()
	watched, err := o.Out.Watch.open(o.App, &simulation.Live{View: shown.simulation, Words: o.App.Words(), Length: length})
	if err != nil {
		return err
	}
	defer watched.close()
	bar := o.App.Progress(ctx, e.Schedule.Total())
	bar.Step(0, "")
	e.Watch = func(r *score.Result) {
		bar.Step(int(r.Requests), simulation.Progress(o.App.Words(), r, length))
		watched.Update(r)
	}
	t := o.App.ErrTerminal()
	users, languages := o.generator.Size()
	fmt.Fprintln(o.App.Stderr, t.Faint(t.Fold(t.Say("simulation.setting", "users", users, "languages", languages, "seed", o.generator.Seed(),
		"load", simulation.Load(t.Words, o.Load.name()), "pacing", t.Words.Label(string(e.Pacing))))))
	result := e.Run(ctx, start)
	bar.Done()
	watched.End(result)
	err = shown.end(result, recorded())
	watched.stay(ctx, o.App)
	return err
}
