package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// clientRun is what all contenders of one table have in common.
type clientRun struct {
	address     string
	connections int
	length      time.Duration
}

// compareClients measures the clients on kept connections, one table for each number of them.
func compareClients(args []string) error {
	flags := flag.NewFlagSet("delivery", flag.ContinueOnError)
	list := flags.String("connections", "1,16,64", "numbers of connections")
	length := flags.Duration("time", 2*time.Second, "of one run")
	repetitions := flags.Int("repetitions", 5, "of every contender")
	only := flags.String("only", "", "names of contenders, if not all")
	if err := flags.Parse(args); err != nil {
		return err
	}
	address, stop, err := startServer("receiver")
	if err != nil {
		return err
	}
	defer stop()
	numbers, err := integers(*list)
	if err != nil {
		return fmt.Errorf("-connections: %w", err)
	}
	for _, n := range numbers {
		c, err := interleave(clientContenders(clientRun{address, n, *length}, *only), *repetitions)
		if err != nil {
			return err
		}
		fmt.Printf("%d connections, %d times %v each, medians\n", n, *repetitions, *length)
		if err := c.render(os.Stdout, "fasthttp"); err != nil {
			return err
		}
		fmt.Println()
	}
	return nil
}

func clientContenders(r clientRun, only string) []contender {
	var all []contender
	for _, c := range clients() {
		all = append(all, contender{c.name, func() (sample, error) { return r.process(c.name) }})
	}
	if wrk, err := exec.LookPath("wrk"); err == nil {
		all = append(all, contender{"wrk", func() (sample, error) { return r.wrk(wrk) }})
	}
	if only == "" {
		return all
	}
	var some []contender
	for _, c := range all {
		if strings.Contains(","+only+",", ","+c.name+",") {
			some = append(some, c)
		}
	}
	return some
}

func (r clientRun) process(name string) (sample, error) {
	cmd, err := part(clientProcessor, "client", "-name", name, "-address", r.address,
		"-connections", strconv.Itoa(r.connections), "-time", r.length.String())
	if err != nil {
		return sample{}, err
	}
	out, err := cmd.Output()
	if err != nil {
		return sample{}, err
	}
	s := sample{Memory: peakMiB(cmd.ProcessState)}
	return s, json.Unmarshal(out, &s)
}

// wrkScript makes wrk send the sample request, prepared once, and print what it did.
const wrkScript = `
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[%s]]
done = function(summary)
	local e = summary.errors
	io.write(string.format("BENCH %%d %%d %%d\n", summary.requests, summary.duration,
		e.connect + e.read + e.write + e.status + e.timeout))
end
`

// wrk runs wrk with one thread. Its processor time is that of the whole process, start included.
func (r clientRun) wrk(program string) (sample, error) {
	script, err := os.CreateTemp("", "bench-*.lua")
	if err != nil {
		return sample{}, err
	}
	defer func() { _ = os.Remove(script.Name()) }()
	if _, err := fmt.Fprintf(script, wrkScript, sampleRequest); err != nil {
		return sample{}, err
	}
	if err := script.Close(); err != nil {
		return sample{}, err
	}
	seconds := max(1, int(r.length.Round(time.Second)/time.Second)) // it takes whole ones only
	cmd := pinned(clientProcessor, program, "-t", "1", "-c", strconv.Itoa(r.connections),
		"-d", strconv.Itoa(seconds)+"s", "-s", script.Name(), "http://"+r.address+requestTarget)
	out, err := cmd.Output()
	if err != nil {
		return sample{}, err
	}
	var count, micros, failed uint64
	_, line, _ := strings.Cut(string(out), "BENCH ")
	if _, err := fmt.Sscan(line, &count, &micros, &failed); err != nil {
		return sample{}, fmt.Errorf("no summary in its output: %w", err)
	}
	if failed > 0 {
		return sample{}, fmt.Errorf("%d requests failed", failed)
	}
	state := cmd.ProcessState
	return sample{count, usedBy(state), time.Duration(micros) * time.Microsecond, peakMiB(state)}, nil
}
