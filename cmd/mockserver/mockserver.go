// Package mockserver is chatcb mockserver: the reference receiver.
package mockserver

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

type options struct {
	serving.Server
	Config mockserver.Config
	Decide decideFlags
	Keep   keepFlags
	Exit   exitAfter `flag:"exit-after"`
	List   bool      `flag:"list-faults"`
}

func New(a *app.App) *cobra.Command {
	return a.Command("mockserver [-- COMMAND…]", nil, &options{
		Server: serving.Server{Listen: serving.Listen{MaxConns: 10000}},
		Config: mockserver.Config{
			MaxBody: mockserver.DefaultMaxBody, RingCount: live.DefaultRingCount, RingBytes: live.DefaultRingBytes,
		},
	})
}

func (o *options) Run(ctx context.Context, args []string) error {
	if o.List {
		return o.App.Show(outcome.OK, func(w io.Writer) error { return report.WriteFaults(w, o.App.Output == "ndjson") },
			report.ShowFaults)
	}
	return o.Main(args, "a server", "", func() error {
		m, err := o.prepare()
		if err != nil {
			return err
		}
		defer m.close()
		return m.serve(ctx)
	})
}

// exitAfter ends a server after a number of requests, or after a time.
type exitAfter struct {
	count uint64
	time  time.Duration
}

// UnmarshalText reads either.
func (e *exitAfter) UnmarshalText(text []byte) (err error) {
	if e.time, err = time.ParseDuration(string(text)); err == nil && e.time > 0 {
		return nil
	}
	e.time = 0
	if e.count, err = strconv.ParseUint(string(text), 10, 64); err != nil || e.count == 0 {
		return fmt.Errorf("wanted a number of requests or a time such as 30s, got %q", text)
	}
	return nil
}
