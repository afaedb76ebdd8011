package check

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/internal/watch"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// again are the flags for who mends a backend, and checks it again.
type again struct {
	lastFailed bool
	watch      bool
}

func (a *again) bind(f *pflag.FlagSet) {
	f.BoolVar(&a.lastFailed, "last-failed", false, "run only the cases that failed when this target was checked last; they are remembered in the user's cache folder")
	f.BoolVar(&a.watch, "watch", false, "check again whenever a file below this folder changes, or on Enter; Ctrl-C ends")
}

// memory is what is remembered of the last check of a target.
type memory struct {
	Version int       `json:"version"`
	Target  string    `json:"target"`
	Time    time.Time `json:"time"`
	Failed  []string  `json:"failed"` // ids of cases
}

const memoryVersion = 1

// memoryFile is where the last check of a target is remembered.
func memoryFile(target string) (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(target))
	return filepath.Join(dir, "chatcb", "last-failed", hex.EncodeToString(sum[:8])+".json"), nil
}

// choose leaves the cases that failed the last time.
func (a *again) choose(s *scenarios.Suite) error {
	if !a.lastFailed {
		return nil
	}
	if len(s.Only) > 0 {
		return exit.Usagef("--last-failed and --only exclude each other")
	}
	var last memory
	name, err := memoryFile(s.Target.String())
	if err == nil {
		var text []byte
		if text, err = os.ReadFile(name); err == nil {
			err = json.Unmarshal(text, &last)
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && last.Version != memoryVersion:
		return exit.Usagef("--last-failed: nothing is remembered of %s; check it without the flag first", s.Target)
	case err != nil:
		return exit.Usagef("--last-failed: %w", err)
	case len(last.Failed) == 0:
		return exit.Ended(outcome.Nothing, fmt.Errorf("--last-failed: nothing failed when %s was checked last, at %s", s.Target, last.Time.Local().Format(time.DateTime)))
	}
	s.Only = last.Failed
	return nil
}

// remember keeps what failed. That it cannot is nothing to fail for: a cache may be anywhere.
func remember(run *result.Run) {
	if run.Interrupted || run.Exit == outcome.Trouble {
		return
	}
	last := memory{Version: memoryVersion, Target: run.Target, Time: run.Started, Failed: []string{}}
	for i := range run.Cases {
		if run.Cases[i].Fails {
			last.Failed = append(last.Failed, run.Cases[i].ID)
		}
	}
	name, err := memoryFile(run.Target)
	if err != nil {
		return
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return
	}
	text, _ := json.Marshal(last)
	_ = newfile.Write(name, append(text, '\n'), newfile.Options{Force: true, Whole: true, Perm: newfile.Private})
}

// watching checks again and again, and ends with the status of the last check.
func (o *options) watching(ctx context.Context) error {
	folder, err := watch.New(".", o.app.Stdin)
	if err != nil {
		return exit.Usagef("--watch: %w", err)
	}
	for {
		err := o.once(ctx)
		if _, usage := errors.AsType[*exit.UsageError](err); usage || ctx.Err() != nil {
			return err
		}
		t := o.app.ErrTerminal()
		if ended, ok := errors.AsType[*exit.Error](err); err != nil && (!ok || ended.Err != nil) {
			t.Printf("%s %v\n", t.Bad("chatcb:"), err)
		}
		folder.Ignore() // reports, and what the backend wrote
		t.Printf("%s\n", t.Faint("watching: a changed file or Enter checks again, Ctrl-C ends"))
		if folder.Next(ctx) != nil {
			return err
		}
	}
}
