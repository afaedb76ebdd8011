package main

import (
	"flag"
	"fmt"
	"strconv"
	"time"
)

// compareStall lets the receiver answer nothing for one second of ten. Requests due in that second wait for its end, so a
// tenth of all waits for up to a second, evenly, and the true 99th percentile is nine tenths of one. Who counts from
// when a request was sent, and sends none meanwhile, does not see it.
func compareStall(args []string) error {
	flags := flag.NewFlagSet("stall", flag.ContinueOnError)
	connections := flags.String("connections", "16,256", "numbers of connections")
	rate := flags.Int("rate", 1000, "in requests per second")
	if err := flags.Parse(args); err != nil {
		return err
	}
	numbers, err := integers(*connections)
	if err != nil {
		return fmt.Errorf("-connections: %w", err)
	}
	fmt.Printf("%d per second for 10 s, of which the receiver answers nothing for one: the true p99 is 900 ms\n%-28s %12s\n", *rate,
		"client", "p99 in ms")
	for _, n := range numbers {
		for _, c := range stallContenders(*rate) {
			// A door stalls once, counting from its first request, so each contender gets one of its own.
			address, stop, err := startServer("door", "-stall", "1s", "-from", "4500ms")
			if err != nil {
				return err
			}
			p99, err := c.run(clientRun{address, n, 10 * time.Second})
			stop()
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			fmt.Printf("%-28s %12.1f\n", fmt.Sprintf("%s, %d connections", c.name, n), millis(p99))
		}
	}
	return nil
}

type stallContender struct {
	name string
	run  func(clientRun) (p99 time.Duration, err error)
}

func stallContenders(rate int) []stallContender {
	all := []stallContender{{"simulate", func(r clientRun) (time.Duration, error) {
		p, err := r.simulate("-rate", strconv.Itoa(rate), "-max-connections", strconv.Itoa(r.connections))
		return p.P99, err
	}}}
	if program, ok := found("vegeta"); ok {
		all = append(all, stallContender{"vegeta", func(r clientRun) (time.Duration, error) {
			_, report, err := r.vegeta(program, rate)
			return report.Latencies.P99, err
		}})
	}
	if program, ok := found("hey"); ok {
		all = append(all, stallContender{"hey", func(r clientRun) (time.Duration, error) {
			_, p99, err := r.hey(program, rate)
			return p99, err
		}})
	}
	return all
}
