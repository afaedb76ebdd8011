package mockserver

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/scrub"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/replay"
)

// decideFlags say what the server makes of requests.
type decideFlags struct {
	policy    string
	deny      []string
	forward   string
	shadow    string
	fault     []string
	recorded  string
	seed      uint64
	strict    bool
	appID     string
	token     flags.Token
	maxBody   int
	latencies scriptLatencies

	app   *app.App
	flags *pflag.FlagSet
}

func (d *decideFlags) bind(f *pflag.FlagSet) {
	d.flags = f
	f.StringVar(&d.policy, "policy", "", "")
	f.StringArrayVar(&d.deny, "deny", nil, "")
	f.StringVar(&d.forward, "forward", "", "")
	f.StringVar(&d.shadow, "shadow", "", "")
	f.StringArrayVar(&d.fault, "fault", nil, "")
	f.StringVar(&d.recorded, "faults-from", "", "")
	f.Uint64Var(&d.seed, "seed", 1, "")
	f.BoolVar(&d.strict, "strict", false, "")
	f.StringVar(&d.appID, "app-id", "", "")
	d.token.Bind(f)
	f.IntVar(&d.maxBody, "max-body", mockserver.DefaultMaxBody, "")
	flags.Positive(f, "max-body")
}

// resolve reads files and fills the configuration.
func (d *decideFlags) resolve(config *mockserver.Config) error {
	if err := d.token.Read(); err != nil {
		return err
	}
	config.AppID, config.Token, config.Strict, config.MaxBody = d.appID, d.token.Value.Reveal(), d.strict, d.maxBody
	config.Forward = d.forward
	var err error
	if config.Policy, err = d.readPolicy(); err != nil {
		return err
	}
	if config.Shadow, err = flags.ReadPolicy("--shadow", d.shadow); err != nil {
		return err
	}
	if d.recorded != "" {
		config.Faults, err = d.recordedFaults()
		return err
	}
	config.Faults, err = d.script()
	return err
}

// readPolicy reads --policy, or makes one of --deny.
func (d *decideFlags) readPolicy() (*policy.Policy, error) {
	if len(d.deny) == 0 {
		return flags.ReadPolicy("--policy", d.policy)
	}
	if d.policy != "" {
		return nil, exit.Usagef("--deny is a policy; put the accounts into a list of the rules of --policy instead")
	}
	p, err := policy.Denying(d.deny...)
	if err != nil {
		return nil, exit.Usagef("--deny: %w", err)
	}
	return p, nil
}

// recordedFaults reads --faults-from.
func (d *decideFlags) recordedFaults() (*fault.Script, error) {
	if len(d.fault) > 0 || d.flags.Changed("seed") {
		return nil, exit.Usagef("--faults-from has the faults and their seeds; it excludes --fault and --seed")
	}
	in := captured.Input{App: d.app}
	faults, _, err := captured.ReadFaults(new(replay.Order).Records(in.Records(context.Background(), []string{d.recorded})))
	if err != nil {
		return nil, fmt.Errorf("--faults-from: %w", err)
	}
	if err := captured.NoFaults("--faults-from", faults, []string{d.recorded}); err != nil {
		return nil, err
	}
	return faults.Script("as recorded in " + d.recorded), nil
}

// script joins the parts of the fault script.
func (d *decideFlags) script() (*fault.Script, error) {
	script, err := fault.Parse(strings.Join(d.fault, ", "), fault.Files{Latencies: d.latencies.read})
	if err != nil {
		return nil, exit.Usagef("--fault: %w", err)
	}
	if d.flags.Changed("seed") {
		script.Seed = d.seed
	}
	return script, nil
}

// keepFlags say what is remembered and written down.
type keepFlags struct {
	remember      int
	rememberBytes int
	data          string
	fsync         bool
	onFull        string
	maxRecords    int
	maxBytes      int64
	maxAge        time.Duration
	redact        bool
	redactKey     string
}

func (k *keepFlags) bind(f *pflag.FlagSet) {
	f.IntVar(&k.remember, "remember", live.DefaultRingCount, "")
	f.IntVar(&k.rememberBytes, "remember-bytes", live.DefaultRingBytes, "")
	f.StringVar(&k.data, "data", "", "")
	f.BoolVar(&k.fsync, "fsync", false, "")
	flags.OneOf(f, &k.onFull, "on-full", "go-on", "go-on", "stop")
	f.IntVar(&k.maxRecords, "max-records", 0, "")
	f.Int64Var(&k.maxBytes, "max-bytes", 0, "")
	f.DurationVar(&k.maxAge, "max-age", 0, "")
	f.BoolVar(&k.redact, "redact", false, "")
	f.StringVar(&k.redactKey, "redact-key", "", "")
}

// resolve has what is not to be shown taken out.
func (k *keepFlags) resolve(config *mockserver.Config) error {
	config.RingCount, config.RingBytes = k.remember, k.rememberBytes
	if !k.redact {
		if k.redactKey != "" {
			return exit.Usagef("--redact-key is for --redact")
		}
		return nil
	}
	key := make([]byte, 32)
	if k.redactKey == "" {
		rand.Read(key)
	} else {
		text, err := os.ReadFile(k.redactKey)
		if err != nil {
			return exit.Usagef("--redact-key: %w", err)
		}
		key = []byte(strings.TrimSpace(string(text)))
	}
	if _, err := scrub.New(key); err != nil {
		return exit.Usagef("--redact-key: %w", err)
	}
	scrubber := func() *scrub.Scrubber { // one for each goroutine
		s, _ := scrub.New(key) // its length was checked
		return s
	}
	config.Redact = func(x *exchange.Exchange, extra []callback.Member) (*exchange.Exchange, []callback.Member) {
		r := capture.Record{Exchange: *x, Extra: extra}
		scrubber().Record(&r)
		return &r.Exchange, r.Extra
	}
	config.RedactEntry = func(entry string) string { return scrubber().Account(entry) }
	return nil
}
