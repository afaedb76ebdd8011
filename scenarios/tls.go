package scenarios

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// certificateDays is how long a certificate must be valid still.
const certificateDays = 14

func tlsScenarios() []*Scenario {
	return []*Scenario{
		{
			ID: "TRN-002", Title: "target is https", Tags: []string{"transport", "tls"}, Severity: conformance.Must, Level: conformance.Warn,
			Sentence: httpsSentence, Source: conformance.Page, Profile: Quick, Needs: []Need{NeedRemote},
			Sent: "nothing: it is told by the URL", Expected: "a URL that begins with https",
			Why: "Over http anybody on the way can read who adds whom, and change the decision.", Fix: "Configure an https URL.",
			variants: only(func(t *turn) {
				if !t.suite.Target.Secure {
					t.violatedBy(nil, "", "https", "http", "the target is not https")
				}
			}),
		},
		{
			ID: "TRN-003", Title: "certificate is valid", Faults: []string{"tls-expired", "tls-ends-soon", "tls-wrong-name", "tls-self-signed", "tls-no-intermediate"}, Tags: []string{"transport", "tls"}, Severity: conformance.Should, Level: conformance.Warn,
			Sentence: "HTTPS is recommended, with a certificate issued by a CA.", Source: conformance.Overview, Profile: Quick, Needs: []Need{NeedHTTPS},
			Sent: "a handshake", Expected: "a chain to a known root, the right host, and more than 14 days left",
			Why: "Chat counts an invalid certificate as a failure of the webhook, and lets everybody through.", Fix: "Renew the certificate automatically, and serve the whole chain.",
			variants: only(validCertificate),
		},
		advisory(Scenario{
			ID: "TRN-004", Title: "TLS 1.2 or newer", Faults: []string{"tls-old-versions"}, Tags: []string{"transport", "tls"}, Needs: []Need{NeedHTTPS},
			Sentence: "TLS 1.0 and 1.1 are not to be used (RFC 8996).",
			Sent:     "handshakes that offer nothing newer than TLS 1.1", Expected: "a refusal, while newer versions work",
			Why: "Old versions can be broken.", Fix: "Set TLS 1.2 as the oldest version.",
			variants: only(oldTLS),
		}),
		advisory(Scenario{
			ID: "TRN-017", Title: "HTTP/2 when offered", Faults: []string{"http2-chokes"}, Tags: []string{"transport", "tls"}, Needs: []Need{NeedHTTPS},
			Sentence: "What a server offers it must serve (RFC 9113).",
			Sent:     "the sample over HTTP/2, if the receiver selects it", Expected: "a VALID answer with the same decisions as over HTTP/1.1",
			Why: "Nobody says which version Chat speaks in future.", Fix: "Serve both versions with the same handler.",
			variants: only(http2),
		}),
	}
}

// client is one like the suite's, with other TLS and no connections yet.
func (t *turn) client(change func(*delivery.TLS)) *delivery.Client {
	c := t.suite.Client
	settings := c.TLS
	change(&settings)
	return &delivery.Client{
		Target: c.Target, Deadline: c.Deadline, Timeout: c.Timeout, HangUp: c.HangUp, MaxHead: c.MaxHead, MaxBody: c.MaxBody,
		TLS: settings, Dial: c.Dial,
	}
}

func validCertificate(t *turn) {
	c := t.client(func(s *delivery.TLS) { s.Insecure = false })
	conn := c.Conn()
	defer conn.Close()
	r := t.sendOn(conn, Probe, "handshake", t.suite.sample())
	if r.x.Failure.Cause == callback.TLS {
		t.violated(r, "a certificate that is valid for this host", "the certificate is not accepted: "+r.x.Failure.Detail)
		return
	}
	for _, certificate := range c.Certificates() {
		left := time.Until(certificate.NotAfter)
		if left < certificateDays*24*time.Hour {
			t.violatedBy(r, "", fmt.Sprintf("more than %d days left", certificateDays), fmt.Sprintf("it ends on %s", certificate.NotAfter.UTC().Format(time.DateOnly)), "a certificate of the chain of "+certificate.Subject.CommonName+" ends soon")
		}
	}
}

