package curl

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/shell"
)

type sink struct {
	w io.Writer
	o format.Options
	n int
}

func write(w io.Writer, o format.Options) format.Sink { return &sink{w: w, o: o} }

// Write writes a command that sends the request again.
func (s *sink) Write(r *capture.Record) error {
	x := &r.Exchange
	text, err := Command(x, s.o.Lost)
	if err != nil {
		return s.o.Problem(fmt.Errorf("exchange %d: %w", x.Seq, err))
	}
	if s.n++; s.n > 1 {
		text = "\n" + text
	}
	_, err = io.WriteString(s.w, text+"\n")
	return err
}

// Close ends the file.
func (s *sink) Close() error { return nil }

// Command returns a curl command, over several lines and without a line feed at its end, that sends the request of an
// exchange again.
func Command(x *exchange.Exchange, lost *format.Lost) (string, error) {
	m := format.RequestOf(x, lost)
	if len(x.Received) > 0 {
		lost.Add(x.Seq, "the answer")
	}
	lost.Add(x.Seq, "times, and what stands beside the exchange")
	c := shell.Curl{
		Options: []string{"--http1.1", "--globoff", "--path-as-is"}, Method: m.Start[0], URL: format.Location(x, &m), Headers: headerLines(x, &m, lost),
	}
	if strings.IndexByte(c.Method+c.URL, 0) >= 0 {
		return "", fmt.Errorf("the request line has a zero byte, which no command line can hold")
	}
	if len(m.Body) > 0 {
		c.Body = m.Body
	}
	parts, left := c.Parts()
	if len(left) > 0 {
		lost.Add(x.Seq, "headers that curl cannot send")
	}
	return strings.Join(parts, " \\\n  "), nil
}

// headerLines lists the headers, without those that curl writes the same by itself, and with those that it is to leave
// out.
func headerLines(x *exchange.Exchange, m *format.Message, lost *format.Lost) []string {
	var lines []string
	own := map[string]bool{"user-agent": true, "accept": true}
	if len(m.Body) > 0 {
		own["content-type"] = true
	}
	host := strings.TrimPrefix(strings.TrimPrefix(format.Location(x, &format.Message{Start: [3]string{1: "/"}}), "http://"), "https://")
	for _, f := range m.Fields {
		name := strings.ToLower(f.Name)
		delete(own, name)
		switch {
		case name == "host" && f.Value+"/" == host, name == "content-length" && f.Value == strconv.Itoa(len(m.Body)):
			continue
		case strings.Contains(f.Value, exchange.Mask):
			lost.Add(x.Seq, "headers with credentials, which are masked")
			continue
		case f.Value == "":
			lines = append(lines, f.Name+";")
			continue
		}
		lines = append(lines, f.Name+": "+f.Value)
	}
	for _, name := range []string{"User-Agent", "Accept", "Content-Type"} {
		if own[strings.ToLower(name)] {
			lines = append(lines, name+":")
		}
	}
	return lines
}
