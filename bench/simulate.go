package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/simulate"
)

// played is what a simulation did beside its sample.
type played struct {
	sample
	Late50, Late99 time.Duration // chatcb's own lateness
	HeapKiB        uint64
}

// compareSimulate measures simulate beside wrk in a closed loop: every request of simulate is drawn anew and every answer
// judged, wrk sends the same bytes again and again and looks at nothing.
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
	for number := range strings.SplitSeq(*list, ",") {
		n, err := strconv.Atoi(number)
		if err != nil {
			return fmt.Errorf("-connections: got %q, want numbers with commas between", *list)
		}
		r := clientRun{address, n, *length}
		all := append([]contender{{"simulate", func() (sample, error) {
			p, err := r.simulate("-jobs", strconv.Itoa(n))
			return p.sample, err
		}}}, clientContenders(r, "wrk")...)
		c, err := interleave(all, *repetitions)
		if err != nil {
			return err
		}
		fmt.Printf("closed loop, %d connections, %d times %v each, medians\n", n, *repetitions, *length)
		if err := c.render(os.Stdout, "wrk"); err != nil {
			return err
		}
		fmt.Println()
	}
	return openLoop(clientRun{address, 256, *length}, *rates)
}

// openLoop shows what each pacing costs and how late it is.
func openLoop(r clientRun, rates string) error {
	fmt.Printf("%-9s %8s %12s %9s %12s %12s %9s\n", "pacing", "asked", "sent", "CPU µs", "late p50 ms", "late p99 ms", "heap KiB")
	for rate := range strings.SplitSeq(rates, ",") {
		for _, pacing := range []string{"precise", "grouped"} {
			p, err := r.simulate("-rate", rate, "-pacing", pacing)
			if err != nil {
				return err
			}
			fmt.Printf("%-9s %8s %12.0f %9.2f %12.3f %12.3f %9d\n", pacing, rate, p.rate(), p.cost(), float64(p.Late50)/1e6,
				float64(p.Late99)/1e6, p.HeapKiB)
		}
	}
	return nil
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
	var p played
	return p, json.Unmarshal(out, &p)
}

// runSimulator is a process that plays one simulation.
func runSimulator(args []string) error {
	flags := flag.NewFlagSet("simulator", flag.ContinueOnError)
	address := flags.String("address", "", "")
	jobs := flags.Int("jobs", 0, "")
	rate := flags.Float64("rate", 1000, "")
	pacing := flags.String("pacing", "precise", "")
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
	world := simulate.World{Seed: 1}
	for _, k := range simulate.Kinds() {
		world.Campaigns = append(world.Campaigns, k.Defaults)
	}
	generator, err := simulate.New(world)
	if err != nil {
		return err
	}
	e := &simulate.Engine{
		Generator: generator, Client: &delivery.Client{Target: target}, Pacing: simulate.Pacing(*pacing), MaxConnections: 256,
		Wire:     simulate.Wire{Target: target, Draft: target.Draft(), AppID: "1400000001"},
		Schedule: simulate.Schedule{Pacer: simulate.Constant(*rate), Duration: *length},
	}
	ctx := context.Background()
	if *jobs > 0 {
		e.Jobs = *jobs
		e.Schedule.Pacer, e.Schedule.Duration, e.Schedule.Count = simulate.Constant(1000), 0, 1<<50
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
	if open := result.Effects[simulate.Allowed].N(); open != result.Requests {
		return fmt.Errorf("%d of %d requests were not answered as they should", result.Requests-open, result.Requests)
	}
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	return json.NewEncoder(os.Stdout).Encode(played{
		sample: sample{Count: result.Requests, CPU: after - before, Wall: result.Took}, Late50: result.Lateness.Quantile(0.5),
		Late99: result.Lateness.Quantile(0.99), HeapKiB: mem.Sys >> 10,
	})
}
