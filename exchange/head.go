package exchange

import (
	"cmp"
	"strconv"
	"strings"
)

// Header is one header line, written in exactly this case and spelling.
type Header struct{ Name, Value string }

// BodyFraming is how a request says where its body ends.
type BodyFraming uint8

// The framings.
const (
	ByLength BodyFraming = iota // Content-Length, as the overview's samples suggest
	ByChunks                    // Transfer-Encoding: chunked
	Unframed                    // neither: the body just follows
)

// Head says how a request is spelt. Nothing of it is checked: requests may be wrong on purpose. The zero value but for
// the Host is what a callback looks like, as far as is known:
//
//	POST <target> HTTP/1.1
//	Host: <Host>
//	Content-Type: application/json
//	Content-Length: <length of the body>
//
// The Content-Type is undocumented; captures suggest this one.
type Head struct {
	Method  string   // "" means POST
	Proto   string   // "" means HTTP/1.1
	Host    string   // value of the Host header
	Headers []Header // follow those above; one of the same name in any case stands in for a default
	Without []string // names of defaults that are left out, in any case

	Framing   BodyFraming
	ChunkSize int    // bytes of payload in a chunk; 0 means all in one
	ChunkExt  string // follows the size of every chunk but the last, with its semicolon: ";a=b"
}

// Append appends the whole request to dst. It does not allocate when dst has room.
func (h *Head) Append(dst, target, body []byte) []byte {
	return h.AppendBody(h.AppendHead(dst, target, len(body)), body)
}

// AppendHead appends the request line and the header block for a body of so many bytes.
func (h *Head) AppendHead(dst, target []byte, length int) []byte {
	dst = append(dst, cmp.Or(h.Method, "POST")...)
	dst = append(append(append(dst, ' '), target...), ' ')
	dst = append(append(dst, cmp.Or(h.Proto, "HTTP/1.1")...), '\r', '\n')
	if h.wants("Host") {
		dst = appendHeader(dst, "Host", h.Host)
	}
	if h.wants("Content-Type") {
		dst = appendHeader(dst, "Content-Type", "application/json")
	}
	switch {
	case h.Framing == ByLength && h.wants("Content-Length"):
		dst = append(dst, "Content-Length: "...)
		dst = append(strconv.AppendInt(dst, int64(length), 10), '\r', '\n')
	case h.Framing == ByChunks && h.wants("Transfer-Encoding"):
		dst = appendHeader(dst, "Transfer-Encoding", "chunked")
	}
	for i := range h.Headers {
		dst = appendHeader(dst, h.Headers[i].Name, h.Headers[i].Value)
	}
	return append(dst, '\r', '\n')
}

// AppendBody appends the body in the draft's framing.
func (h *Head) AppendBody(dst, body []byte) []byte {
	if h.Framing != ByChunks {
		return append(dst, body...)
	}
	for len(body) > 0 {
		n := len(body)
		if h.ChunkSize > 0 {
			n = min(n, h.ChunkSize)
		}
		dst = strconv.AppendInt(dst, int64(n), 16)
		dst = append(append(dst, h.ChunkExt...), '\r', '\n')
		dst = append(append(dst, body[:n]...), '\r', '\n')
		body = body[n:]
	}
	return append(dst, "0\r\n\r\n"...)
}

// wants reports whether the default header of this name is written.
func (h *Head) wants(name string) bool {
	for _, n := range h.Without {
		if strings.EqualFold(n, name) {
			return false
		}
	}
	for i := range h.Headers {
		if strings.EqualFold(h.Headers[i].Name, name) {
			return false
		}
	}
	return true
}

func appendHeader(dst []byte, name, value string) []byte {
	dst = append(append(dst, name...), ':', ' ')
	return append(append(dst, value...), '\r', '\n')
}
