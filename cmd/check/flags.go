package check

import (
	"cmp"
	"errors"
	"io/fs"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/completion"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/suites"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
)

// baselineFlags are those of the list of accepted failures.
type baselineFlags struct {
	File   string `flag:"baseline" reads:"NAME" complete:".json"`
	Update bool   `flag:"update-baseline" needs:"baseline"`
	Reason string `flag:"reason"`
	Owner  string `flag:"owner"`
	Risk   string `flag:"accept-risk"`
	Days   int    `flag:"expires-in" default:"90"`
}

func (b *baselineFlags) read() (scenarios.Baseline, error) {
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
func (b *baselineFlags) write(a *app.App, run *result.Run, old scenarios.Baseline) error {
	with := result.Accepted{Reason: b.Reason, Owner: cmp.Or(b.Owner, a.Getenv("USER")), AcceptRisk: b.Risk}
	next, err := old.Update(run, with, b.Days)
	if err != nil {
		return exit.Usagef("--update-baseline: %w (see --reason, --owner and --accept-risk)", err)
	}
	if err := newfile.Write(b.File, next.Append(nil), newfile.Options{Force: true, Whole: true}); err != nil {
		return err
	}
	a.Tell("notice.accepts", "file", b.File, "n", len(next))
	return nil
}

// requiredDenials are the kinds that must be proved; nil where none must be.
func requiredDenials(list string) ([]string, error) {
	switch list {
	case "":
		return nil, nil
	case "any":
		return []string{}, nil
	}
	kinds := suites.Selectors([]string{list})
	for _, kind := range kinds {
		if err := exit.OneOf("--require-denial", kind, completion.Words("@denials")...); err != nil {
			return nil, err
		}
	}
	return kinds, nil
}
