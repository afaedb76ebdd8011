package app

import (
	"errors"
	"io"
	"sync"
	"syscall"

	"github.com/chatcb/chatcb/report/term"
)

// output is standard output. It keeps the first error of writing, since text is printed without a look at each line's.
type output struct {
	w   io.Writer
	mu  sync.Mutex
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.err == nil {
			o.err = err
		}
	}
	return n, err
}

// Unwrap is the stream itself, for those who ask whether it is a terminal.
func (o *output) Unwrap() io.Writer { return term.Below(o.w) }

// New is what a command has whose streams are these.
func New(stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) *App {
	a := &App{Stdin: stdin, Stderr: stderr, Getenv: getenv, out: output{w: stdout}}
	a.Stdout = &a.out
	return a
}

// Raw is the stream behind Stdout, for a program that writes there itself.
func (a *App) Raw() io.Writer { return a.out.Unwrap() }

// RawErr is the stream behind Stderr, likewise.
func (a *App) RawErr() io.Writer { return term.Below(a.Stderr) }

// Unwritten is why the result could not be written to standard output, or nil. A reader that has left, as head does when it
// has seen enough, is no trouble: left says so.
func (a *App) Unwritten() (err error, left bool) {
	a.out.mu.Lock()
	defer a.out.mu.Unlock()
	return a.out.err, errors.Is(a.out.err, syscall.EPIPE)
}
