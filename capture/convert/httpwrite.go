package convert

import (
	"io"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/internal/http1"
)

type httpSink struct {
	w        io.Writer
	o        Options
	unframed bool // the message before does not say where it ends
	last     uint64
}

func writeHTTP(w io.Writer, o Options) Sink { return &httpSink{w: w, o: o} }

// Write writes the bytes of the request and of the answer as they are.
func (s *httpSink) Write(r *capture.Record) error {
	x := &r.Exchange
	if s.unframed {
		s.o.Lost.Add(s.last, "where a message ends that does not say it itself")
	}
	request := requestOf(x, nil)
	_, framed := request.get("Content-Length")
	if framed = framed || request.chunked(); !framed && len(request.body) > 0 {
		s.o.Lost.Add(x.Seq, "where a message ends that does not say it itself")
	}
	s.last, s.unframed = x.Seq, len(x.Received) > 0 && x.Answer.Framing == http1.FramingClose
	unkept(x, s.o.Lost)
	s.o.Lost.Add(x.Seq, "times, the target's scheme, and what stands beside the exchange")
	if _, err := s.w.Write(wire(x.Sent, x.Seq, s.o.Lost)); err != nil {
		return err
	}
	if _, err := s.w.Write(wire(x.Received, x.Seq, s.o.Lost)); err != nil {
		return err
	}
	_, err := io.WriteString(s.w, "\r\n") // readers pass over empty lines between messages
	return err
}

// Close ends the file.
func (s *httpSink) Close() error { return nil }
