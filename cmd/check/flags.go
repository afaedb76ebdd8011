package check

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

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
	seed         string
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
	f.StringVar(&c.depth, "depth", string(scenarios.CI), "how much of the catalogue: quick, ci or full")
	f.StringArrayVar(&c.only, "only", nil, "run only these: ids of scenarios or cases, globs of them, or tags; separated by commas, "+
		"can be repeated; what is named by its id runs at any depth, unless it is hostile")
	f.StringArrayVar(&c.skip, "skip", nil, "leave these out: the same")
	f.StringArrayVar(&c.files, "scenarios", nil, "YAML file with scenarios of your own; can be repeated")
	c.vars.Bind(f)
	f.StringVar(&c.requirements, "requirements", "", "judge by a frozen list of rules, so that later ones fail nothing: "+
		strings.Join(scenarios.Requirements(), ", "))
	f.StringVar(&c.seed, "seed", "1", "what random requests are made from; a case depends on it and on its id only")
	f.IntVar(&c.requests, "requests", scenarios.DefaultRequests, "how many random requests a property run makes")
	f.IntVar(&c.jobs, "jobs", 0, "how many cases at a time (default: four for each processor)")
	f.BoolVar(&c.shuffle, "shuffle", false, "run the cases in an order drawn from the seed")
	f.BoolVar(&c.failFast, "fail-fast", false, "start nothing new after the first case that fails")
	f.StringVar(&c.denial, "require-denial", "", "end with 5 unless denials are proved to work: of these kinds, separated by commas "+
		"("+strings.Join(denialKinds(), ", ")+"), or of any")
	f.Lookup("require-denial").NoOptDefVal = anyDenial
	f.BoolVar(&c.ownTarget, "i-own-this-target", false, "send hostile input to a target that is not this machine")
	f.BoolVar(&c.allowHTTP, "allow-http", false, "the target need not be https")
}

// apply sets what the flags say.
func (c *choiceFlags) apply(s *scenarios.Suite, tell io.Writer) error {
	seed, err := strconv.ParseUint(c.seed, 10, 64)
	if err != nil {
		return exit.Usagef("--seed: wanted a whole number from 0, got %q", c.seed)
	}
	if c.requests < 1 || c.jobs < 0 {
		return exit.Usagef("--requests and --jobs: wanted numbers above zero, got %d and %d", c.requests, c.jobs)
	}
	if c.requirements != "" {
		if _, err := scenarios.RequirementIDs(c.requirements); err != nil {
			return exit.Usagef("--requirements: %w", err)
		}
	}
	if s.RequireDenial, err = c.requiredDenials(); err != nil {
		return err
	}
	s.Scenarios = catalogue.All()
	own, err := c.vars.Load(c.files, tell)
	if err != nil {
		return err
	}
	s.Scenarios = append(s.Scenarios, own...)
	s.Depth, s.Seed, s.Requests, s.Jobs = scenarios.Depth(c.depth), seed, c.requests, c.jobs
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
	f.StringVar(&i.appID, "app-id", scenarios.DefaultAppID, "SdkAppid")
	i.token.Bind(f, "for Sign")
	f.StringSliceVar(&i.accounts, "accounts", nil, "accounts that the backend knows and lets through, for requests that must be "+
		"approved (default: every case has its own)")
	f.StringSliceVar(&i.from, "from", nil, "senders that the backend knows and lets through (default: every case has its own, for ten "+
		"requests each)")
	f.Float64Var(&i.rate, "rate", 0, "requests a second at most, for a backend that limits its callers (default: no limit)")
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
	f.StringVar(&b.file, "baseline", "", "file with failures that are accepted: each with a reason, an owner and a last day")
	f.BoolVar(&b.update, "update-baseline", false, "write the baseline so that it accepts what fails now")
	f.StringVar(&b.reason, "reason", "", "with --update-baseline: why new entries are accepted")
	f.StringVar(&b.owner, "owner", "", "with --update-baseline: who answers for new entries")
	f.IntVar(&b.days, "expires-in", 90, "with --update-baseline: days that new entries hold")
	f.StringVar(&b.risk, "accept-risk", "", "with --update-baseline: what is risked, in words; security rules that are a MUST need it")
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
	fmt.Fprintf(a.Stderr, "%s accepts %d failures\n", b.file, len(next.Entries))
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
