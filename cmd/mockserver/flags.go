package mockserver

import (
	"crypto/rand"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/capture/scrub"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// decideFlags say what the server makes of requests.
type decideFlags struct {
	Policy    string   `flag:"policy" reads:"NAME" complete:".yaml,.yml"`
	Deny      []string `flag:"deny" complete:"people…"`
	Shadow    string   `flag:"shadow" reads:"NAME" complete:".yaml,.yml"`
	Fault     []string `flag:"fault" complete:"faults"`
	Recorded  string   `flag:"faults-from" excludes:"fault,seed" reads:"NAME" complete:".jsonl,.gz,.zst,.har"`
	Seed      uint64   `flag:"seed" default:"1"`
	Token     flags.Token
	latencies scriptLatencies

	App   *app.App
	Flags *pflag.FlagSet
}

// resolve reads files and fills the configuration.
func (d *decideFlags) resolve(config *mockserver.Config) error {
	config.Token = d.Token.Value.Reveal()
	var err error
	if config.Policy, err = d.readPolicy(); err != nil {
		return err
	}
	if config.Shadow, err = flags.ReadPolicy("--shadow", d.Shadow); err != nil {
		return err
	}
	if d.Recorded != "" {
		config.Faults, err = d.recordedFaults()
		return err
	}
	config.Faults, err = d.script()
	return err
}

// readPolicy reads --policy, or makes one of --deny.
func (d *decideFlags) readPolicy() (*policy.Policy, error) {
	if len(d.Deny) == 0 {
		return flags.ReadPolicy("--policy", d.Policy)
	}
	if d.Policy != "" {
		return nil, exit.Usagef("--deny is a policy; put the accounts into a list of the rules of --policy instead")
	}
	p, err := policy.Denying(d.Deny...)
	if err != nil {
		return nil, exit.Usagef("--deny: %w", err)
	}
	return p, nil
}

// recordedFaults reads --faults-from.
func (d *decideFlags) recordedFaults() (*fault.Script, error) {
	in := captured.Input{App: d.App}
	faults, _, err := in.Faults("--faults-from", []string{d.Recorded})
	if err != nil {
		return nil, err
	}
	return faults.Script("as recorded in " + d.Recorded), nil
}

// script joins the parts of the fault script.
func (d *decideFlags) script() (*fault.Script, error) {
	script, err := fault.Parse(strings.Join(d.Fault, ", "), fault.Files{Latencies: d.latencies.read})
	if err != nil {
		return nil, exit.Usagef("--fault: %w", err)
	}
	if d.Flags.Changed("seed") {
		script.Seed = d.Seed
	}
	return script, nil
}

// keepFlags say what is remembered and written down.
type keepFlags struct {
	serving.Journal
	OnFull    string `flag:"on-full" default:"go-on" oneof:"go-on,stop"`
	Redact    bool   `flag:"redact"`
	RedactKey string `flag:"redact-key" reads:"NAME" needs:"redact"`
}

// resolve has what is not to be shown taken out.
func (k *keepFlags) resolve(config *mockserver.Config) error {
	if !k.Redact {
		return nil
	}
	key := make([]byte, 32)
	if k.RedactKey == "" {
		rand.Read(key)
	} else {
		text, err := os.ReadFile(k.RedactKey)
		if err != nil {
			return exit.Usagef("--redact-key: %w", err)
		}
		key = []byte(strings.TrimSpace(string(text)))
	}
	var err error
	if config.Redact, config.RedactEntry, err = scrub.Redaction(key); err != nil {
		return exit.Usagef("--redact-key: %w", err)
	}
	return nil
}
