package captures

import (
	"context"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
)

// copying is what commands have that write records of captures into a file.
type copying struct {
	In  captured.Input
	Out captured.Output
}

type filterOptions struct{ copying }

func (o *filterOptions) Run(ctx context.Context, files []string) error {
	if o.In.Where == "" {
		return exit.Usagef("--where is missing: chatcb captures convert keeps everything")
	}
	return o.copy(ctx, files)
}

type convertOptions struct{ copying }

func (o *convertOptions) Run(ctx context.Context, files []string) error {
	if err := o.copy(ctx, files); err != nil || o.Out.N > 0 {
		return err
	}
	o.In.App.Tell("notice.none-converted")
	return exit.Status(outcome.Nothing)
}

// copy writes the selected records, behind what the header of a single capture says of them, such as that it is scrubbed.
func (o *copying) copy(ctx context.Context, files []string) error {
	return o.Out.Copy(&o.In, o.In.Records(ctx, files), func(header *capture.Header) {
		if len(files) == 1 {
			o.In.Header = func(h capture.Header) { header.Extra = h.Extra }
		}
	})
}

type mergeOptions struct {
	copying
	KeepNumbers bool `flag:"keep-numbers"`
}

func (o *mergeOptions) Run(ctx context.Context, files []string) error {
	return o.Out.Copy(&o.In, o.merged(ctx, files), func(*capture.Header) {})
}

// merged are the records of files in the order of time.
func (o *mergeOptions) merged(ctx context.Context, files []string) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		n := uint64(0)
		for r, err := range capture.Merge(o.In.Each(ctx, files), func(i int) { o.In.App.Tell("notice.disorder", "file", files[i]) }) {
			if n++; err == nil && !o.KeepNumbers {
				r.Exchange.Seq = n
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
