package check

import (
	"cmp"
	"errors"
	"io"
	"io/fs"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/completion"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/suites"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
)

// choiceFlags say which scenarios run, and how.
type choiceFlags struct {
	Depth        scenarios.Depth `flag:"depth" default:"ci" oneof:"@depths"`
	Only         []string        `flag:"only" complete:"selectors,"`
	Skip         []string        `flag:"skip" complete:"selectors,"`
	Files        []string        `flag:"scenarios" reads:"NAME" complete:".yaml,.yml"`
	Vars         suites.Vars
	Requirements string `flag:"requirements" complete:"requirements"`
	Seed         uint64 `flag:"seed" default:"1"`
	Requests     int    `flag:"requests" atleast:"1"`
	Jobs         int    `flag:"jobs" atleast:"0"`
	Shuffle      bool   `flag:"shuffle"`
	FailFast     bool   `flag:"fail-fast"`
	Denial       string `flag:"require-denial" bare:"any" complete:"denials,"`
	OwnTarget    bool   `flag:"i-own-this-target"`
	AllowHTTP    bool   `flag:"allow-http"`
}

// Preset sets how many requests a hostile scenario sends.
func (c *choiceFlags) Preset() { c.Requests = scenarios.DefaultRequests }

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
	s.Depth, s.Seed, s.Requests, s.Jobs = c.Depth, c.Seed, c.Requests, c.Jobs
	s.Requirements, s.Only, s.Skip = c.Requirements, suites.Selectors(c.Only), suites.Selectors(c.Skip)
	s.Shuffle, s.FailFast, s.OwnTarget, s.AllowHTTP = c.Shuffle, c.FailFast, c.OwnTarget, c.AllowHTTP
	return nil
}

// identityFlags say for whom Chat calls, and about whom.
type identityFlags struct {
	Webhook  flags.Webhook
	AppID    string `flag:"app-id" default:"1400000000"`
	Token    flags.Token
	Accounts []string `flag:"accounts" commas:"yes"`
	From     []string `flag:"from" commas:"yes"`
	Rate     float64  `flag:"rate"`
}

func (i *identityFlags) apply(s *scenarios.Suite) {
	s.Webhook = i.Webhook.Value
	s.AppID, s.Token, s.Accounts, s.From, s.Rate = i.AppID, i.Token.Value.Reveal(), i.Accounts, i.From, i.Rate
}

// baselineFlags are those of the list of accepted failures.
type baselineFlags struct {
	File   string `flag:"baseline" reads:"NAME" complete:".json"`
	Update bool   `flag:"update-baseline" needs:"baseline"`
	Reason string `flag:"reason"`
	Owner  string `flag:"owner"`
	Risk   string `flag:"accept-risk"`
	Days   int    `flag:"expires-in" default:"90"`
}

func (b *baselineFlags) read() (*scenarios.Baseline, error) {
	if b.File == "" {
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

// requiredDenials are the kinds that must be proved; nil where none must be.
func (c *choiceFlags) requiredDenials() ([]string, error) {
	switch c.Denial {
	case "":
		return nil, nil
	case "any":
		return []string{}, nil
	}
	kinds := suites.Selectors([]string{c.Denial})
	for _, kind := range kinds {
		if err := exit.OneOf("--require-denial", kind, completion.Words("@denials")...); err != nil {
			return nil, err
		}
	}
	return kinds, nil
}
