// Command bench measures chatcb beside its peers, in one run and on one machine.
//
//	go run . delivery    the client of package delivery beside fasthttp's, net/http's and wrk
//	go run . simulate    the simulation, beside wrk, vegeta and hey, as far as they are on the path
//	go run . stall       what the simulation and its peers say of a receiver that stalls for one second in ten
//
// Each repetition visits every contender once, so that a slow phase of a shared machine hits all alike; what counts is
// the median of the ratios within a repetition. CPU time per exchange is measured rather than exchanges per second,
// since a fast client saturates any receiver. The contender and the receiver are processes of their own, each pinned to
// a processor where taskset is installed.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// command is one comparison, or a part that a comparison runs as another process.
type command struct {
	name  string
	about string // "" for a part
	run   func(args []string) error
}

func commands() []command {
	return []command{
		{"delivery", "CPU per exchange on kept connections: delivery, fasthttp, net/http, wrk", compareClients},
		{"simulate", "CPU and lateness of simulate, beside wrk, vegeta, hey", compareSimulate},
		{"stall", "latency that simulate, vegeta and hey report of a receiver that stalls", compareStall},
		{"receiver", "", runReceiver},
		{"door", "", runDoor},
		{"simulator", "", runSimulator},
		{"client", "", runClient},
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name != args[0] {
				continue
			}
			if c.about != "" {
				where, err := machine()
				if err != nil {
					return err
				}
				fmt.Println(where)
			}
			return c.run(args[1:])
		}
	}
	for _, c := range commands() {
		if c.about != "" {
			fmt.Fprintf(os.Stderr, "  bench %-10s %s\n", c.name, c.about)
		}
	}
	return errors.New("name one of these comparisons")
}

// integers reads numbers with commas between.
func integers(list string) (numbers []int, err error) {
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n <= 0 {
			return nil, fmt.Errorf("got %q, want numbers with commas between", list)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}
