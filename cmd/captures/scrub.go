package captures

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"iter"
	"os"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/scrub"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/captures"
	"github.com/chatcb/chatcb/report/term"
)

// scrubKeyVariable holds the key where --key-file is not given.
const scrubKeyVariable = "CHATCB_SCRUB_KEY"

type scrubOptions struct {
	In       captured.Input
	Out      captured.Output
	KeyFile  string
	Check    bool
	Original string
}

func newScrub(a *app.App) *cobra.Command {
	o := &scrubOptions{In: captured.Input{App: a}}
	c := &cobra.Command{
		Use:  "scrub FILE…",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args) },
	}
	o.In.Bind(c)
	o.Out.Bind(c)
	f := c.Flags()
	f.StringVar(&o.KeyFile, "key-file", "", "")
	f.BoolVar(&o.Check, "check", false, "")
	f.StringVar(&o.Original, "original", "", "")
	return c
}

func (o *scrubOptions) run(c *cobra.Command, files []string) error {
	if err := o.In.Resolve(); err != nil {
		return err
	}
	key, err := o.key()
	if err != nil {
		return err
	}
	switch {
	case o.Check && o.Original != "" && key == nil:
		return exit.Usagef("--original needs the key: give --key-file or %s", scrubKeyVariable)
	case o.Original != "" && !o.Check:
		return exit.Usagef("--original is for --check")
	case o.Check:
		return o.verify(c, key, files)
	case key == nil:
		return exit.Usagef("no key: give --key-file or %s; make one with: head -c 32 /dev/urandom | base64 > scrub.key", scrubKeyVariable)
	}
	return o.Out.Copy(&o.In, o.scrubbed(c.Context(), key, files), key.Header)
}

// key reads the key, and returns nil if none is given.
func (o *scrubOptions) key() (*scrub.Scrubber, error) {
	text := []byte(o.In.App.Getenv(scrubKeyVariable))
	if o.KeyFile != "" {
		var err error
		if text, err = os.ReadFile(o.KeyFile); err != nil {
			return nil, exit.Usagef("--key-file: %w", err)
		}
	}
	if text = bytes.TrimRight(text, "\r\n"); len(text) == 0 && o.KeyFile == "" {
		return nil, nil
	}
	s, err := scrub.New(text)
	if err != nil {
		return nil, exit.Usagef("%w", err)
	}
	return s, nil
}

func (o *scrubOptions) scrubbed(ctx context.Context, key *scrub.Scrubber, files []string) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		for r, err := range o.In.Records(ctx, files) {
			if err == nil {
				key.Record(r)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// verify looks where the files are raw.
func (o *scrubOptions) verify(c *cobra.Command, key *scrub.Scrubber, files []string) error {
	var original iter.Seq2[*capture.Record, error]
	if o.Original != "" {
		original = o.In.Records(c.Context(), []string{o.Original})
	}
	found, err := key.Verify(o.In.Records(c.Context(), files), original)
	if err != nil {
		return err
	}
	found.Skipped = o.In.Skipped
	status := outcome.Decide(outcome.Facts{Findings: len(found.Raw) > 0 || found.Skipped > 0})
	return o.In.App.Show(status, func(w io.Writer) error { return json.NewEncoder(w).Encode(found) }, func(t *term.Terminal) {
		captures.ShowVerification(t, found)
	})
}
