package doctor

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
)

// Limits past which something is told of.
const (
	expirySoon = 21 * 24 * time.Hour
	clockOff   = 60 * time.Second // RequestTime may be off by that much (configuration page)
	clockDrift = 5 * time.Second
	slowAnswer = callback.Deadline / 2
)

// connection tells of the way to the receiver, and of its certificate.
func (e *Examination) connection(x *exchange.Exchange) []Finding {
	switch x.Failure.Cause {
	case callback.NoConnection:
		return []Finding{found(Connection, Fail, x.Failure.Detail,
			"Start the receiver, and open its port to the addresses of Chat.", conformance.Documented)}
	case callback.TLS:
		fix := "Serve HTTPS at this port, with TLS 1.2 or newer; or is the URL http, not https?"
		if strings.HasPrefix(x.Failure.Detail, "certificate") {
			fix = "Serve the whole chain of a certificate that a public authority has issued for this host; self-signed ones are invalid to Chat."
		}
		return []Finding{
			found(Connection, OK, "the port answers", "", conformance.Documented),
			found(Certificate, Fail, x.Failure.Detail, fix, conformance.Documented),
		}
	}
	list := []Finding{found(Connection, OK, language.T("connected in {took}", "took", millis(x.Phases.Connect)),
		"", conformance.Documented)}
	if !e.Client.Target.Secure {
		return append(list, found(Certificate, None, "plain http has none", "", ""))
	}
	return append(list, e.certificate())
}

func (e *Examination) certificate() Finding {
	if e.Client.TLS.Insecure || e.Client.TLS.Roots != nil {
		return found(Certificate, Warn, "not examined as Chat does: --insecure or --cacert was given",
			"Leave them out.", conformance.Documented)
	}
	chain := e.Client.Certificates()
	if len(chain) == 0 {
		return found(Certificate, Warn, "the receiver showed none", "", "")
	}
	end := chain[0].NotAfter
	for _, c := range chain {
		if c.NotAfter.Before(end) {
			end = c.NotAfter
		}
	}
	seen := language.T("valid until {day}", "day", end.UTC().Format(time.DateOnly))
	if end.Sub(e.now()) < expirySoon {
		return found(Certificate, Warn, seen,
			"Renew it: with an expired certificate every friend request is let through, and nobody sees it.", conformance.Documented)
	}
	return found(Certificate, OK, seen, "", conformance.Documented)
}

// answer judges the first answer as Chat does.
func (e *Examination) answer(x *exchange.Exchange) Finding {
	_ = e.judging.Exchange(x) // the request is ours
	took := x.Phases.LastByte
	verdicts := e.judging.Judgement.Verdicts
	if i := slices.IndexFunc(verdicts, func(v conformance.Verdict) bool { return v.FailOpen() }); i >= 0 {
		what := language.T("no valid answer ({cause}): Chat would add the friend{detail|; #}",
			"cause", verdicts[i].Cause, "detail", x.Failure.Detail)
		return found(Answer, Fail, what,
			"Run chatcb send with this URL: it says what is wrong, and what the right answer is.", verdicts[i].Basis)
	}
	seen := language.T("valid, in {took} of {limit}", "took", millis(took), "limit", x.Limit())
	if took > slowAnswer {
		return found(Answer, Warn, seen,
			"Answer faster: after two seconds the friend is added, and Chat's way to the receiver may be longer than this one.",
			conformance.Documented)
	}
	return found(Answer, OK, seen, "", conformance.Documented)
}

// clock compares the Date of the answer with the clock here.
func (e *Examination) clock(x *exchange.Exchange) Finding {
	value, ok := x.Answer.Header("Date")
	if !ok {
		return found(Clock, None, "the answer has no Date", "", "")
	}
	date, err := http.ParseTime(string(value))
	if err != nil {
		return found(Clock, Warn, language.T("the Date of the answer cannot be read: {date:.40q}", "date", string(value)),
			"Let the server write the header Date.", conformance.Assumed)
	}
	off := e.now().Sub(date).Round(time.Second)
	seen := language.T("the receiver's clock is {off} behind of the one here", "off", off)
	if off < 0 {
		off = -off
		seen = language.T("the receiver's clock is {off} ahead of the one here", "off", off)
	}
	if off <= clockDrift {
		return found(Clock, OK, "the receiver's clock agrees with the one here", "", conformance.Documented)
	}
	f := found(Clock, Warn, seen,
		"Set both clocks by NTP: a Sign is good for 60 seconds by the receiver's clock.", conformance.Documented)
	if off > clockOff {
		f.Verdict = Fail
	}
	return f
}

// keepAlive looks whether the connection carried a second request, as Chat's persistent connections do.
func (e *Examination) keepAlive(first, second *exchange.Exchange) Finding {
	switch {
	case first.Answer.Status == 0:
		return found(KeepAlive, None, "there was no first answer", "", "")
	case second.Reused && !second.Resent:
		return found(KeepAlive, OK, "a second request went over the same connection", "", conformance.Documented)
	case first.Answer.Close:
		return found(KeepAlive, Warn, "the receiver closes the connection after every answer",
			"Keep connections open: Chat's are persistent by default, and opening one costs part of the two seconds.", conformance.Documented)
	}
	return found(KeepAlive, Warn, "the connection was closed without a word",
		"Keep idle connections for a minute or longer, or announce the end with Connection: close.", conformance.Documented)
}

func millis(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/1e6) }
