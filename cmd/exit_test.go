package cmd

import (
	"errors"
	"os"
	"strings"
	"testing"

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
		{"a leak", nil, withStatus(outcome.Leak), outcome.Leak, ""},
		{"a file", disk, nil, outcome.Trouble, "disk full"},
		{"a file and a leak", disk, withStatus(outcome.Leak), outcome.Trouble, "disk full"},
		{"a file and Ctrl-C", disk, withStatus(outcome.Interrupted), outcome.Interrupted, "disk full"},
		{"both", disk, printing, outcome.Trouble, "disk full\nstdout closed"},
	} {
		var said strings.Builder
		a := &app{stderr: &said, output: "text", getenv: os.Getenv}
		if got := exit(a, true, newRoot(a, func() {}), afterShowing(tt.failed, tt.shown)); got != tt.want || !strings.Contains(said.String(), tt.says) {
			t.Errorf("%s: got %d and %q, want %d and %q", tt.name, got, said.String(), tt.want, tt.says)
		}
	}
}
