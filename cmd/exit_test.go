package cmd

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
)

func TestAfterShowing(t *testing.T) {
	disk, printing := errors.New("disk full"), errors.New("stdout closed")
	for _, tt := range []struct {
		name          string
		failed, shown error
		want          outcome.Status
		says          string
	}{
		{"all well", nil, nil, outcome.OK, ""},
		{"a leak", nil, exit.Status(outcome.Leak), outcome.Leak, ""},
		{"a file", disk, nil, outcome.Trouble, "disk full"},
		{"a file and a leak", disk, exit.Status(outcome.Leak), outcome.Trouble, "disk full"},
		{"a file and Ctrl-C", disk, exit.Status(outcome.Interrupted), outcome.Interrupted, "disk full"},
		{"both", disk, printing, outcome.Trouble, "disk full\nstdout closed"},
	} {
		var said strings.Builder
		a := &app.App{Stderr: &said, Output: "text", Getenv: os.Getenv}
		if got := conclude(a, true, newRoot(a, func() {}), exit.AfterShowing(tt.failed, tt.shown)); got != tt.want || !strings.Contains(said.String(), tt.says) {
			t.Errorf("%s: got %d and %q, want %d and %q", tt.name, got, said.String(), tt.want, tt.says)
		}
	}
}
