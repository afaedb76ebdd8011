package mockserver

import (
	"errors"
	"net/http"
	"os"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// receive reads the request.
func (h *handler) receive() {
	err := h.ReadBody()
	switch {
	case errors.Is(err, fault.ErrTooLarge):
		h.Status, h.Unreadable = http.StatusRequestEntityTooLarge, err.Error()
	case errors.Is(err, os.ErrDeadlineExceeded):
		h.Status, h.Unreadable = http.StatusRequestTimeout, "the body did not come in time"
	case err != nil:
		h.Status, h.Unreadable = http.StatusBadRequest, "the body is not complete: "+err.Error()
	}
	if err != nil {
		// Otherwise net/http would wait for the rest of the body before it sends the answer.
		h.header = http.Header{"Content-Type": {"application/json"}, "Connection": {"close"}}
	}
	if c := h.connection(); c != nil {
		if raw, ok := c.came(); ok {
			h.come(string(raw), c.request.HeadEnd-c.request.Start, c.request.Lines, h.Raw)
			return
		}
	}
	h.writeHead()
	n := len(h.head)
	h.head = append(h.head, h.Raw...)
	h.come(string(h.head), n, h.head[len(h.line.method+h.line.uri+h.line.proto)+len("  \r\n"):n-len("\r\n")], h.Raw)
}

// come notes the request as it came; everything that is read from it is a part of one string. Lines are those of the
// header, and payload is the body without its framing.
func (h *handler) come(whole string, head int, lines, payload []byte) {
	h.lines, h.payload = lines, payload
	h.event.sent, h.Head, h.Body = whole, whole[:head], whole[head:]
	if string(payload) != h.Body {
		h.Body = string(payload)
	}
	h.event.Callback = callback.Other(h.line.uri, payload)
}

// writeHead writes the header block of the request again, where nothing but net/http has seen it.
func (h *handler) writeHead() {
	r := h.HTTP
	b := append(append(h.head[:0], r.Method...), ' ')
	b = append(append(b, r.RequestURI...), ' ')
	b = append(append(b, r.Proto...), "\r\n"...)
	if r.Host != "" {
		b = fault.AppendLine(b, "Host", r.Host)
	}
	h.names = h.names[:0]
	for name := range r.Header {
		h.names = append(h.names, name)
	}
	slices.Sort(h.names)
	for _, name := range h.names {
		for _, value := range r.Header[name] {
			b = fault.AppendLine(b, name, value)
		}
	}
	if r.ContentLength < 0 { // it was chunked; the record has it joined
		b = fault.AppendLength(b, len(h.Raw))
	}
	h.head = append(b, "\r\n"...)
}
