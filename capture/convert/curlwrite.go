package convert

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/exchange"
)

type curlSink struct {
	w io.Writer
	o Options
	n int
}

func writeCurl(w io.Writer, o Options) Sink { return &curlSink{w: w, o: o} }

// Write writes a command that sends the request again.
func (s *curlSink) Write(r *capture.Record) error {
	x := &r.Exchange
	text, err := Curl(x, s.o.Lost)
	if err != nil {
		return s.o.problem(fmt.Errorf("exchange %d: %w", x.Seq, err))
	}
	if s.n++; s.n > 1 {
		text = "\n" + text
	}
	_, err = io.WriteString(s.w, text+"\n")
	return err
}

// Close ends the file.
func (s *curlSink) Close() error { return nil }

// Curl returns a curl command, over several lines and without a line feed at its end, that sends the request of an
// exchange again. An argument cannot hold a zero byte.
func Curl(x *exchange.Exchange, lost *Lost) (string, error) {
	m := requestOf(x, lost)
	if bytes.IndexByte(m.append(nil), 0) >= 0 {
		return "", fmt.Errorf("the request has a zero byte, which no command line can hold")
	}
	if len(x.Received) > 0 {
		lost.Add(x.Seq, "the answer")
	}
	lost.Add(x.Seq, "times, and what stands beside the exchange")
	args := []string{"curl --http1.1 --globoff --path-as-is -X " + shellQuote(m.start[0]) + " " + shellQuote(location(x, &m))}
	args = append(args, curlHeaders(x, &m, lost)...)
	if len(m.body) > 0 {
		args = append(args, "--data-raw "+shellQuote(string(m.body)))
	}
	return strings.Join(args, " \\\n  "), nil
}

// curlHeaders lists the headers, without those that curl writes the same by itself, and with those that it is to leave
// out.
func curlHeaders(x *exchange.Exchange, m *message, lost *Lost) []string {
	var args []string
	own := map[string]bool{"user-agent": true, "accept": true}
	if len(m.body) > 0 {
		own["content-type"] = true
	}
	host := strings.TrimPrefix(strings.TrimPrefix(location(x, &message{start: [3]string{1: "/"}}), "http://"), "https://")
	for _, f := range m.fields {
		name := strings.ToLower(f.name)
		delete(own, name)
		switch {
		case name == "host" && f.value+"/" == host, name == "content-length" && f.value == strconv.Itoa(len(m.body)):
			continue
		case strings.Contains(f.value, exchange.Mask):
			lost.Add(x.Seq, "headers with credentials, which are masked")
			continue
		case f.value == "":
			args = append(args, "-H "+shellQuote(f.name+";"))
			continue
		}
		args = append(args, "-H "+shellQuote(f.name+": "+f.value))
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
