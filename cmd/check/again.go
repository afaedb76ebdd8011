package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/watch"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// again are the flags for who mends a backend, and checks it again.
type again struct {
	LastFailed bool `flag:"last-failed" excludes:"only"`
	Watch      bool `flag:"watch"`
}

// choose leaves the cases that failed the last time.
func (a *again) choose(s *scenarios.Suite) error {
	if !a.LastFailed {
		return nil
	}
	last, err := result.Remembered(s.Target.String())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return exit.Usagef("--last-failed: nothing is remembered of %s; check it without the flag first", s.Target)
	case err != nil:
		return exit.Usagef("--last-failed: %w", err)
	case len(last.Failed) == 0:
		return exit.Ended(outcome.Nothing, fmt.Errorf("--last-failed: nothing failed when %s was checked last, at %s", s.Target,
			last.Time.Local().Format(time.DateTime)))
	}
	s.Only = last.Failed
	return nil
}

// watching checks again and again, and ends with the status of the last check.
func (o *options) watching(ctx context.Context) error {
	folder, err := watch.New(".", o.App.Stdin)
	if err != nil {
		return exit.Usagef("--watch: %w", err)
	}
	for {
		err := o.once(ctx)
		ended, _ := exit.Of(err, outcome.Trouble)
		if ended.Status == outcome.Usage || ctx.Err() != nil {
			return err
		}
		t := o.App.ErrTerminal()
		if ended.Err != nil {
			t.Printf("%s %v\n", t.Bad("chatcb:"), err)
		}
		folder.Ignore() // reports, and what the backend wrote
		t.Printf("%s\n", t.Faint("watching: a changed file or Enter checks again, Ctrl-C ends"))
		if folder.Next(ctx) != nil {
			return err
		}
	}
}
