package replay

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// Renewal says how a captured request is spelt when it is sent again. What it does not name stays as it is, byte for
// byte: order, case and spacing.
type Renewal struct {
	// AsCaptured keeps every byte, Host included; only the headers of the target are applied: they stand in for the captured ones
	// of the same name, or are added. Credentials that the capture has masked must be among them.
	AsCaptured bool   `flag:"as-captured" excludes:"app-id,token,token-file,set,set-json,edit"`
	AppID      string `flag:"app-id"` // SdkAppid; "" keeps it
	Token      string // for Sign; without one Sign and RequestTime stay as they are where there is a Sign
	Edits      []exchange.Edit
	// KeepEventTime leaves EventTime alone.
	KeepEventTime bool
}

// MaskedError is a credential that a capture does not hold.
type MaskedError struct{ Header string }

func (e *MaskedError) Error() string {
	return fmt.Sprintf("the capture does not hold the value of the header %s: it was masked when it was written; "+
		"give it again with -H '%[1]s: …'", e.Header)
}

// renewer is a renewal at work, with its buffers.
type renewer struct {
	*Renewal
	to      *delivery.Target
	set     []exchange.Header // its own
	params  callback.Query    // of the URL, to be set or added
	out     []byte
	url     []byte
	body    []byte
	done    Renewed
	written []bool // which of what is set has been written
}

// append spells the request anew as of now. The result is good until the next call.
func (r *renewer) append(q *request, sent []byte, now time.Time) ([]byte, Renewed, error) {
	r.done, r.set = 0, r.to.Head().Headers
	if r.AsCaptured {
		return r.verbatim(q, sent)
	}
	if err := r.renewBody(q, now); err != nil {
		return nil, 0, err
	}
	r.prepareParams(q, now)
	r.out = q.appendLine(r.out[:0], r.target(q))
	if err := r.headers(q); err != nil {
		return nil, r.done, err
	}
	r.out = q.appendBody(r.out, r.body)
	return r.out, r.done, nil
}

// verbatim keeps everything but headers that were given.
func (r *renewer) verbatim(q *request, sent []byte) ([]byte, Renewed, error) {
	if err := r.masked(q); err != nil || len(r.set) == 0 {
		return sent, 0, err
	}
	lines := q.head.Lines
	start := bytes.IndexByte(sent[q.head.Start:], '\n') + 1 + q.head.Start
	r.out = append(r.out[:0], sent[:start]...)
	r.replaceHeaders(lines, r.set)
	return append(r.out, sent[start+len(lines):]...), r.done, nil
}

// masked looks for a credential that is not known.
func (r *renewer) masked(q *request) error {
	if !bytes.Contains(q.head.Lines, []byte(exchange.Mask)) {
		return nil
	}
	for line := range bytes.Lines(q.head.Lines) {
		name, value, _ := bytes.Cut(line, []byte{':'})
		if string(bytes.TrimSpace(value)) == exchange.Mask && !r.given(string(name)) {
			return &MaskedError{string(name)}
		}
	}
	return nil
}

func (r *renewer) given(name string) bool {
	return slices.ContainsFunc(r.set, func(h exchange.Header) bool { return strings.EqualFold(h.Name, name) })
}

func (r *renewer) renewBody(q *request, now time.Time) error {
	r.body = append(r.body[:0], q.text...)
	keep := r.KeepEventTime
	for i := range r.Edits {
		e := &r.Edits[i]
		if _, ofURL := e.Param(); ofURL {
			continue
		}
		keep = keep || e.Path == "EventTime"
		body, err := e.Apply(r.body)
		if err != nil {
			return err
		}
		r.body = body
		r.done.note("edits", "")
	}
	start, end, ok := callback.EventTimeAt(r.body)
	if keep || !ok {
		return nil
	}
	r.done.note("EventTime", "")
	tail := append([]byte(nil), r.body[end:]...)
	r.body = strconv.AppendInt(r.body[:start], now.UnixMilli(), 10)
	r.body = append(r.body, tail...)
	return nil
}

// headers writes the header lines and the empty line.
func (r *renewer) headers(q *request) error {
	if err := r.masked(q); err != nil {
		return err
	}
	set := r.set
	if !r.given("Host") && q.head.Hosts > 0 {
		set = append(set[:len(set):len(set)], exchange.Header{Name: "Host", Value: r.to.Host})
	}
	if q.head.Framing == http1.FramingLength && len(r.body) != len(q.text) && !r.given("Content-Length") {
		set = append(set[:len(set):len(set)], exchange.Header{Name: "Content-Length", Value: strconv.Itoa(len(q.mark) + len(r.body))})
	}
	r.replaceHeaders(q.head.Lines, set)
	r.out = append(r.out, "\r\n"...)
	return nil
}

// replaceHeaders writes the lines with those of set in place of the ones of the same name; what is new comes last.
func (r *renewer) replaceHeaders(lines []byte, set []exchange.Header) {
	r.written = append(r.written[:0], make([]bool, len(set))...)
	for line := range bytes.Lines(lines) {
		name, _, _ := bytes.Cut(line, []byte{':'})
		i := slices.IndexFunc(set, func(h exchange.Header) bool { return equalFold(name, h.Name) })
		switch {
		case i < 0:
			r.out = append(r.out, line...)
		case !r.written[i]: // further ones of the name go
			start := len(r.out)
			for ; i < len(set); i++ {
				if equalFold(name, set[i].Name) {
					r.header(name, set[i].Value)
					r.written[i] = true
				}
			}
			if !bytes.Equal(line, r.out[start:]) {
				r.done.note(string(name), "headers")
			}
		}
	}
	for i := range set {
		if !r.written[i] {
			r.header([]byte(set[i].Name), set[i].Value)
			r.done.note("headers", "")
		}
	}
}

func (r *renewer) header(name []byte, value string) {
	r.out = append(append(append(r.out, name...), ": "...), value...)
	r.out = append(r.out, "\r\n"...)
}

func equalFold(b []byte, s string) bool { return len(b) == len(s) && strings.EqualFold(string(b), s) }
