package mockserver

import (
	"errors"
	"net/http"
	"os"
	"slices"

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
	h.writeHead()
	// One string holds the whole message; everything that is read from it is a part of it.
	n := len(h.head)
	h.head = append(h.head, h.Raw...)
	whole := string(h.head)
	h.head = h.head[:n]
	h.Head, h.Body = whole[:n], whole[n:]
}

// writeHead writes the header block of the request again.
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
