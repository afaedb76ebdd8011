package replay

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/replay"
)

// sameFaults is the mock server of `replay --same-faults`: it lives as long as the replay.
type sameFaults struct {
	On     bool   `flag:"same-faults" excludes:"against,set,set-json,edit,dry-run"`
	Policy string `flag:"policy" reads:"NAME" complete:".yaml,.yml" needs:"same-faults"`

	recorded *fault.Recorded
	repeated atomic.Int64
	close    func() // of the server; nil before it is started
}

func (s *sameFaults) check(o *options) error {
	last := o.files[len(o.files)-1]
	_, missing := os.Stat(last)
	_, err := delivery.ParseTarget(last)
	switch {
	case slices.Contains(o.files, capture.Stdio):
		return exit.Usagef("--same-faults reads the captures twice: give files, not standard input")
	case len(o.files) > 1 && missing != nil && err == nil:
		return exit.Usagef("--same-faults starts a mock server of its own, and takes no URL; for another: chatcb mockserver "+
			"--faults-from %s, and replay without --same-faults", o.files[0])
	case o.Player.OrderBy == replay.ByNoOne:
		return exit.Usagef("--same-faults tells requests with the same body apart by their order; it excludes --order-by none")
	}
	return nil
}

// startFaults starts the mock server of --same-faults, to which everything is sent then.
func (o *options) startFaults() (err error) {
	s := &o.Faults
	if !s.On {
		return nil
	}
	config := mockserver.Config{AppID: o.Player.Renewal.AppID, RingCount: -1}
	if config.Policy, err = flags.ReadPolicy("--policy", s.Policy); err != nil {
		return err
	}
	in, decided := o.Input, ""
	in.Silent = true // what is skipped is told when it is read to be sent
	if s.recorded, decided, err = in.Faults("--same-faults", o.files); err != nil {
		return err
	}
	if err := s.comparePolicy(o.App, decided, config.Policy); err != nil {
		return err
	}
	config.Faults = s.recorded.Script("as recorded")
	config.Observe = func(e *live.Event) {
		if len(e.Faults) > 0 {
			s.repeated.Add(1)
		}
	}
	if o.target, s.close, err = mockserver.Serve(config); err != nil {
		return exit.Usage(err)
	}
	return nil
}

// comparePolicy refuses to decide without the policy that the capture names, and says where it is another.
func (s *sameFaults) comparePolicy(a *app.App, decided string, p *policy.Policy) error {
	switch {
	case decided != "" && p == nil:
		return exit.Usagef("--same-faults: the policy %s decided when this was recorded; give it with --policy FILE", decided)
	case p != nil && !strings.HasSuffix(decided, "@"+p.Digest):
		a.Tell("notice.other-policy", "policy", s.Policy)
	}
	return nil
}

// stop ends the server, and says how many faults were repeated.
func (s *sameFaults) stop(ctx context.Context, a *app.App) {
	if s.close == nil {
		return
	}
	s.close() // no more requests are sent
	if n := int(s.repeated.Load()); ctx.Err() == nil {
		t := a.ErrTerminal()
		t.Printf("%s\n", t.Faint(t.Say("notice.repeated", "n", n, "all", s.recorded.Faulty)))
	}
}
