package send

import (
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/shell"
)

// signature is what a POSIX shell adds to a URL to sign it now.
const signature = `"&RequestTime=$T&Sign=$(printf %s "$CHATCB_TOKEN$T" | openssl dgst -sha256 -r | cut -d' ' -f1)"`

// curlCommand is one line that makes curl send the same request. Sign is computed when the line runs, from the
// environment variable CHATCB_TOKEN: the line shows no secret and does not grow stale.
func (o *options) curlCommand(f *request) string {
	c := shell.Curl{Options: []string{"-sS", "-i", "--max-time", "10"}, Method: "POST", Body: f.Body}
	query := f.Query
	if f.Token != "" {
		query, c.Tail = slices.Clone(query).Del(callback.ParamSign).Del(callback.ParamRequestTime), signature
	}
	c.URL = o.client.Target.URL(query, f.Style)
	if o.client.Target.Network == "unix" {
		c.Options = append(c.Options, "--unix-socket", o.client.Target.Address)
		c.URL = "http://localhost" + string(o.client.Target.AppendRequestTarget(nil, query, f.Style))
	}
	if o.Delivery.TLS.Insecure {
		c.Options = append(c.Options, "--insecure")
	}
	if o.Delivery.TLS.CaCert != "" {
		c.Options = append(c.Options, "--cacert", o.Delivery.TLS.CaCert)
	}
	c.Headers = []string{"Content-Type: application/json"}
	c.Headers = append(c.Headers, o.Delivery.Headers.GetSlice()...)
	if c.Tail == "" {
		return c.Line()
	}
	return shell.Join("sh", "-c", "T=$(date +%s); "+c.Line()) // fish has no such assignments
}
