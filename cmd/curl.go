package cmd

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// curlCommand is one line that makes curl send the same request. Sign is computed when the line runs, from the
// environment variable CHATCB_TOKEN: the line shows no secret and does not grow stale.
func (o *sendOptions) curlCommand(f *framed) string {
	query, sign := f.Query, ""
	if f.Token != "" {
		query = slices.Clone(query).Del(callback.ParamSign).Del(callback.ParamRequestTime)
		sign = `T=$(date +%s); `
	}
	url := o.to.URL(query, o.request.style())
	args := []string{"curl -sS -i --max-time 10"}
	if o.to.Network == "unix" {
		args = append(args, "--unix-socket "+shellQuote(o.to.Address))
		url = "http://localhost" + string(o.to.AppendRequestTarget(nil, query, o.request.style()))
	}
	args = append(args, "-X POST -H 'Content-Type: application/json'")
	for _, h := range o.delivery.headers {
		args = append(args, "-H "+shellQuote(maskHeader(h)))
	}
	if o.delivery.insecure {
		args = append(args, "--insecure")
	}
	if o.delivery.caCert != "" {
		args = append(args, "--cacert "+shellQuote(o.delivery.caCert))
	}
	args = append(args, "--data-binary "+shellQuote(string(f.Body)))
	quoted := shellQuote(url)
	if sign != "" {
		quoted += `"&RequestTime=$T&Sign=$(printf %s "$CHATCB_TOKEN$T" | openssl dgst -sha256 -r | cut -d' ' -f1)"`
	}
	return sign + strings.Join(append(args, quoted), " ")
}
