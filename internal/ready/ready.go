// Package ready finds out whether a server answers yet.
package ready

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Probe is what is asked.
type Probe struct {
	Network, Address string // such as tcp, localhost:3000
	TLS              bool
	Host             string                // the Host header; "" for the address
	Path             string                // "" for /
	Header           map[string]string     // more headers
	Right            func(status int) bool // which status is the right one; nil takes any answer
}

// Every is how often a server that does not answer is asked again.
const Every = 50 * time.Millisecond

// patience is how long one question waits for its answer.
const patience = 2 * time.Second

// Once asks once. Any answer in HTTP will do, unless Right says otherwise: the question is a HEAD of the path, which
// decides about nobody. The certificate is not looked at: a server that has a wrong one is ready to show it.
func (p *Probe) Once(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	transport := &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, p.Network, p.Address)
		},
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true, ServerName: serverName(p.Host)}, //nolint:gosec // nothing is told to it
		DisableKeepAlives: true,
	}
	scheme, host, path := "http", p.Host, p.Path
	if p.TLS {
		scheme = "https"
	}
	if host == "" {
		host = "localhost"
	}
	if path == "" {
		path = "/"
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodHead, scheme+"://"+host+path, nil)
	if err != nil {
		return err
	}
	for name, value := range p.Header {
		q.Header.Set(name, value)
	}
	answer, err := transport.RoundTrip(q)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, answer.Body) // there is none to a HEAD
	answer.Body.Close()
	if p.Right != nil && !p.Right(answer.StatusCode) {
		return fmt.Errorf("it answers with status %d", answer.StatusCode)
	}
	return nil
}

func serverName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return host
}

// ErrEnded says that the program that was to answer has ended.
var ErrEnded = errors.New("it has ended")

// Wait asks until there is an answer, at most for the time given. It gives up as soon as ended is closed, which may be nil.
func (p *Probe) Wait(ctx context.Context, atMost time.Duration, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, atMost)
	defer cancel()
	var last error
	for {
		err := p.Once(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() == nil || last == nil {
			last = err
		}
		select {
		case <-ended:
			return ErrEnded
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return fmt.Errorf("nobody answered within %s: %w", atMost, last)
			}
			return context.Cause(ctx)
		case <-time.After(Every):
		}
	}
}
