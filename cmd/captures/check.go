package captures

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/scrub"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
)

// scrubChecking is a check under way: what was found, for the text or the JSON that says it.
type scrubChecking struct {
	N    int        `json:"exchanges"`
	Raw  []rawPlace `json:"raw"`
	How  string     `json:"how"` // shape, key or original
	Skip int        `json:"skipped"`
}

type rawPlace struct {
	Seq   uint64   `json:"seq"`
	Where []string `json:"where"`
}

// runCheck looks where the files are raw.
func (o *scrubOptions) runCheck(c *cobra.Command, key *scrub.Scrubber, files []string) error {
	check := scrubChecking{How: "key", Raw: []rawPlace{}}
	if key == nil {
		key, check.How = scrub.Keyless(), "shape"
	}
	original := func() (*capture.Record, error, bool) { return nil, nil, false }
	if o.original != "" {
		next, stop := iter.Pull2(o.in.Records(c.Context(), []string{o.original}))
		defer stop()
		original, check.How = next, "original"
	}
	for r, err := range o.in.Records(c.Context(), files) {
		if err != nil {
			return err
		}
		check.N++
		where := key.Check(r)
		if o.original != "" {
			before, err, ok := original()
			if err != nil {
				return err
			}
			if !ok || !key.Matches(before, r) {
				where = append(where, "not what scrub makes of the original")
			}
		}
		if len(where) > 0 {
			check.Raw = append(check.Raw, rawPlace{r.Exchange.Seq, where})
		}
	}
	if before, err, more := original(); err != nil {
		return err
	} else if more {
		check.Raw = append(check.Raw, rawPlace{before.Exchange.Seq, []string{"the original has more exchanges"}})
	}
	check.Skip = o.in.Skipped
	return check.tell(o.in.App)
}

func (s *scrubChecking) tell(a *app.App) error {
	status := outcome.OK
	if len(s.Raw) > 0 || s.Skip > 0 {
		status = outcome.Findings
	}
	if a.Output != "text" {
		if err := json.NewEncoder(a.Stdout).Encode(s); err != nil {
			return err
		}
		return exit.Status(status)
	}
	for _, raw := range s.Raw {
		a.Terminal().Printf("%d is raw: %s\n", raw.Seq, strings.Join(raw.Where, "; "))
	}
	if s.Skip > 0 {
		fmt.Fprintf(a.Stdout, "%s cannot be read, and may hold anything\n", app.Counted(s.Skip, "line"))
	}
	if status == outcome.OK {
		how := map[string]string{
			"shape": "by shape alone: give the key to tell pseudonyms from ids that look alike", "key": "with the key",
			"original": "with the key and the original",
		}
		fmt.Fprintf(a.Stdout, "%s, nothing raw (%s)\n", app.Counted(s.N, "exchange"), how[s.How])
	}
	return exit.Status(status)
}
