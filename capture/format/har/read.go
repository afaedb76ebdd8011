package har

import (
	"fmt"
	"io"
	"iter"
	"math"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
)

// read reads the entries of every log in the file.
func read(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		h := reader{o: o}
		err := format.List(in, func(n int, e *entry) bool {
			h.n = n
			rec := new(capture.Record)
			err := h.entry(e, rec)
			return o.Yield(yield, rec, err, "entry %d", n)
		}, "log", "entries")
		if err != nil {
			yield(nil, fmt.Errorf("not a whole HAR file: %w", err))
		}
	}
}

type reader struct {
	o format.Options
	n int // of the entry
}

func (h *reader) lost(what string, args ...any) { h.o.Lost.Add(uint64(h.n), what, args...) }

func (h *reader) entry(e *entry, r *capture.Record) error {
	x := &r.Exchange
	if err := h.own(e, r); err != nil {
		return err
	}
	if e.Own == nil {
		x.Seq = uint64(h.n)
	}
	if x.Start = h.time(e.Started); e.Timings.Blocked > 0 && !x.Start.IsZero() {
		x.Start = x.Start.Add(duration(e.Timings.Blocked))
	}
	x.Phases = phases(&e.Timings)
	if err := h.request(&e.Request, e.Own != nil, x); err != nil {
		return err
	}
	if e.Response.Status == 0 {
		if x.Failure.Cause == "" {
			x.Failure = failure(e.Response.Error)
		}
		x.Phases.FirstByte, x.Phases.LastByte = 0, 0
		return nil
	}
	return h.response(&e.Response, e.Own != nil, x)
}

// time reads when an exchange began. Some write it without its zone, or as it is written in their country.
func (h *reader) time(text string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04:05.999", "2006-01-02 15:04:05.999"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t
		}
	}
	h.lost("when the exchange began: {text:q} is no time", "text", text)
	return time.Time{}
}

// own reads what writeHAR put into the entry.
func (h *reader) own(e *entry, r *capture.Record) error {
	if e.Own == nil {
		return nil
	}
	err := exchange.DecodeExchangeWith(e.Own, &r.Exchange, func(name, value []byte) {
		if text, err := capture.OneLine(value); err == nil {
			r.Extra = append(r.Extra, callback.Member{Name: string(name), Value: text})
		}
	})
	if err != nil {
		return fmt.Errorf("_chatcb: %w", err)
	}
	return nil
}

func duration(ms float64) time.Duration {
	return time.Duration(math.Round(min(max(ms, 0), 1e12) * float64(time.Millisecond)))
}

func phases(t *timings) exchange.Phases {
	var p exchange.Phases
	at := time.Duration(0)
	if t.DNS > 0 {
		at += duration(t.DNS)
		p.DNS = at
	}
	if t.Connect > 0 {
		connect, ssl := duration(t.Connect), duration(t.SSL)
		if ssl <= connect { // as the standard has it; mitmproxy counts them apart
			connect -= ssl
		}
		at += connect
		p.Connect = at
		if at += ssl; ssl > 0 {
			p.TLS = at
		}
	}
	for _, phase := range []struct {
		ms  float64
		end *time.Duration
	}{{t.Send, &p.Write}, {t.Wait, &p.FirstByte}, {t.Receive, &p.LastByte}} {
		at += duration(phase.ms)
		*phase.end = at
	}
	return p
}

// failure reads Chromium's name of an error. Without one it is not known what became of the request.
func failure(name string) exchange.Failure {
	if name == "" {
		return exchange.Failure{}
	}
	f := exchange.Failure{Cause: callback.Reset, Detail: name}
	for cause, words := range map[callback.Cause][]string{
		callback.NoConnection: {"REFUSED", "NAME_NOT_RESOLVED", "UNREACHABLE", "CONNECTION_TIMED_OUT", "DISCONNECTED", "CONNECTION_FAILED"},
		callback.TLS:          {"ERR_SSL", "ERR_CERT"},
		callback.Late:         {"net::ERR_TIMED_OUT", "ABORTED"},
	} {
		for _, word := range words {
			if strings.Contains(name, word) {
				f.Cause = cause
			}
		}
	}
	return f
}
