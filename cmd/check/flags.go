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
	files        []string
	vars         suites.Vars
	only         []string
	skip         []string
	depth        string
	requirements string
	seed         uint64
	requests     int
	jobs         int
	shuffle      bool
	failFast     bool
	ownTarget    bool
	denial       string
	allowHTTP    bool
}

// depths are the values of --depth.
func depths() (names []string) {
	for _, p := range scenarios.Depths() {
		names = append(names, string(p))
	}
	return names
}

func (c *choiceFlags) bind(f *pflag.FlagSet) {
	flags.OneOf(f, &c.depth, "depth", string(scenarios.CI), depths()...)
	f.StringArrayVar(&c.only, "only", nil, "")
	f.StringArrayVar(&c.skip, "skip", nil, "")
	f.StringArrayVar(&c.files, "scenarios", nil, "")
	c.vars.Bind(f)
	f.StringVar(&c.requirements, "requirements", "", "")
	f.Uint64Var(&c.seed, "seed", 1, "")
	f.IntVar(&c.requests, "requests", scenarios.DefaultRequests, "")
	f.IntVar(&c.jobs, "jobs", 0, "")
	flags.AtLeast(f, 1, "requests")
	flags.AtLeast(f, 0, "jobs")
	f.BoolVar(&c.shuffle, "shuffle", false, "")
	f.BoolVar(&c.failFast, "fail-fast", false, "")
	f.StringVar(&c.denial, "require-denial", "", "")
	f.Lookup("require-denial").NoOptDefVal = anyDenial
	f.BoolVar(&c.ownTarget, "i-own-this-target", false, "")
	f.BoolVar(&c.allowHTTP, "allow-http", false, "")
}

// apply sets what the flags say.
func (c *choiceFlags) apply(s *scenarios.Suite, tell io.Writer) error {
	if c.requirements != "" {
		if _, err := scenarios.RequirementIDs(c.requirements); err != nil {
			return exit.Usagef("--requirements: %w", err)
		}
	}
	var err error
	if s.RequireDenial, err = c.requiredDenials(); err != nil {
		return err
	}
	s.Scenarios = catalogue.All()
	own, err := c.vars.Load(c.files, tell)
	if err != nil {
		return err
	}
	s.Scenarios = append(s.Scenarios, own...)
	s.Depth, s.Seed, s.Requests, s.Jobs = scenarios.Depth(c.depth), c.seed, c.requests, c.jobs
	s.Requirements, s.Only, s.Skip = c.requirements, suites.Selectors(c.only), suites.Selectors(c.skip)
	s.Shuffle, s.FailFast, s.OwnTarget, s.AllowHTTP = c.shuffle, c.failFast, c.ownTarget, c.allowHTTP
	return nil
}

// identityFlags say for whom Chat calls, and about whom.
type identityFlags struct {
	webhook  flags.Webhook
	appID    string
	token    flags.Token
	accounts []string
	from     []string
	rate     float64
}

func (i *identityFlags) bind(f *pflag.FlagSet) {
	i.webhook.Bind(f)
	f.StringVar(&i.appID, "app-id", scenarios.DefaultAppID, "")
	i.token.Bind(f)
	f.StringSliceVar(&i.accounts, "accounts", nil, "")
	f.StringSliceVar(&i.from, "from", nil, "")
	f.Float64Var(&i.rate, "rate", 0, "")
}

func (i *identityFlags) apply(s *scenarios.Suite) error {
	if err := i.token.Read(); err != nil {
		return err
	}
	if err := i.webhook.Resolve(); err != nil {
		return err
	}
	s.Webhook = i.webhook.Value
	s.AppID, s.Token, s.Accounts, s.From, s.Rate = i.appID, i.token.Value.Reveal(), i.accounts, i.from, i.rate
	return nil
}

// baselineFlags are those of the list of accepted failures.
type baselineFlags struct {
	file   string
	update bool
	reason string
	owner  string
	risk   string
	days   int
}

func (b *baselineFlags) bind(f *pflag.FlagSet) {
	f.StringVar(&b.file, "baseline", "", "")
	f.BoolVar(&b.update, "update-baseline", false, "")
	f.StringVar(&b.reason, "reason", "", "")
	f.StringVar(&b.owner, "owner", "", "")
	f.IntVar(&b.days, "expires-in", 90, "")
	f.StringVar(&b.risk, "accept-risk", "", "")
}

func (b *baselineFlags) read() (*scenarios.Baseline, error) {
	if b.file == "" {
		if b.update {
			return nil, exit.Usagef("--update-baseline needs --baseline FILE")
		}
		return nil, nil
	}
	if b.update {
		if err := newfile.Check(b.file, newfile.Options{Force: true}); err != nil {
			return nil, exit.Usagef("--update-baseline: %w", err)
		}
	}
	baseline, err := scenarios.ReadBaseline(b.file, catalogue.All())
	if errors.Is(err, fs.ErrNotExist) && b.update {
		return nil, nil
	}
	if err != nil {
		return nil, exit.Usagef("--baseline: %w", err)
	}
	return baseline, nil
}

// write writes the baseline that accepts what failed.
func (b *baselineFlags) write(a *app.App, run *result.Run, old *scenarios.Baseline) error {
	with := result.Accepted{Reason: b.reason, Owner: cmp.Or(b.owner, a.Getenv("USER")), AcceptRisk: b.risk}
	next, err := old.Update(run, with, b.days)
	if err != nil {
		return exit.Usagef("--update-baseline: %w (see --reason, --owner and --accept-risk)", err)
	}
	if err := newfile.Write(b.file, next.Append(nil), newfile.Options{Force: true, Whole: true}); err != nil {
		return err
	}
	a.Tell("notice.accepts", "file", b.file, "n", len(next.Entries))
	return nil
}

// anyDenial is --require-denial without a kind.
const anyDenial = "any"

// denialKinds are the kinds that can be required.
func denialKinds() []string { return append(denials.Kinds(), result.Expected) }

// requiredDenials are the kinds that must be proved; nil where none must be.
func (c *choiceFlags) requiredDenials() ([]string, error) {
	switch c.denial {
	case "":
		return nil, nil
	case anyDenial:
		return []string{}, nil
	}
	kinds := suites.Selectors([]string{c.denial})
	for _, kind := range kinds {
		if err := exit.OneOf("--require-denial", kind, denialKinds()...); err != nil {
			return nil, err
		}
	}
	return kinds, nil
}
