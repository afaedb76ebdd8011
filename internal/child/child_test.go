//go:build unix

package child

import (
	"context"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func sh(script string) Command { return Command{Args: []string{"sh", "-c", script}} }

func TestStatus(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]int{
		"exit 0": 0, "exit 1": 1, "exit 42": 42, "kill -TERM $$": 128 + 15, "kill -KILL $$": 128 + 9, `test "$X" = y`: 0,
	} {
		c := sh(script)
		c.Env = []string{"X=y"}
		if got, err := Run(t.Context(), c); err != nil || got != want {
			t.Errorf("%s: got %d, %v, want %d", script, got, err, want)
		}
	}
	if _, err := Run(t.Context(), Command{Args: []string{"/no/such/program"}}); err == nil || !strings.HasPrefix(err.Error(), "/no/such/program: ") {
		t.Errorf("got %v, want an error that names the program", err)
	}
}

// A program and all that it started get the signal that ended the context.
func TestSignalReachesTheGroup(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		out, in, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		ctx, end := context.WithCancelCause(t.Context())
		c := sh(`trap "exit 7" TERM INT HUP; (trap "" TERM INT HUP; sleep 100) & echo ready; while :; do sleep 0.01; done`)
		c.Stdout, c.Grace = in, time.Minute
		done := make(chan int, 1)
		go func() {
			status, _ := Run(ctx, c)
			in.Close()
			done <- status
		}()
		if _, err := out.Read(make([]byte, 9)); err != nil {
			t.Fatal(err)
		}
		end(&Signalled{signal})
		if got := <-done; got != 7 {
			t.Errorf("%v: got status %d, want 7, the program's own", signal, got)
		}
		if _, err := io.ReadAll(out); err != nil { // it ends when nobody of the group is left to write
			t.Error(err)
		}
		out.Close()
	}
}

// One that does not want to end is made to.
func TestGraceEnds(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	c := sh(`trap "" TERM; echo ready; while :; do sleep 0.01; done`)
	c.Stdout, c.Grace = in, 50*time.Millisecond
	p, err := Start(c)
	in.Close()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 9)); err != nil {
		t.Fatal(err)
	}
	end()
	p.Stop(context.Cause(ctx))
	if got := p.Status(); got != 128+9 {
		t.Errorf("got status %d, want 137", got)
	}
}
