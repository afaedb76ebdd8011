package doctor

import (
	"fmt"
	"net/http"
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
	detail := language.Phrase(x.Failure.Detail)
	switch invalid := strings.HasPrefix(x.Failure.Detail, "certificate"); {
	case x.Failure.Cause == callback.NoConnection:
		return []Finding{found(Connection, Fail, conformance.Documented, "doctor.connection-failed", "detail", detail)}
	case x.Failure.Cause == callback.TLS && invalid:
		return []Finding{connected(), found(Certificate, Fail, conformance.Documented, "doctor.certificate-invalid", "detail", detail)}
	case x.Failure.Cause == callback.TLS:
		return []Finding{connected(), found(Certificate, Fail, conformance.Documented, "doctor.tls-failed", "detail", detail)}
	}
	return []Finding{
		found(Connection, OK, conformance.Documented, "doctor.connection", "took", millis(x.Phases.Connect)), e.certificate(),
	}
}

func connected() Finding {
	return found(Connection, OK, conformance.Documented, "doctor.connection-only")
}

func (e *Examination) certificate() Finding {
	switch {
	case !e.Client.Target.Secure:
		return found(Certificate, None, "", "doctor.certificate-plain")
	case e.Client.TLS.Insecure || e.Client.TLS.Roots != nil:
		return found(Certificate, Warn, conformance.Documented, "doctor.certificate-unexamined")
	}
	chain := e.Client.Certificates()
	if len(chain) == 0 {
		return found(Certificate, Warn, "", "doctor.certificate-missing")
	}
	end := chain[0].NotAfter
	for _, c := range chain {
		if c.NotAfter.Before(end) {
			end = c.NotAfter
		}
	}
	day := end.UTC().Format(time.DateOnly)
	if end.Sub(e.now()) < expirySoon {
		return found(Certificate, Warn, conformance.Documented, "doctor.certificate-expires", "day", day)
	}
	return found(Certificate, OK, conformance.Documented, "doctor.certificate", "day", day)
}

// answer judges the first answer as Chat does.
func (e *Examination) answer(x *exchange.Exchange) Finding {
	_ = e.judging.Exchange(x) // the request is ours
	took := x.Phases.LastByte
	for _, v := range e.judging.Judgement.Verdicts {
		if v.FailOpen() {
			return found(Answer, Fail, v.Basis, "doctor.answer-invalid", "cause", v.Cause, "detail", x.Failure.Detail)
		}
	}
	if took > slowAnswer {
		return found(Answer, Warn, conformance.Documented, "doctor.answer-slow", "took", millis(took), "limit", x.Limit())
	}
	return found(Answer, OK, conformance.Documented, "doctor.answer", "took", millis(took), "limit", x.Limit())
}

// clock compares the Date of the answer with the clock here.
func (e *Examination) clock(x *exchange.Exchange) Finding {
	value, ok := x.Answer.Header("Date")
	if !ok {
		return found(Clock, None, "", "doctor.clock-missing")
	}
	date, err := http.ParseTime(string(value))
	if err != nil {
		return found(Clock, Warn, conformance.Assumed, "doctor.clock-unreadable", "date", string(value))
	}
	off := e.now().Sub(date).Round(time.Second)
	verdict := Warn
	if off.Abs() > clockOff {
		verdict = Fail
	}
	switch {
	case off.Abs() <= clockDrift:
		return found(Clock, OK, conformance.Documented, "doctor.clock")
	case off < 0:
		return found(Clock, verdict, conformance.Documented, "doctor.clock-ahead", "off", -off)
	}
	return found(Clock, verdict, conformance.Documented, "doctor.clock-behind", "off", off)
}

// keepAlive looks whether the connection carried a second request, as Chat's persistent connections do.
func (e *Examination) keepAlive(first, second *exchange.Exchange) Finding {
	switch {
	case first.Answer.Status == 0:
		return found(KeepAlive, None, "", "doctor.kept-unknown")
	case second.Reused && !second.Resent:
		return found(KeepAlive, OK, conformance.Documented, "doctor.kept")
	case first.Answer.Close:
		return found(KeepAlive, Warn, conformance.Documented, "doctor.kept-closes")
	}
	return found(KeepAlive, Warn, conformance.Documented, "doctor.kept-dropped")
}

func millis(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/1e6) }