func oldTLS(t *turn) {
	for _, version := range []uint16{tls.VersionTLS10, tls.VersionTLS11} {
		conn := t.client(func(s *delivery.TLS) { s.MinVersion, s.MaxVersion = version, version }).Conn()
		r := t.sendOn(conn, Probe, tls.VersionName(version), t.suite.sample())
		conn.Close()
		if r.x.Failure.Cause != callback.TLS && r.status() != 0 {
			t.violatedBy(r, "", "a refusal", "an answer over "+tls.VersionName(version), "the receiver accepts an old version of TLS")
		}
	}
	if c := t.plainControl(); c.status() == 0 {
		t.provesNothing("newer versions are refused as well: " + c.summary())
	}
}

func http2(t *turn) {
	if t.interrupted() {
		return
	}
	conn := t.client(func(s *delivery.TLS) { s.NextProtos = []string{"h2", "http/1.1"} }).Conn()
	var x exchange.Exchange
	err := conn.Connect(t.wire, &x)
	state := conn.TLS()
	conn.Close()
	if err != nil {
		t.cut.Store(true)
		return
	}
	if state == nil || state.NegotiatedProtocol != "h2" {
		t.say("the receiver does not offer HTTP/2")
		return
	}
	control := t.plainControl()
	r := t.overHTTP2(t.suite.sample())
	if t.expectValid(r, func() *reply { return control }) && control.valid() {
		t.expectSame("HTTP/2", r, control.decisions())
	}
}

// overHTTP2 sends a request with net/http's client, which speaks HTTP/2, and shows the exchange in the form of HTTP/1.1.
func (t *turn) overHTTP2(r *request) *reply {
	frame, asked := r.frame(time.Now())
	rep := &reply{x: &exchange.Exchange{Start: time.Now(), Target: t.suite.Target.String(), Sent: frame.Bytes(), Deadline: t.suite.deadline()}, asked: asked, request: r, step: -1}
	transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: t.tlsConfig(), DisableCompression: true, DisableKeepAlives: true, DialContext: t.suite.Client.Dial}
	if transport.DialContext == nil {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, t.suite.Target.Network, t.suite.Target.Address)
		}
	}
	defer transport.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(t.wire, cmp.Or(t.suite.Client.Timeout, delivery.DefaultTimeout))
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+t.suite.Target.Host+string(frame.Target), bytes.NewReader(r.Body))
	if err == nil && !t.interrupted() {
		q.Header.Set("Content-Type", "application/json")
		for _, h := range r.Head.Headers {
			q.Header.Set(h.Name, h.Value)
		}
		err = readHTTP2(transport, q, rep.x)
	}
	rep.x.Phases.LastByte = time.Since(rep.x.Start)
	if err != nil {
		rep.x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "over HTTP/2: " + err.Error()}
	}
	if t.cut.Load() || t.wire.Err() != nil {
		t.cutOff(rep)
	}
	t.judge(rep)
	t.keep(Probe, "over HTTP/2, shown as HTTP/1.1", rep)
	return rep
}

func readHTTP2(transport *http.Transport, q *http.Request, x *exchange.Exchange) error {
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
	answer.Header.Set("Content-Length", itoa(len(body)))
	_ = answer.Header.Write(&b) // a buffer takes everything
	fmt.Fprintf(&b, "\r\n%s", body)
	x.Received = b.Bytes()
	x.Answer.Advance(x.Received, true)
	return nil
}

func (t *turn) tlsConfig() *tls.Config {
	s := t.suite.Client.TLS
	return &tls.Config{
		RootCAs: s.Roots, InsecureSkipVerify: s.Insecure, //nolint:gosec // only when asked, as everywhere
		ServerName: cmp.Or(s.ServerName, t.suite.Target.ServerName), MinVersion: tls.VersionTLS12,
	}
}
