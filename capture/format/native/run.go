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
		Name: "run",
		Read: readRun, Looks: looksRun,
	}
}

// looksRun reports whether the file begins as a run does: {"version":1,"target":"…","exchanges":[…
func looksRun(start []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(start), []byte(`{"version":`)) && bytes.Contains(start, []byte(`"exchanges":[`))
}

// readRun reads the exchanges of a run.
func readRun(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		var rec capture.Record
		err := format.List(in, func(n int, text *json.RawMessage) bool {
			rec.Extra = rec.Extra[:0]
			err := exchange.DecodeExchangeWith(*text, &rec.Exchange, func(name, value []byte) {
				rec.Extra = append(rec.Extra, callback.Member{Name: string(name), Value: string(value)})
			})
			return o.Yield(yield, &rec, err, "exchange %d", n)
		}, "exchanges")
		if err != nil {
			yield(nil, fmt.Errorf("not a whole run: %w", err))
		}
	}
}
