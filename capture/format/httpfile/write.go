package httpfile

import (
	"io"
	"slices"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// write writes the bytes of the request and of the answer as they are. Readers pass over empty lines between messages.
func write(w io.Writer, o format.Options) format.Sink {
	return &format.Elements{Out: w, Options: o, Read: read, Encode: func(r *capture.Record) ([]byte, error) {
		x := &r.Exchange
		return slices.Concat(format.Masked(x.Sent), format.Masked(x.Received), format.CRLF), nil
	}}
}
