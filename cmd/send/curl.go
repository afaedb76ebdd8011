package send

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// curlCommand is one line that makes curl send the same request. Sign is computed when the line runs, from the
// environment variable CHATCB_TOKEN: the line shows no secret and does not grow stale.
func (o *options) curlCommand(f *framed) string {
	query, sign := f.Query, ""
	if f.Token != "" {
		query = slices.Clone(query).Del(callback.ParamSign).Del(callback.ParamRequestTime)
		sign = `T=$(date +%s); `
	}
	url := o.to.URL(query, o.request.style())
	args := []string{"curl -sS -i --max-time 10"}
	if o.to.Network == "unix" {
		args = append(args, "--unix-socket "+flags.ShellQuote(o.to.Address))
		url = "http://localhost" + string(o.to.AppendRequestTarget(nil, query, o.request.style()))
	}
	args = append(args, "-X POST -H 'Content-Type: application/json'")
	for _, h := range o.delivery.Headers {
		args = append(args, "-H "+flags.ShellQuote(flags.MaskHeader(h)))
	}
	if o.delivery.Insecure {
		args = append(args, "--insecure")
	}
	if o.delivery.CaCert != "" {
		args = append(args, "--cacert "+flags.ShellQuote(o.delivery.CaCert))
	}
	args = append(args, "--data-binary "+flags.ShellQuote(string(f.Body)))
	quoted := flags.ShellQuote(url)
	if sign != "" {
		quoted += `"&RequestTime=$T&Sign=$(printf %s "$CHATCB_TOKEN$T" | openssl dgst -sha256 -r | cut -d' ' -f1)"`
	}
	return sign + strings.Join(append(args, quoted), " ")
}
