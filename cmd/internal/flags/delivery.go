package flags

import (
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/secret"
)

// Delivery are the flags of every command that sends requests.
type Delivery struct {
	Timeout    time.Duration
	HangUp     bool
	MaxHead    int
	MaxBody    int
	CaCert     string
	Insecure   bool
	ServerName string
	Headers    secret.Headers
}

func (d *Delivery) Bind(f *pflag.FlagSet) {
	f.DurationVar(&d.Timeout, "timeout", delivery.DefaultTimeout, "")
	f.BoolVar(&d.HangUp, "hang-up", false, "")
	f.IntVar(&d.MaxHead, "max-head", http1.DefaultMaxHead, "")
	f.IntVar(&d.MaxBody, "max-body", http1.DefaultMaxBody, "")
	Positive(f, "max-head", "max-body")
	f.StringVar(&d.CaCert, "cacert", "", "")
	f.BoolVarP(&d.Insecure, "insecure", "k", false, "")
	f.StringVar(&d.ServerName, "server-name", "", "")
	f.VarP(&d.Headers, "header", "H", "")
}

// Client returns a client for the target and the draft of its requests.
func (d *Delivery) Client(target *delivery.Target, deadline time.Duration) (*delivery.Client, exchange.Head, error) {
	draft := target.Head()
	for _, h := range d.Headers.Lines() {
		name, value, ok := strings.Cut(h, ":")
		if !ok || name == "" {
			return nil, draft, exit.Usagef("--header: wanted \"Name: value\", got %q", h)
		}
		draft.Headers = append(draft.Headers, exchange.Header{Name: name, Value: strings.TrimLeft(value, " \t")})
	}
	client := &delivery.Client{
		Target: target, Deadline: deadline, Timeout: d.Timeout, HangUp: d.HangUp, MaxHead: d.MaxHead, MaxBody: d.MaxBody,
		TLS: delivery.TLS{Insecure: d.Insecure, ServerName: d.ServerName},
	}
	if d.CaCert != "" {
		roots, err := delivery.RootsWith(d.CaCert)
		if err != nil {
			return nil, draft, exit.Usage(err)
		}
		client.TLS.Roots = roots
	}
	if d.Timeout < deadline {
		return nil, draft, exit.Usagef("--timeout: wanted at least the deadline, %s, got %s", deadline, d.Timeout)
	}
	return client, draft, nil
}
