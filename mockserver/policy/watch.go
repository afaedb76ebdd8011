package policy

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"
)

// Watch looks at the files of a policy every so often until the context ends, and loads the policy again when one has
// changed: loaded gets the new policy, or what is wrong with it. It looks instead of having the system tell it, so that
// it works with files that are replaced, linked, mounted, or not there for a moment.
func Watch(ctx context.Context, p *Policy, every time.Duration, loaded func(*Policy, error)) {
	if p == nil {
		return
	}
	path, files := p.Name, p.Files()
	stamps := stampsOf(files)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := stampsOf(files)
		if slices.Equal(now, stamps) {
			continue
		}
		stamps = now
		next, err := Load(path)
		if err == nil {
			files = next.Files()
			stamps = stampsOf(files)
		}
		loaded(next, err)
	}
}

// stampsOf tells whether files are still the same.
func stampsOf(files []string) []string {
	stamps := make([]string, len(files))
	for i, f := range files {
		if info, err := os.Stat(f); err == nil { // or else it is not there
			stamps[i] = fmt.Sprint(info.Size(), info.ModTime())
		}
	}
	return stamps
}
