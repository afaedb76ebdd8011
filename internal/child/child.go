// Package child runs another program beside this one: in a process group of its own, so that a signal reaches all that it
// started, and with its end told as a shell tells it.
package child

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Grace is how long a program may take to end once it was asked to, before it is made to.
const Grace = 10 * time.Second

// Command is what to run.
type Command struct {
	Args           []string // the program and its arguments
	Env            []string // NAME=value, beside the environment of this program
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Grace          time.Duration // 0 for Grace
}

// Signalled is the cause of a context that a signal ended. Stop passes the signal on.
type Signalled struct{ Signal os.Signal }

func (s *Signalled) Error() string { return s.Signal.String() }

// Process is a program that runs, or has ended.
type Process struct {
	cmd    *exec.Cmd
	grace  time.Duration
	tty    *terminal // nil unless the program was given the terminal
	done   chan struct{}
	status int
}

// Start starts the program. An error says why it could not be.
func Start(c Command) (*Process, error) {
	p := &Process{cmd: exec.Command(c.Args[0], c.Args[1:]...), grace: c.Grace, done: make(chan struct{})}
	if p.grace == 0 {
		p.grace = Grace
	}
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = c.Stdin, c.Stdout, c.Stderr
	p.cmd.Env = append(os.Environ(), c.Env...)
	p.cmd.WaitDelay = time.Second // its pipes may be held by what it left behind
	p.tty = ownGroup(p.cmd)
	if err := p.cmd.Start(); err != nil {
		p.tty.takeBack()
		return nil, fmt.Errorf("%s: %w", c.Args[0], startProblem(err))
	}
	go p.wait()
	return p, nil
}

// startProblem leaves out what exec says of itself.
func startProblem(err error) error {
	if failed, ok := errors.AsType[*exec.Error](err); ok {
		return failed.Err
	}
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}

func (p *Process) wait() {
	defer close(p.done)
	_ = p.cmd.Wait() // the status says it
	p.tty.takeBack()
	state := p.cmd.ProcessState
	p.status = state.ExitCode()
	if ended, ok := state.Sys().(syscall.WaitStatus); ok && ended.Signaled() {
		p.status = 128 + int(ended.Signal())
	}
}

// Done is closed once the program has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Status is the exit status of a program that has ended; of one that a signal ended it is 128 and the signal's number.
func (p *Process) Status() int {
	<-p.done
	return p.status
}

// Stop passes on what ended the context, or asks the whole group to end, waits, and after a while makes it end. What the
// program left behind in its group ends, too.
func (p *Process) Stop(cause error) {
	signal := os.Signal(syscall.SIGTERM)
	if came, ok := errors.AsType[*Signalled](cause); ok {
		signal = came.Signal
	}
	p.signal(signal)
	select {
	case <-p.done:
	case <-time.After(p.grace):
	}
	p.signal(os.Kill)
	<-p.done
}

// Run runs a program to its end, or until the context ends, and returns its status.
func Run(ctx context.Context, c Command) (int, error) {
	p, err := Start(c)
	if err != nil {
		return 0, err
	}
	select {
	case <-p.Done():
		p.signal(os.Kill) // what it left behind
	case <-ctx.Done():
		p.Stop(context.Cause(ctx))
	}
	return p.Status(), nil
}
