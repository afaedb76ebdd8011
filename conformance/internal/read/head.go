package read

import (
	"bytes"
	"slices"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// minSecret is the length in bytes below which a secret is not looked for: it would be found in anything.
const minSecret = 6

// headers reads the two headers that say how to read the body. Without a header block (a saved body alone) nothing is
// known of them, and nothing is reported.
func (r *Answer) headers() {
	if len(r.X.Answer.Head) == 0 {
		return
	}
	r.Facts |= OddType
	for name, value := range r.X.Answer.Headers() {
		switch {
		case r.ContentType == nil && bytes.EqualFold(name, contentTypeName):
			r.ContentType = value
			if string(value) == "application/json" {
				r.Facts &^= OddType
			}
		case bytes.EqualFold(name, contentEncodingName):
			if len(value) != 0 && !bytes.EqualFold(value, identity) {
				r.ContentEncoding = value
				r.Facts |= Encoded
			}
		case bytes.EqualFold(name, transferEncodingName):
			r.readTransferEncoding(value)
		}
	}
}

// readTransferEncoding looks for a compression before the chunks. Where it is all that is odd about the framing, it is the
// body that nobody can read, and not its end.
func (r *Answer) readTransferEncoding(value []byte) {
	first, _, more := bytes.Cut(value, []byte{','})
	first = http1.TrimBlanks(first)
	if !more || !slices.ContainsFunc(compressions, func(name string) bool { return http1.EqualFold(first, name) }) {
		return
	}
	r.ContentEncoding = first
	r.Facts |= Encoded
	if r.X.Answer.Defects == http1.BadEncoding && !r.broken() {
		r.Facts &^= BadFraming
	}
}

// compressions are the codings that change the bytes of a body (IANA's registry of HTTP codings).
var compressions = []string{"gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd"}

var (
	contentTypeName      = []byte("Content-Type")
	contentEncodingName  = []byte("Content-Encoding")
	transferEncodingName = []byte("Transfer-Encoding")
	identity             = []byte("identity")
)

// MediaType splits a Content-Type into its lower-case media type and the charset it names, "" if none.
func MediaType(value []byte) (media, charset string) {
	first, params, _ := bytes.Cut(value, []byte{';'})
	for param := range bytes.SplitSeq(params, []byte{';'}) {
		name, v, ok := bytes.Cut(param, []byte{'='})
		if ok && charset == "" && bytes.EqualFold(bytes.TrimSpace(name), []byte("charset")) {
			charset = string(bytes.ToLower(bytes.Trim(v, " \t\"")))
		}
	}
	return string(bytes.ToLower(bytes.TrimSpace(first))), charset
}

// secretIn finds the first of what must not come back that stands in an answer, or returns "".
func secretIn(x *exchange.Exchange, secrets []string, scratch *[]byte) string {
	for _, secret := range secrets {
		if len(secret) < minSecret {
			continue
		}
		*scratch = append((*scratch)[:0], secret...)
		if bytes.Contains(x.Answer.Body, *scratch) || bytes.Contains(x.Answer.Head, *scratch) {
			return secret
		}
	}
	return ""
}
