package cmd

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/outcome"
)

// The first interruption is answered: a user who sees nothing presses Ctrl-C again.
func TestInterruptionIsAnswered(t *testing.T) {
	for _, test := range []struct{ command, want string }{
		{"check", app.Draining},
		{"send", app.Draining},
		{"simulate", app.Draining},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		url := spamFilter(t, func(*callback.Item) bool {
			cancel()
			time.Sleep(100 * time.Millisecond)
			return false
		})
		var out, errs strings.Builder
		status := Run(ctx, []string{test.command, "--config", "none", url}, strings.NewReader(""), &out, &errs)
		if status != outcome.Interrupted || strings.Count(errs.String(), test.want+"\n") != 1 {
			t.Errorf("%s: got status %d, %q, want 130 and %q", test.command, status, errs.String(), test.want)
		}
		if test.command == "check" && strings.Contains(out.String(), "ONE CAUSE") {
			t.Errorf("got a cause from an answer that was not waited for:\n%s", out.String())
		}
	}
}
