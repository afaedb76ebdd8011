package captures

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"iter"
	"os"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/scrub"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/captures"
	"github.com/chatcb/chatcb/report/term"
)

// scrubKeyVariable holds the key where --key-file is not given.
const scrubKeyVariable = "CHATCB_SCRUB_KEY"

type scrubOptions struct {
	copying  `without:"assume,where"`
	KeyFile  string `flag:"key-file" reads:"NAME"`
	Check    bool   `flag:"check"`
	Original string `flag:"original" reads:"NAME" complete:".jsonl,.gz,.zst,.har" needs:"check"`
}

func (o *scrubOptions) Run(ctx context.Context, files []string) error {
	key, err := o.key()
	switch {
	case err != nil:
		return err
	case o.Original != "" && key == nil:
		return exit.Usagef("--original needs the key: give --key-file or %s", scrubKeyVariable)
	case o.Check:
		return o.verify(ctx, key, files)
	case key == nil:
		return exit.Usagef("no key: give --key-file or %s; make one with: head -c 32 /dev/urandom | base64 > scrub.key", scrubKeyVariable)
	}
	return o.Out.Copy(&o.In, o.scrubbed(ctx, key, files), key.Header)
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
func (o *scrubOptions) verify(ctx context.Context, key *scrub.Scrubber, files []string) error {
	var original iter.Seq2[*capture.Record, error]
	if o.Original != "" {
		original = o.In.Records(ctx, []string{o.Original})
	}
	found, err := key.Verify(o.In.Records(ctx, files), original)
	if err != nil {
		return err
	}
	found.Skipped = o.In.Skipped
	status := outcome.Decide(outcome.Facts{Findings: len(found.Raw) > 0 || found.Skipped > 0})
	return o.In.App.Show(status, func(w io.Writer) error { return json.NewEncoder(w).Encode(found) }, func(t *term.Terminal) {
		captures.ShowVerification(t, found)
	})
}
