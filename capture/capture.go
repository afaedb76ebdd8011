// Package capture reads and writes captures: files of exchanges that can be kept, shared, sent again and judged again.
//
// A capture is JSON Lines: a header, then one exchange a line, with the raw bytes of both directions. Its members are
// those of [callback.Exchange.AppendMembers]; what is recorded with them (a label, a scenario, the fault that a mock server
// drew) is kept in [Record.Extra]. docs/capture-format.md is the format in words.
//
// Use [Reader] and [Writer] for streams, [Open] and [Create] for files (gzip and zstd included), and [Journal] for a
// program that must not lose what it has answered. Everything streams: memory does not grow with the number of records.
package capture

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// The names of members that chatcb's own commands put beside an exchange.
const (
	ExtraLabel    = "label"    // a word of the user's
	ExtraScenario = "scenario" // the id of the scenario that sent the request
	ExtraTrace    = "trace"    // how the mock server's policy came to its decision
	ExtraFault    = "fault"    // what the mock server did wrong on purpose
	ExtraSeed     = "seed"     // of the fault
	ExtraPlace    = "place"    // of the fault in its script, from 0
	ExtraDraw     = "draw"     // which number of the seed's sequence decided
)

// Record is one line of a capture. Reading one uses its buffers again for the next: clone what must outlive that.
type Record struct {
	Exchange exchange.Exchange
	Extra    []callback.Member // members of the line that an exchange does not have, in their order
}

// Get returns the value, as JSON text, of the first extra member of this name.
func (r *Record) Get(name string) (value string, ok bool) {
	for i := range r.Extra {
		if r.Extra[i].Name == name {
			return r.Extra[i].Value, true
		}
	}
	return "", false
}

// Set replaces the extra member of this name, or adds one. Value is JSON text.
func (r *Record) Set(name, value string) {
	for i := range r.Extra {
		if r.Extra[i].Name == name {
			r.Extra[i].Value = value
			return
		}
	}
	r.Extra = append(r.Extra, callback.Member{Name: name, Value: value})
}

// Clone returns a copy that shares no memory with r.
func (r *Record) Clone() *Record {
	c := new(Record)
	c.CopyFrom(r)
	return c
}

// CopyFrom makes r a copy of src, in the buffers that it has.
func (r *Record) CopyFrom(src *Record) {
	r.Extra = append(r.Extra[:0], src.Extra...)
	to, from := &r.Exchange, &src.Exchange
	to.Reset()
	sent, received := to.Sent, to.Received
	*to = *from
	to.Sent, to.Received, to.Answer = append(sent, from.Sent...), append(received, from.Received...), from.Answer.Fresh()
	to.ReadAnswer()
}

// AppendLine appends the record as a line of a capture, with its line feed. Extra members are to be fit for a line:
// see [CheckExtra].
func AppendLine(dst []byte, x *exchange.Exchange, extra []callback.Member) []byte {
	dst = x.AppendMembers(append(dst, '{'))
	return append(appendExtra(dst, extra), "}\n"...)
}

func appendExtra(dst []byte, extra []callback.Member) []byte {
	for i := range extra {
		dst = rawjson.AppendString(append(dst, ','), extra[i].Name)
		dst = append(append(dst, ':'), extra[i].Value...)
	}
	return dst
}

// CheckExtra reports what keeps the members from standing in a line: a name that an exchange has, or a value that is not
// JSON or has line ends; [OneLine] takes them out.
func CheckExtra(extra []callback.Member) error {
	for i := range extra {
		m := &extra[i]
		if exchange.IsExchangeMember(m.Name) {
			return fmt.Errorf("an extra member cannot be called %q: exchanges have one of that name", m.Name)
		}
		if strings.ContainsAny(m.Value, "\r\n") {
			return fmt.Errorf("the value of the extra member %q has line ends", m.Name)
		}
		s := rawjson.New([]byte(m.Value))
		s.Skip()
		if err := s.End(); err != nil {
			return fmt.Errorf("the value of the extra member %q is not JSON: %w", m.Name, err)
		}
	}
	return nil
}

// OneLine returns a JSON text without white space between its elements, fit for a line.
func OneLine(text []byte) (string, error) {
	var out bytes.Buffer
	err := json.Compact(&out, text)
	return out.String(), err
}
