package delivery

import (
	"cmp"
	"strconv"
	"strings"
)

// Header is one header line, written in exactly this case and spelling.
type Header struct{ Name, Value string }

// Framing is how a request says where its body ends.
type Framing uint8

// The framings.
const (
	ByLength Framing = iota // Content-Length, as the overview's samples suggest
	ByChunks                // Transfer-Encoding: chunked
	Unframed                // neither: the body just follows
)

// Draft says how a request is spelt. Nothing of it is checked: requests may be wrong on purpose. The zero value but for
// the Host is what a callback looks like, as far as is known:
//
//	POST <target> HTTP/1.1
//	Host: <Host>
//	Content-Type: application/json
//	Content-Length: <length of the body>
//
// The Content-Type is undocumented; captures suggest this one.
type Draft struct {
	Method  string   // "" means POST
	Proto   string   // "" means HTTP/1.1
	Host    string   // value of the Host header
	Headers []Header // follow those above; one of the same name in any case stands in for a default
	Without []string // names of defaults that are left out, in any case

	Framing   Framing
	ChunkSize int    // bytes of payload in a chunk; 0 means all in one
	ChunkExt  string // follows the size of every chunk but the last, with its semicolon: ";a=b"
}

// Append appends the whole request to dst. It does not allocate when dst has room.
func (d *Draft) Append(dst, target, body []byte) []byte {
	return d.AppendBody(d.AppendHead(dst, target, len(body)), body)
}

// AppendHead appends the request line and the header block for a body of so many bytes.
func (d *Draft) AppendHead(dst, target []byte, length int) []byte {
	dst = append(dst, cmp.Or(d.Method, "POST")...)
	dst = append(append(append(dst, ' '), target...), ' ')
	dst = append(append(dst, cmp.Or(d.Proto, "HTTP/1.1")...), '\r', '\n')
	if d.wants("Host") {
		dst = appendHeader(dst, "Host", d.Host)
	}
	if d.wants("Content-Type") {
		dst = appendHeader(dst, "Content-Type", "application/json")
	}
	switch {
	case d.Framing == ByLength && d.wants("Content-Length"):
		dst = append(dst, "Content-Length: "...)
		dst = append(strconv.AppendInt(dst, int64(length), 10), '\r', '\n')
	case d.Framing == ByChunks && d.wants("Transfer-Encoding"):
		dst = appendHeader(dst, "Transfer-Encoding", "chunked")
	}
	for i := range d.Headers {
		dst = appendHeader(dst, d.Headers[i].Name, d.Headers[i].Value)
	}
	return append(dst, '\r', '\n')
}

// AppendBody appends the body in the draft's framing.
func (d *Draft) AppendBody(dst, body []byte) []byte {
	if d.Framing != ByChunks {
		return append(dst, body...)
	}
	for len(body) > 0 {
		n := len(body)
		if d.ChunkSize > 0 {
			n = min(n, d.ChunkSize)
		}
		dst = strconv.AppendInt(dst, int64(n), 16)
		dst = append(append(dst, d.ChunkExt...), '\r', '\n')
		dst = append(append(dst, body[:n]...), '\r', '\n')
		body = body[n:]
	}
	return append(dst, "0\r\n\r\n"...)
}

// wants reports whether the default header of this name is written.
func (d *Draft) wants(name string) bool {
	for _, n := range d.Without {
		if strings.EqualFold(n, name) {
			return false
		}
	}
	for i := range d.Headers {
		if strings.EqualFold(d.Headers[i].Name, name) {
			return false
		}
	}
	return true
}

func appendHeader(dst []byte, name, value string) []byte {
	dst = append(append(dst, name...), ':', ' ')
	return append(append(dst, value...), '\r', '\n')
}
