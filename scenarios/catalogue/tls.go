package catalogue

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// certificateDays is how long a certificate must be valid still.
const certificateDays = 14

func targetIsHTTPS(t *scenarios.CaseRun) {
	if !t.Suite.Target.Secure {
		t.ViolatedBy(nil, "", "https", "http", "the target is not https")
	}
}

// clientLike is one like the suite's, with other TLS and no connections yet.
func clientLike(t *scenarios.CaseRun, change func(*delivery.TLS)) *delivery.Client {
	c := t.Suite.Client
	settings := c.TLS
	change(&settings)
	return &delivery.Client{
		Target: c.Target, Deadline: c.Deadline, Timeout: c.Timeout, HangUp: c.HangUp, MaxHead: c.MaxHead, MaxBody: c.MaxBody,
		TLS: settings, Dial: c.Dial,
	}
}

func validCertificate(t *scenarios.CaseRun) {
	c := clientLike(t, func(s *delivery.TLS) { s.Insecure = false })
	conn := c.Conn()
	defer conn.Close()
	r := t.SendOn(conn, result.Probe, "handshake", t.Sample())
	if r.Exchange.Failure.Cause == callback.TLS {
		t.Violated(r, "a certificate that is valid for this host",
			language.T("the certificate is not accepted: {why}", "why", r.Exchange.Failure.Detail))
		return
	}
	for _, certificate := range c.Certificates() {
		left := time.Until(certificate.NotAfter)
		if left < certificateDays*24*time.Hour {
			t.ViolatedBy(r, "", language.T("more than {days} days left", "days", certificateDays),
				language.T("it ends on {day}", "day", certificate.NotAfter.UTC().Format(time.DateOnly)),
				language.T("a certificate of the chain of {name} ends soon", "name", certificate.Subject.CommonName))
		}
	}
}

func oldTLS(t *scenarios.CaseRun) {
	for _, version := range []uint16{tls.VersionTLS10, tls.VersionTLS11} {
		conn := clientLike(t, func(s *delivery.TLS) { s.MinVersion, s.MaxVersion = version, version }).Conn()
		r := t.SendOn(conn, result.Probe, tls.VersionName(version), t.Sample())
		conn.Close()
		if r.Exchange.Failure.Cause != callback.TLS && r.Status() != 0 {
			t.ViolatedBy(r, "", "a refusal", language.T("an answer over {version}", "version", tls.VersionName(version)),
				"the receiver accepts an old version of TLS")
		}
	}
	if c := t.PlainControl(); c.Status() == 0 {
		t.ProvesNothing(language.T("newer versions are refused as well: {came}", "came", c.Summary()))
	}
}

func http2(t *scenarios.CaseRun) {
	client := clientLike(t, func(s *delivery.TLS) { s.NextProtos = []string{"h2", "http/1.1"} })
	conn := client.Conn()
	connected := t.Connect(conn)
	state := conn.TLS()
	conn.Close()
	if !connected {
		return
	}
	if state == nil || state.NegotiatedProtocol != "h2" {
		t.Remark("the receiver does not offer HTTP/2")
		return
	}
	control := t.PlainControl()
	r := overHTTP2(t, client, t.Sample())
	t.ExpectAlike("HTTP/2", r, control)
}

// overHTTP2 sends a request with net/http's client, which speaks HTTP/2, and shows the exchange in the form of HTTP/1.1.
func overHTTP2(t *scenarios.CaseRun, c *delivery.Client, r *scenarios.Request) *scenarios.Reply {
	r.Once = true // it would be sent over HTTP/1.1
	return t.Deliver(result.Probe, "over HTTP/2, shown as HTTP/1.1", r,
		func(ctx context.Context, f *exchange.Frame, x *exchange.Exchange) error {
			x.Start, x.Target, x.Sent, x.Deadline = time.Now(), t.Suite.Target.String(), f.Bytes(), t.Suite.Deadline()
			timed, cancel := context.WithTimeout(ctx, cmp.Or(c.Timeout, delivery.DefaultTimeout))
			defer cancel()
			q, err := http.NewRequestWithContext(timed, http.MethodPost, "https://"+t.Suite.Target.Host+string(f.Target), bytes.NewReader(r.Body))
			if err == nil {
				q.Header.Set("Content-Type", "application/json")
				for _, h := range r.Head.Headers {
					q.Header.Set(h.Name, h.Value)
				}
				err = readHTTP2(http2Transport(c), q, x)
			}
			x.Phases.LastByte = time.Since(x.Start)
			if err != nil {
				x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "over HTTP/2: " + err.Error()}
			}
			return ctx.Err()
		})
}

// http2Transport connects as a client does.
func http2Transport(c *delivery.Client) *http.Transport {
	dial := c.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	return &http.Transport{
		ForceAttemptHTTP2: true, DisableCompression: true, DisableKeepAlives: true, TLSClientConfig: c.TLS.Config(c.Target),
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dial(ctx, c.Target.Network, c.Target.Address)
		},
	}
}

func readHTTP2(transport *http.Transport, q *http.Request, x *exchange.Exchange) error {
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(q)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	x.Phases.FirstByte = time.Since(x.Start)
	body, err := io.ReadAll(io.LimitReader(answer.Body, http1.DefaultMaxBody))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", answer.StatusCode, http.StatusText(answer.StatusCode))
	answer.Header.Set("Content-Length", strconv.Itoa(len(body)))
	_ = answer.Header.Write(&b) // a buffer takes everything
	fmt.Fprintf(&b, "\r\n%s", body)
	x.Received = b.Bytes()
	x.Answer.Advance(x.Received, true)
	return nil
}
