package mockserver

import (
	"errors"
	"fmt"
	"net/http"
	"os"

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
	h.writeAgain()
}

// come notes the request as it came; everything that is read from it is a part of one string. Lines are those of the
// header, and payload is the body without its framing.
func (h *handler) come(whole string, head int, lines, payload []byte) {
	h.view.Head, h.view.Body = lines, payload
	h.event.sent, h.Head, h.Body = whole, whole[:head], whole[head:]
	if string(payload) != h.Body {
		h.Body = string(payload)
	}
	h.event.Callback = callback.Other(h.view.Target, payload)
}

// writeAgain writes the request again, where nothing but net/http has seen it.
func (h *handler) writeAgain() {
	r, b := h.HTTP, &h.again
	b.Reset()
	for _, part := range []string{r.Method, " ", r.RequestURI, " ", r.Proto, "\r\n"} {
		b.WriteString(part)
	}
	line := b.Len()
	if r.Host != "" {
		for _, part := range []string{"Host: ", r.Host, "\r\n"} {
			b.WriteString(part)
		}
	}
	_ = r.Header.Write(b)    // into memory
	if r.ContentLength < 0 { // it was chunked; the record has it joined
		fmt.Fprintf(b, "Content-Length: %d\r\n", len(h.Raw))
	}
	lines := b.Len()
	b.WriteString("\r\n")
	head := b.Len()
	b.Write(h.Raw)
	h.come(b.String(), head, b.Bytes()[line:lines], h.Raw)
}
