package curl

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
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
// exchange again. An argument cannot hold a zero byte.
func Command(x *exchange.Exchange, lost *format.Lost) (string, error) {
	m := format.RequestOf(x, lost)
	if bytes.IndexByte(m.Append(nil), 0) >= 0 {
		return "", fmt.Errorf("the request has a zero byte, which no command line can hold")
	}
	if len(x.Received) > 0 {
		lost.Add(x.Seq, "the answer")
	}
	lost.Add(x.Seq, "times, and what stands beside the exchange")
	args := []string{"curl --http1.1 --globoff --path-as-is -X " + shellQuote(m.Start[0]) + " " + shellQuote(format.Location(x, &m))}
	args = append(args, headerArgs(x, &m, lost)...)
	if len(m.Body) > 0 {
		args = append(args, "--data-raw "+shellQuote(string(m.Body)))
	}
	return strings.Join(args, " \\\n  "), nil
}

// headerArgs lists the headers, without those that curl writes the same by itself, and with those that it is to leave
// out.
func headerArgs(x *exchange.Exchange, m *format.Message, lost *format.Lost) []string {
	var args []string
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
			args = append(args, "-H "+shellQuote(f.Name+";"))
			continue
		}
		args = append(args, "-H "+shellQuote(f.Name+": "+f.Value))
	}
	for _, name := range []string{"User-Agent", "Accept", "Content-Type"} {
		if own[strings.ToLower(name)] {
			args = append(args, "-H "+shellQuote(name+":"))
		}
	}
	return args
}

// shellQuote spells s as one word of a POSIX shell; where that is impossible, because it is not UTF-8, of bash.
func shellQuote(s string) string {
	if s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:@%+,=") == "" {
		return s
	}
	if utf8.ValidString(s) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(s) {
		switch c := s[i]; {
		case c < 0x20 || c >= 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		case c == '\'' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "'"
}
