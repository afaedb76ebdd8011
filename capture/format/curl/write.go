package curl

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/shell"
)

// encode spells a curl command, over several lines, that sends the request of an exchange again.
func encode(r *capture.Record, o *format.Options) ([]byte, error) {
	x := &r.Exchange
	m := format.RequestOf(x)
	c := shell.Curl{
		Options: []string{"--http1.1", "--globoff", "--path-as-is"},
		Method:  m.Start[0], URL: format.Location(x, &m), Headers: headerLines(x, &m, o.Lost),
	}
	if strings.IndexByte(c.Method+c.URL, 0) >= 0 {
		return nil, fmt.Errorf("the request line has a zero byte, which no command line can hold")
	}
	if len(m.Body) > 0 {
		c.Body = m.Body
	}
	parts, left := c.Parts()
	if len(left) > 0 {
		o.Lost.Add(x.Seq, "headers that curl cannot send")
	}
	return []byte(strings.Join(parts, " \\\n  ") + "\n"), nil
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
