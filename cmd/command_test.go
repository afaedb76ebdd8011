package cmd

import (
	"bufio"
	"os/exec"
	"slices"
	"syscall"
	"testing"
)

// A signal that comes to a server goes on to the command that runs beside it, whose status is the server's.
func TestSignalGoesOnToTheCommand(t *testing.T) {
	t.Parallel()
	mock := []string{"mockserver"}
	for _, test := range []struct {
		server []string
		signal syscall.Signal
		script string
		want   int
	}{
		{mock, syscall.SIGTERM, `trap "exit 9" TERM; echo ready; while :; do sleep 0.01; done`, 9},
		{mock, syscall.SIGINT, `trap "exit 8" INT; echo ready; while :; do sleep 0.01; done`, 8},
		{mock, syscall.SIGTERM, `echo ready; while :; do sleep 0.01; done`, 128 + 15},
		{[]string{"record", "--to", "127.0.0.1:1", "--data", t.TempDir()}, syscall.SIGHUP, `trap "exit 7" HUP; echo ready; while :; do sleep 0.01; done`, 7},
	} {
		c := exec.CommandContext(t.Context(), "chatcb",
			slices.Concat(test.server, []string{"--config", "none", "--addr", ":0", "--admin-addr", "none", "--", "sh", "-c", test.script})...)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
			t.Fatalf("got %q, %v, want the command's own output", line, err)
		}
		if err := c.Process.Signal(test.signal); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // the status is looked at
		if got := c.ProcessState.ExitCode(); got != test.want {
			t.Errorf("%v: got status %d, want %d", test.signal, got, test.want)
		}
	}
}
