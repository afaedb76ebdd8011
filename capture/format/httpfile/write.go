package httpfile

import (
	"io"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/internal/http1"
)

type sink struct {
	w        io.Writer
	o        format.Options
	unframed bool // the message before does not say where it ends
	last     uint64
}

func write(w io.Writer, o format.Options) format.Sink { return &sink{w: w, o: o} }

// Write writes the bytes of the request and of the answer as they are.
func (s *sink) Write(r *capture.Record) error {
	x := &r.Exchange
	if s.unframed {
		s.o.Lost.Add(s.last, "where a message ends that does not say it itself")
	}
	request := format.RequestOf(x, nil)
	_, framed := request.Get("Content-Length")
	if framed = framed || request.Chunked(); !framed && len(request.Body) > 0 {
		s.o.Lost.Add(x.Seq, "where a message ends that does not say it itself")
	}
	s.last, s.unframed = x.Seq, len(x.Received) > 0 && x.Answer.Framing == http1.FramingClose
	format.CountUnkept(x, s.o.Lost)
	s.o.Lost.Add(x.Seq, "times, the target's scheme, and what stands beside the exchange")
	if _, err := s.w.Write(format.Masked(x.Sent, x.Seq, s.o.Lost)); err != nil {
		return err
	}
	if _, err := s.w.Write(format.Masked(x.Received, x.Seq, s.o.Lost)); err != nil {
		return err
	}
	_, err := io.WriteString(s.w, "\r\n") // readers pass over empty lines between messages
	return err
}

// Close ends the file.
func (s *sink) Close() error { return nil }
