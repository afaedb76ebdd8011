package serving

import (
	"context"
	"errors"
	"fmt"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/tunnel"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

// Tunnel is --tunnel: a program that makes the server reachable from outside.
type Tunnel struct {
	Command string `flag:"tunnel"`
	running *tunnel.Tunnel
	address string        // "" if it did not print one
	told    chan struct{} // closed once its end was told
}

// Open starts the program, if there is one, waits for its address and shows what to do with it. Path is that of the callback
// URL, "" for whatever the backend has.
func (t *Tunnel) Open(ctx context.Context, a *app.App, out *report.Received, server, path string) error {
	if t.Command == "" {
		return nil
	}
	words, err := tunnel.Words(t.Command, server)
	if err != nil {
		return exit.Usagef("--tunnel: %w", err)
	}
	running, err := tunnel.Start(words)
	if err != nil {
		return exit.Ended(outcome.Trouble, fmt.Errorf("--tunnel: %w", err))
	}
	t.running = running
	t.told = make(chan struct{})
	t.address, err = t.running.Address(ctx, tunnel.Patience)
	switch {
	case ctx.Err() != nil:
		close(t.told) // the server ends, and with it the tunnel
		return nil
	case errors.Is(err, tunnel.ErrNoAddress):
		Notice(a, &exit.Said{Key: "serve.tunnel-silent", Args: []any{"problem", err.Error()}})
		t.address = "its address"
	case err != nil:
		close(t.told)
		return exit.Ended(outcome.Trouble, fmt.Errorf("--tunnel: %w", err))
	case out.Lines:
		out.Object("tunnel", report.Field{Name: "url", Value: t.address}, report.Field{Name: "server", Value: server})
	default:
		report.ShowTunnel(a.ErrTerminal(), t.address, server, path)
	}
	go func() {
		defer close(t.told)
		<-t.running.Done()
		Notice(a, &exit.Said{Key: "serve.tunnel-ended", Args: []any{"address", t.address}})
	}()
	return nil
}

// Close ends the program with the server. The context says what ended that.
func (t *Tunnel) Close(ctx context.Context) {
	if t.running != nil {
		t.running.Stop(context.Cause(ctx))
		<-t.told
	}
}
