package cmd

import (
	"bytes"
	"os"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/scrub"
)

// scrubKeyVariable holds the key where --key-file is not given.
const scrubKeyVariable = "CHATCB_SCRUB_KEY"

type capturesScrubOptions struct {
	in       captureInput
	out      captureOutput
	keyFile  string
	check    bool
	original string
}

func newCapturesScrub(a *app) *cobra.Command {
	o := &capturesScrubOptions{in: captureInput{app: a}}
	c := &cobra.Command{
		Use:   "scrub FILE…",
		Short: "Replace ids by keyed pseudonyms and texts by masks, so that a capture can be shared",
		Long: `scrub replaces user ids by pseudonyms made with a key (the same user stays the same user in every file with the same
key), wordings, remarks, group names and other texts by a mask of their class, client addresses by others, and takes
Sign and credentials out: in the URL, in the body, in the answer that echoes it, and in what stands beside them. Codes,
statuses, times, framing and the shape of the JSON stay, so that judging gives the same effects and causes. The host,
the words of the path, SdkAppid and the names of headers stay too.

The key comes from --key-file or ` + scrubKeyVariable + `. Keep it secret: with it, one can find out whether a
pseudonym is that of a user one knows of. To make one: head -c 32 /dev/urandom | base64 > scrub.key

--check changes nothing and fails with status 1 if anything raw remains. Without the key it looks at the shape alone;
with the key an id that only looks like a pseudonym is found too; with the key and --original, every byte is compared
with what scrub makes of the original.`,
		Example: `  chatcb captures scrub traffic.jsonl --key-file scrub.key -o shared.jsonl.gz
  chatcb captures scrub --check shared.jsonl.gz --key-file scrub.key`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args) },
	}
	o.in.bind(c)
	o.out.bind(c)
	f := c.Flags()
	f.StringVar(&o.keyFile, "key-file", "", "file with the key, of at least 16 bytes")
	f.BoolVar(&o.check, "check", false, "write nothing; fail if anything raw remains")
	f.StringVar(&o.original, "original", "", "with --check: the capture that FILE was scrubbed from")
	return c
}

func (o *capturesScrubOptions) run(c *cobra.Command, files []string) error {
	if err := o.in.resolve(); err != nil {
		return err
	}
	key, err := o.key()
	if err != nil {
		return err
	}
	switch {
	case o.check && o.original != "" && key == nil:
		return usagef("--original needs the key: give --key-file or %s", scrubKeyVariable)
	case o.original != "" && !o.check:
		return usagef("--original is for --check")
	case o.check:
		return o.runCheck(c, key, files)
	case key == nil:
		return usagef("no key: give --key-file or %s; make one with: head -c 32 /dev/urandom | base64 > scrub.key", scrubKeyVariable)
	}
	if err := o.out.open(&o.in); err != nil {
		return err
	}
	if w, ok := o.out.sink.(*capture.Writer); ok {
		key.Header(&w.Header)
	}
	if err := o.out.close(o.scrub(c, key, files)); err != nil {
		return err
	}
	o.in.tellLost("not read", &o.in.lost)
	o.in.tellLost("not written", &o.out.lost)
	return nil
}

// key reads the key, and returns nil if none is given.
func (o *capturesScrubOptions) key() (*scrub.Scrubber, error) {
	text := []byte(o.in.app.getenv(scrubKeyVariable))
	if o.keyFile != "" {
		var err error
		if text, err = os.ReadFile(o.keyFile); err != nil {
			return nil, usagef("--key-file: %w", err)
		}
	}
	if text = bytes.TrimRight(text, "\r\n"); len(text) == 0 && o.keyFile == "" {
		return nil, nil
	}
	s, err := scrub.New(text)
	if err != nil {
		return nil, usagef("%w", err)
	}
	return s, nil
}

func (o *capturesScrubOptions) scrub(c *cobra.Command, key *scrub.Scrubber, files []string) error {
	for r, err := range o.in.records(c.Context(), files) {
		if err != nil {
			return err
		}
		key.Record(r)
		if err := o.out.write(r); err != nil {
			return err
		}
	}
	return nil
}
