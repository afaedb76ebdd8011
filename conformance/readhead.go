package conformance

import (
	"bytes"
)

// minSecret is the length in bytes below which a secret is not looked for: it would be found in anything.
const minSecret = 6

// headers reads the two headers that say how to read the body. Without a header block (a saved body alone) nothing is
// known of them, and nothing is reported.
func (r *reading) headers() {
	if len(r.x.Answer.Head) == 0 {
		return
	}
	r.facts |= oddType
	for name, value := range r.x.Answer.Headers() {
		switch {
		case r.contentType == nil && bytes.EqualFold(name, contentTypeName):
			r.contentType = value
			if string(value) == "application/json" {
				r.facts &^= oddType
			}
		case bytes.EqualFold(name, contentEncodingName):
			if len(value) != 0 && !bytes.EqualFold(value, identity) {
				r.contentEncoding = value
				r.facts |= encoded
			}
		}
	}
}

var (
	contentTypeName     = []byte("Content-Type")
	contentEncodingName = []byte("Content-Encoding")
	identity            = []byte("identity")
)

// mediaType splits a Content-Type into its lower-case media type and the charset it names, "" if none.
func mediaType(value []byte) (media, charset string) {
	first, params, _ := bytes.Cut(value, []byte{';'})
	for param := range bytes.SplitSeq(params, []byte{';'}) {
		name, v, ok := bytes.Cut(param, []byte{'='})
		if ok && charset == "" && bytes.EqualFold(bytes.TrimSpace(name), []byte("charset")) {
			charset = string(bytes.ToLower(bytes.Trim(v, " \t\"")))
		}
	}
	return string(bytes.ToLower(bytes.TrimSpace(first))), charset
}

// findSecrets looks for what must not come back, in the headers and in the body.
func (r *reading) findSecrets(secrets []string) {
	for _, secret := range secrets {
		if len(secret) < minSecret {
			continue
		}
		r.scratch = append(r.scratch[:0], secret...)
		at := bytes.Index(r.x.Answer.Body, r.scratch)
		if at >= 0 || bytes.Contains(r.x.Answer.Head, r.scratch) {
			r.secret, r.secretAt = secret, at
			r.facts |= secretBack
			return
		}
	}
}
