// Package doctor looks at a callback URL as the console of Tencent Cloud Chat and its backend do, before any friend is
// asked about: is the URL one that Chat can call, does the host have a public address, is the certificate one that Chat
// takes, do the clocks agree, is the connection kept, and does a first answer come within two seconds.
//
// [Examine] yields one [Finding] a topic, in the order in which Chat would meet them. It sends two legal requests and
// nothing else. What stands in the platform's documents counts as documented; what is only sensible is a warning at
// most, and marked as assumed.
package doctor

import (
	"context"
	"iter"
	"net"
	"net/netip"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
)

// Verdict is what came of one topic.
type Verdict string

// The verdicts. None is for what does not apply, such as a certificate of a URL under http.
const (
	OK   Verdict = "OK"
	Warn Verdict = "WARN"
	Fail Verdict = "FAIL"
	None Verdict = "none"
)

// Finding is what was seen of one topic. What it says stands in doctor.txt of each language.
type Finding struct {
	Topic   string            `json:"topic"`
	Verdict Verdict           `json:"verdict"`
	Seen    string            `json:"seen"`            // one sentence; made of what the receiver sent, so to be escaped
	Fix     string            `json:"fix,omitempty"`   // what to do about it
	Basis   conformance.Basis `json:"basis,omitempty"` // whether a document of the platform says so

	key  string // of Seen; that of Fix has .fix behind it
	args []any
}

// found is what was seen of a topic: the text of a key with its arguments.
func found(topic string, verdict Verdict, basis conformance.Basis, key string, args ...any) Finding {
	return Finding{Topic: topic, Verdict: verdict, Basis: basis, key: key, args: args}.In(nil)
}

// In is the finding with its sentences in the language of the words.
func (f Finding) In(w *language.Words) Finding {
	if f.key != "" {
		f.Seen = w.Say(f.key, f.args...)
		f.Fix, _ = w.Own(f.key + ".fix")
	}
	return f
}

// Examination is what to look at. Only Client and Call are needed.
type Examination struct {
	Client *delivery.Client
	Call   exchange.Call // a legal request to the client's target
	// Lookup finds the addresses of a host; nil asks the system.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Now is the clock that the receiver's is compared with; nil is the system's.
	Now func() time.Time

	judging conformance.Judging
}

// Topics of findings, in their order.
const (
	URL         = "url"
	DNS         = "dns"
	Connection  = "connection"
	Certificate = "certificate"
	Answer      = "answer"
	Clock       = "clock"
	KeepAlive   = "keep-alive"
)

// Examine looks at one topic after the other. It ends after the first without which the others cannot be looked at.
func (e *Examination) Examine(ctx context.Context) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		var first, second exchange.Exchange
		steps := []func() []Finding{
			func() []Finding { return []Finding{e.url()} },
			func() []Finding { return []Finding{e.dns(ctx)} },
			func() []Finding {
				e.send(ctx, &first)
				return e.connection(&first)
			},
			func() []Finding { return []Finding{e.answer(&first), e.clock(&first)} },
			func() []Finding {
				e.send(ctx, &second)
				return []Finding{e.keepAlive(&first, &second)}
			},
		}
		for _, step := range steps {
			if ctx.Err() != nil {
				return
			}
			for _, f := range step() {
				if !yield(f) || f.Verdict == Fail && (f.Topic == DNS || f.Topic == Connection || f.Topic == Certificate) {
					return
				}
			}
		}
	}
}

func (e *Examination) send(ctx context.Context, x *exchange.Exchange) {
	frame := e.Call.Frame(e.now())
	var m delivery.Message
	m.Put(frame.Bytes())
	_ = e.Client.Do(ctx, &m, x) // it fails only with the context, which is looked at before the next step
}

func (e *Examination) now() time.Time {
	if e.Now != nil {
		return e.Now()
	}
	return time.Now()
}

func (e *Examination) url() Finding {
	t := e.Client.Target
	switch {
	case t.Loopback():
		return found(URL, None, "", "doctor.url-loopback")
	case !t.Secure:
		return found(URL, Warn, conformance.Assumed, "doctor.url-plain")
	case t.Authorization != "":
		return found(URL, Warn, conformance.Assumed, "doctor.url-password")
	}
	return found(URL, OK, conformance.Documented, "doctor.url")
}

// dns looks for an address that Chat can reach: a private one is in the console's list of failures.
func (e *Examination) dns(ctx context.Context) Finding {
	t := e.Client.Target
	if t.Loopback() {
		return found(DNS, None, "", "doctor.dns-loopback")
	}
	lookup := e.Lookup
	if lookup == nil {
		lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	addresses, err := lookup(ctx, t.ServerName)
	if err != nil {
		return found(DNS, Fail, conformance.Documented, "doctor.dns-failed", "detail", language.Phrase(delivery.ConnectFailure(t, err, 0).Detail))
	}
	v4 := false
	for _, a := range addresses {
		a = a.Unmap()
		v4 = v4 || a.Is4()
		if !public(a) {
			return found(DNS, Fail, conformance.Documented, "doctor.dns-private", "host", t.ServerName, "address", a)
		}
	}
	if !v4 {
		return found(DNS, Warn, conformance.Assumed, "doctor.dns-v6", "host", t.ServerName)
	}
	return found(DNS, OK, conformance.Documented, "doctor.dns", "host", t.ServerName, "address", addresses[0])
}

// shared is the range of carriers' own networks (RFC 6598), which is not public either.
var shared = netip.MustParsePrefix("100.64.0.0/10")

func public(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsPrivate() && !a.IsLinkLocalUnicast() && !shared.Contains(a)
}

// Status is what the findings come to: nobody answers, or something fails.
func Status(list []Finding, interrupted bool) outcome.Status {
	facts := outcome.Facts{Interrupted: interrupted, Nothing: len(list) == 0}
	for _, f := range list {
		facts.Findings = facts.Findings || f.Verdict == Fail
		facts.Trouble = facts.Trouble || f.Verdict == Fail && f.Topic == Connection
	}
	return outcome.Decide(facts)
}
