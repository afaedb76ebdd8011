package native

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
)

// Run is the format of what chatcb prints with --output json.
func Run() format.Format {
	return format.Format{
		Name: "run", Title: "what chatcb prints with --output json",
		Read: readRun, Looks: looksRun,
	}
}

// looksRun reports whether the file begins as a run does: {"version":1,"target":"…","exchanges":[…
func looksRun(start []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(start), []byte(`{"version":`)) && bytes.Contains(start, []byte(`"exchanges":[`))
}

// readRun reads exchange by exchange, so that a long run needs the memory of its largest exchange.
func readRun(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		source := format.NewPortions(in)
		d := json.NewDecoder(source)
		if err := format.OpenList(d, "exchanges"); err != nil {
			yield(nil, fmt.Errorf("not a run: %w", err))
			return
		}
		var rec capture.Record
		var text json.RawMessage
		for n := 1; d.More(); n++ {
			source.Next()
			if err := d.Decode(&text); err != nil {
				yield(nil, fmt.Errorf("the run ends within exchange %d: %w", n, err))
				return
			}
			rec.Extra = rec.Extra[:0]
			err := exchange.DecodeExchangeWith(text, &rec.Exchange, func(name, value []byte) {
				rec.Extra = append(rec.Extra, callback.Member{Name: string(name), Value: string(value)})
			})
			if err != nil {
				if err := o.Problem(fmt.Errorf("exchange %d: %w", n, err)); err != nil {
					yield(nil, err)
					return
				}
				continue
			}
			if !yield(&rec, nil) {
				return
			}
		}
		if _, err := d.Token(); err != nil {
			yield(nil, fmt.Errorf("the run ends within its exchanges: %w", err))
		}
	}
}
