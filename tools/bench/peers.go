package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// vegeta attacks with at most so many workers and connections, at a rate, or in a closed loop where it is 0. Its
// processor time is that of the attack alone, which writes down each result for the report.
func (r clientRun) vegeta(program string, rate int) (sample, vegetaReport, error) {
	var report vegetaReport
	folder, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return sample{}, report, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	body, targets, results := filepath.Join(folder, "body"), filepath.Join(folder, "targets"), filepath.Join(folder, "results")
	target := fmt.Sprintf("POST http://%s%s\nContent-Type: application/json\n@%s\n", r.address, requestTarget, body)
	if err := os.WriteFile(body, []byte(sampleRequest), 0o600); err != nil {
		return sample{}, report, err
	}
	if err := os.WriteFile(targets, []byte(target), 0o600); err != nil {
		return sample{}, report, err
	}
	n := strconv.Itoa(r.connections)
	cmd := pinned(clientProcessor, program, "attack", "-targets", targets, "-output", results, "-duration", r.length.String(),
		"-rate", strconv.Itoa(rate)+"/s", "-workers", n, "-max-workers", n, "-connections", n, "-max-connections", n)
	if err := cmd.Run(); err != nil {
		return sample{}, report, err
	}
	out, err := exec.Command(program, "report", "-type", "json", results).Output()
	if err != nil {
		return sample{}, report, err
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return sample{}, report, err
	}
	if good := report.Codes["200"]; good != report.Requests {
		return sample{}, report, fmt.Errorf("%d of %d requests failed", report.Requests-good, report.Requests)
	}
	state := cmd.ProcessState
	return sample{report.Requests, usedBy(state), report.Duration, peakMiB(state)}, report, nil
}

type vegetaReport struct {
	Requests  uint64            `json:"requests"`
	Duration  time.Duration     `json:"duration"`
	Codes     map[string]uint64 `json:"status_codes"`
	Latencies struct {
		P99 time.Duration `json:"99th"`
	} `json:"latencies"`
}

var (
	heyCount = regexp.MustCompile(`\[200\]\s+(\d+) responses`)
	heyTotal = regexp.MustCompile(`Total:\s+([0-9.]+) secs`)
	heyP99   = regexp.MustCompile(`99%[^0-9]* in ([0-9.]+) secs`)
)

// hey sends in a closed loop, at a rate over all its connections where it is not 0.
func (r clientRun) hey(program string, rate int) (s sample, p99 time.Duration, err error) {
	args := []string{"-z", r.length.String(), "-c", strconv.Itoa(r.connections), "-m", "POST", "-T", "application/json", "-d", sampleRequest}
	if rate > 0 {
		args = append(args, "-q", strconv.FormatFloat(float64(rate)/float64(r.connections), 'f', -1, 64))
	}
	cmd := pinned(clientProcessor, program, append(args, "http://"+r.address+requestTarget)...)
	out, err := cmd.Output()
	if err != nil {
		return s, 0, err
	}
	count, total, tail := heyCount.FindSubmatch(out), heyTotal.FindSubmatch(out), heyP99.FindSubmatch(out)
	if count == nil || total == nil || tail == nil {
		return s, 0, fmt.Errorf("no summary in its output: %s", out)
	}
	if s.Count, err = strconv.ParseUint(string(count[1]), 10, 64); err != nil {
		return s, 0, err
	}
	wall, err := time.ParseDuration(string(total[1]) + "s")
	if err != nil {
		return s, 0, err
	}
	p99, err = time.ParseDuration(string(tail[1]) + "s")
	state := cmd.ProcessState
	s.used, s.Wall, s.Memory = usedBy(state), wall, peakMiB(state)
	return s, p99, err
}

// found returns the path of a peer, or says that it is left out.
func found(name string) (program string, ok bool) {
	program, err := exec.LookPath(name)
	if err != nil {
		fmt.Fprintf(os.Stderr, "bench: %s is not on the path and left out\n", name)
	}
	return program, err == nil
}
