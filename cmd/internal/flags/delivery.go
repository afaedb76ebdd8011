package flags

import (
	"cmp"
	"strings"
	"time"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/secret"
)

// TLS are the flags of every command that speaks TLS with a backend.
type TLS struct {
	CaCert string `flag:"cacert" reads:"NAME" complete:".pem,.crt"`
	delivery.TLS
}

// Resolve reads the certificates.
func (t *TLS) Resolve() (err error) {
	if t.CaCert != "" {
		if t.Roots, err = delivery.RootsWith(t.CaCert); err != nil {
			return exit.Usage(err)
		}
	}
	return nil
}

// Delivery are the flags of every command that sends requests.
type Delivery struct {
	Timeout time.Duration `flag:"timeout"`
	HangUp  bool          `flag:"hang-up"`
	MaxHead int           `flag:"max-head" above:"0"`
	MaxBody int           `flag:"max-body" above:"0"`
	TLS     TLS
	Headers secret.Headers `flag:"header" short:"H"`
}

func (d *Delivery) Preset() {
	d.Timeout, d.MaxHead, d.MaxBody = cmp.Or(d.Timeout, delivery.DefaultTimeout), http1.DefaultMaxHead, http1.DefaultMaxBody
}

// Client returns a client for the target, whose requests have the headers that were given.
func (d *Delivery) Client(target *delivery.Target, deadline time.Duration) (*delivery.Client, error) {
	for _, h := range d.Headers.Lines() {
		name, value, ok := strings.Cut(h, ":")
		if !ok || name == "" {
			return nil, exit.Usagef("--header: wanted \"Name: value\", got %q", h)
		}
		target.Headers = append(target.Headers, exchange.Header{Name: name, Value: strings.TrimLeft(value, " \t")})
	}
	client := &delivery.Client{
		Target: target, Deadline: deadline, Timeout: d.Timeout, HangUp: d.HangUp, MaxHead: d.MaxHead, MaxBody: d.MaxBody,
		TLS: d.TLS.TLS,
	}
	if d.Timeout < deadline {
		return nil, exit.Usagef("--timeout: wanted at least the deadline, %s, got %s", deadline, d.Timeout)
	}
	return client, nil
}
