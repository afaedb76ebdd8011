package check

import (
	"cmp"
	"errors"
	"io"
	"io/fs"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/suites"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
	"github.com/chatcb/chatcb/scenarios/denials"
)

// choiceFlags say which scenarios run, and how.
type choiceFlags struct {
	Files        []string
	Vars         suites.Vars
	Only         []string
	Skip         []string
	Depth        string
	Requirements string
	Seed         uint64
	Requests     int
	Jobs         int
	Shuffle      bool
	FailFast     bool
	OwnTarget    bool
	Denial       string
	AllowHTTP    bool
}

// depths are the values of --depth.
func depths() (names []string) {
	for _, p := range scenarios.Depths() {
		names = append(names, string(p))
	}
	return names
}

func (c *choiceFlags) bind(f *pflag.FlagSet) {
	flags.OneOf(f, &c.Depth, "depth", string(scenarios.CI), depths()...)
	f.StringArrayVar(&c.Only, "only", nil, "")
	f.StringArrayVar(&c.Skip, "skip", nil, "")
	f.StringArrayVar(&c.Files, "scenarios", nil, "")
	c.Vars.Bind(f)
	f.StringVar(&c.Requirements, "requirements", "", "")
	f.Uint64Var(&c.Seed, "seed", 1, "")
	f.IntVar(&c.Requests, "requests", scenarios.DefaultRequests, "")
	f.IntVar(&c.Jobs, "jobs", 0, "")
	flags.AtLeast(f, 1, "requests")
	flags.AtLeast(f, 0, "jobs")
	f.BoolVar(&c.Shuffle, "shuffle", false, "")
	f.BoolVar(&c.FailFast, "fail-fast", false, "")
	f.StringVar(&c.Denial, "require-denial", "", "")
	f.Lookup("require-denial").NoOptDefVal = anyDenial
	f.BoolVar(&c.OwnTarget, "i-own-this-target", false, "")
	f.BoolVar(&c.AllowHTTP, "allow-http", false, "")
}

// apply sets what the flags say.
func (c *choiceFlags) apply(s *scenarios.Suite, tell io.Writer) error {
	if c.Requirements != "" {
		if _, err := scenarios.RequirementIDs(c.Requirements); err != nil {
			return exit.Usagef("--requirements: %w", err)
		}
	}
	var err error
	if s.RequireDenial, err = c.requiredDenials(); err != nil {
		return err
	}
	s.Scenarios = catalogue.All()
	own, err := c.Vars.Load(c.Files, tell)
	if err != nil {
		return err
	}
	s.Scenarios = append(s.Scenarios, own...)
	s.Depth, s.Seed, s.Requests, s.Jobs = scenarios.Depth(c.Depth), c.Seed, c.Requests, c.Jobs
	s.Requirements, s.Only, s.Skip = c.Requirements, suites.Selectors(c.Only), suites.Selectors(c.Skip)
	s.Shuffle, s.FailFast, s.OwnTarget, s.AllowHTTP = c.Shuffle, c.FailFast, c.OwnTarget, c.AllowHTTP
	return nil
}

// identityFlags say for whom Chat calls, and about whom.
type identityFlags struct {
	Webhook  flags.Webhook
	AppID    string
	Token    flags.Token
	Accounts []string
	From     []string
	Rate     float64
}

func (i *identityFlags) bind(f *pflag.FlagSet) {
	i.Webhook.Bind(f)
	f.StringVar(&i.AppID, "app-id", scenarios.DefaultAppID, "")
	i.Token.Bind(f)
	f.StringSliceVar(&i.Accounts, "accounts", nil, "")
	f.StringSliceVar(&i.From, "from", nil, "")
	f.Float64Var(&i.Rate, "rate", 0, "")
}

func (i *identityFlags) apply(s *scenarios.Suite) error {
	if err := i.Token.Read(); err != nil {
		return err
	}
	if err := i.Webhook.Resolve(); err != nil {
		return err
	}
	s.Webhook = i.Webhook.Value
	s.AppID, s.Token, s.Accounts, s.From, s.Rate = i.AppID, i.Token.Value.Reveal(), i.Accounts, i.From, i.Rate
	return nil
}

// baselineFlags are those of the list of accepted failures.
type baselineFlags struct {
	File   string
	Update bool
	Reason string
	Owner  string
	Risk   string
	Days   int
}

func (b *baselineFlags) bind(f *pflag.FlagSet) {
	f.StringVar(&b.File, "baseline", "", "")
	f.BoolVar(&b.Update, "update-baseline", false, "")
	f.StringVar(&b.Reason, "reason", "", "")
	f.StringVar(&b.Owner, "owner", "", "")
	f.IntVar(&b.Days, "expires-in", 90, "")
	f.StringVar(&b.Risk, "accept-risk", "", "")
}

func (b *baselineFlags) read() (*scenarios.Baseline, error) {
	if b.File == "" {
		if b.Update {
			return nil, exit.Usagef("--update-baseline needs --baseline FILE")
		}
		return nil, nil
	}
	if b.Update {
		if err := newfile.Check(b.File, newfile.Options{Force: true}); err != nil {
			return nil, exit.Usagef("--update-baseline: %w", err)
		}
	}
	baseline, err := scenarios.ReadBaseline(b.File, catalogue.All())
	if errors.Is(err, fs.ErrNotExist) && b.Update {
		return nil, nil
	}
	if err != nil {
		return nil, exit.Usagef("--baseline: %w", err)
	}
	return baseline, nil
}

// write writes the baseline that accepts what failed.
func (b *baselineFlags) write(a *app.App, run *result.Run, old *scenarios.Baseline) error {
	with := result.Accepted{Reason: b.Reason, Owner: cmp.Or(b.Owner, a.Getenv("USER")), AcceptRisk: b.Risk}
	next, err := old.Update(run, with, b.Days)
	if err != nil {
		return exit.Usagef("--update-baseline: %w (see --reason, --owner and --accept-risk)", err)
	}
	if err := newfile.Write(b.File, next.Append(nil), newfile.Options{Force: true, Whole: true}); err != nil {
		return err
	}
	a.Tell("notice.accepts", "file", b.File, "n", len(next.Entries))
	return nil
}

// anyDenial is --require-denial without a kind.
const anyDenial = "any"

// denialKinds are the kinds that can be required.
func denialKinds() []string { return append(denials.Kinds(), result.Expected) }

// requiredDenials are the kinds that must be proved; nil where none must be.
func (c *choiceFlags) requiredDenials() ([]string, error) {
	switch c.Denial {
	case "":
		return nil, nil
	case anyDenial:
		return []string{}, nil
	}
	kinds := suites.Selectors([]string{c.Denial})
	for _, kind := range kinds {
		if err := exit.OneOf("--require-denial", kind, denialKinds()...); err != nil {
			return nil, err
		}
	}
	return kinds, nil
}
