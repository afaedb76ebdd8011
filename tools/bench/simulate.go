package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/pprof"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// played is what a simulation did beside its sample.
type played struct {
	sample
	Late50, Late99 time.Duration // chatcb's own lateness, beside the waiting for a free connection
	Waited         float64       // how many of a hundred requests had to wait for one
	P99            time.Duration // latency, counted from when requests were due
}

// compareSimulate measures simulate beside its peers, in a closed loop and at rates: every request of simulate is drawn
// anew and every answer judged, the others send the same bytes again and again and look at the status at most.
func compareSimulate(args []string) error {
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	list := flags.String("connections", "16,64,256", "numbers of connections")
	length := flags.Duration("time", 2*time.Second, "of one run")
	repetitions := flags.Int("repetitions", 5, "of every contender")
	rates := flags.String("rates", "1000,5000,10000,20000", "of the open loop, in requests per second")
	if err := flags.Parse(args); err != nil {
		return err
	}
	address, stop, err := startServer("door")
	if err != nil {
		return err
	}
	defer stop()
	numbers, err := integers(*list)
	if err != nil {
		return fmt.Errorf("-connections: %w", err)
	}
	for _, n := range numbers {
		r := clientRun{address, n, *length}
		c, err := interleave(closedContenders(r), *repetitions)
		if err != nil {
			return err
		}
		fmt.Printf("closed loop, %d connections, %d times %v each, medians\n", n, *repetitions, *length)
		if err := c.render(os.Stdout, "wrk"); err != nil {
			return err
		}
		fmt.Println()
	}
	if _, err := (clientRun{address: address}).arrivals(1); err != nil { // forgets those of the closed loop
		return err
	}
	return openLoop(clientRun{address, 64, *length}, *rates, *repetitions)
}

// closedContenders are simulate, and the peers that are there.
func closedContenders(r clientRun) []contender {
	all := []contender{{"simulate", func() (sample, error) {
		p, err := r.simulate("-jobs", strconv.Itoa(r.connections))
		return p.sample, err
	}}}
	all = append(all, clientContenders(r, "wrk,"+decoding)...)
	if program, ok := found("vegeta"); ok {
		all = append(all, contender{"vegeta", func() (sample, error) {
			s, _, err := r.vegeta(program, 0)
			return s, err
		}})
	}
	if program, ok := found("hey"); ok {
		all = append(all, contender{"hey", func() (sample, error) {
			s, _, err := r.hey(program, 0)
			return s, err
		}})
	}
	return all
}

func (r clientRun) simulate(args ...string) (played, error) {
	cmd, err := part(clientProcessor, append([]string{"simulator", "-address", r.address, "-time", r.length.String()}, args...)...)
	if err != nil {
		return played{}, err
	}
	out, err := cmd.Output()
	if err != nil {
		return played{}, err
	}
	p := played{sample: sample{Memory: peakMiB(cmd.ProcessState)}}
	return p, json.Unmarshal(out, &p)
}

// runSimulator is a process that plays one simulation.
func runSimulator(args []string) error {
	flags := flag.NewFlagSet("simulator", flag.ContinueOnError)
	address := flags.String("address", "", "")
	jobs := flags.Int("jobs", 0, "")
	rate := flags.Float64("rate", 1000, "")
	pacing := flags.String("pacing", "precise", "")
	most := flags.Int("max-connections", 256, "")
	length := flags.Duration("time", time.Second, "")
	profile := flags.String("profile", "", "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	target, err := delivery.ParseTarget("http://" + *address + "/")
	if err != nil {
		return err
	}
	world := traffic.World{Seed: 1}
	for _, k := range traffic.Kinds() {
		world.Campaigns = append(world.Campaigns, k.Defaults)
	}
	generator, err := traffic.New(world)
	if err != nil {
		return err
	}
	e := &simulate.Simulation{Engine: load.Engine{
		// On a busy machine no answer is to be late.
		Generator: generator, Client: &delivery.Client{Target: target, Deadline: time.Minute, Timeout: time.Minute}, Pacing: load.Pacing(*pacing), MaxConnections: *most,
		Wire:     load.Wire{Target: target, AppID: "1400000001"},
		Schedule: load.Schedule{Pacer: load.Constant(*rate), Duration: *length},
	}}
	ctx := context.Background()
	if *jobs > 0 {
		e.Jobs = *jobs
		e.Schedule.Pacer, e.Schedule.Duration, e.Schedule.Count = load.Constant(1000), 0, 1<<50
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, *length)
		defer cancel()
	}
	before, err := ownCPU()
	if err != nil {
		return err
	}
	result := e.Run(ctx, time.Now())
	after, err := ownCPU()
	if err != nil {
		return err
	}
	if open := result.Effects.Allowed.N(); open != result.Requests {
		return fmt.Errorf("%d of %d requests were not answered as they should", result.Requests-open, result.Requests)
	}
	return json.NewEncoder(os.Stdout).Encode(played{
		sample: sample{Count: result.Requests, used: after.since(before), Wall: result.Took}, Late50: result.Lateness.Quantile(0.5),
		Late99: result.Lateness.Quantile(0.99), Waited: 100 * float64(result.Waiting.N()) / float64(max(result.Requests, 1)), P99: result.Latency.Quantile(0.99),
	})
}
