package har

import (
	"bytes"
	"encoding/json"
	"errors"
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

func looks(start []byte) bool {
	start = bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\ufeff")))
	rest, ok := bytes.CutPrefix(start, []byte{'{'})
	return ok && bytes.HasPrefix(bytes.TrimSpace(rest), []byte(`"log"`))
}

// read reads entry by entry, so that a large file needs the memory of its largest entry.
func read(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		source := format.NewPortions(in)
		d := json.NewDecoder(source)
		if err := format.OpenList(d, "log", "entries"); err != nil {
			yield(nil, fmt.Errorf("not a HAR file: %w", err))
			return
		}
		h := reader{o: o}
		for d.More() {
			h.n++
			source.Next()
			var e entry
			err := d.Decode(&e)
			if _, wrong := errors.AsType[*json.UnmarshalTypeError](err); err != nil && !wrong {
				yield(nil, fmt.Errorf("entry %d: %w", h.n, err))
				return
			}
			rec := new(capture.Record)
			if err == nil {
				err = h.entry(&e, rec)
			}
			if err != nil {
				if err := o.Problem(fmt.Errorf("entry %d: %w", h.n, err)); err != nil {
					yield(nil, err)
					return
				}
				continue
			}
			if !yield(rec, nil) {
				return
			}
		}
		if _, err := d.Token(); err != nil {
			yield(nil, fmt.Errorf("the HAR file ends within entry %d: %w", h.n+1, err))
		}
	}
}

type reader struct {
	o format.Options
	n int // of the entry
}

func (h *reader) lost(what string) { h.o.Lost.Add(uint64(h.n), what) }

func (h *reader) entry(e *entry, r *capture.Record) error {
	x := &r.Exchange
	if err := h.own(e, r); err != nil {
		return err
	}
	if e.Own == nil {
		x.Seq = uint64(h.n)
	}
	var err error
	if x.Start, err = time.Parse(time.RFC3339Nano, e.Started); err != nil {
		return fmt.Errorf("startedDateTime: %w", err)
	}
	if e.Timings.Blocked > 0 {
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
