package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Processors of the two sides. On a machine with one they share it.
const (
	clientProcessor   = 0
	receiverProcessor = 1
)

// pinned returns a command that runs on one processor only, where that can be arranged.
func pinned(processor int, program string, args ...string) *exec.Cmd {
	taskset, err := exec.LookPath("taskset")
	if err == nil && runtime.NumCPU() > processor {
		args = append([]string{"-c", strconv.Itoa(processor), program}, args...)
		program = taskset
	}
	cmd := exec.Command(program, args...)
	cmd.Stderr = os.Stderr
	return cmd
}

// part returns a command that runs a part of this program.
func part(processor int, args ...string) (*exec.Cmd, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return pinned(processor, program, args...), nil
}

// startServer runs a part that prints its address in one line and serves until its standard input ends.
func startServer(args ...string) (address string, stop func(), err error) {
	cmd, err := part(receiverProcessor, args...)
	if err != nil {
		return "", nil, err
	}
	hold, err := cmd.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = hold.Close()
		_ = cmd.Wait() // it ends when its input does
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, fmt.Errorf("%s gave no address: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(line), stop, nil
}

// serveUntilEOF is the other side of startServer.
func serveUntilEOF(address string) error {
	fmt.Println(address)
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// used is processor time.
type used struct {
	User   time.Duration `json:"user_ns"`
	System time.Duration `json:"system_ns"`
}

func (u used) since(before used) used { return used{u.User - before.User, u.System - before.System} }

// ownCPU is the processor time that this process has used.
func ownCPU() (used, error) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return used{time.Duration(u.Utime.Nano()), time.Duration(u.Stime.Nano())}, err
}

// usedBy is the processor time of a process that has ended.
func usedBy(state *os.ProcessState) used { return used{state.UserTime(), state.SystemTime()} }

// peakMiB is the most memory that a process held which has ended.
func peakMiB(state *os.ProcessState) float64 {
	u, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return float64(u.Maxrss) / 1024
}
