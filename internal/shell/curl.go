package shell

import (
	"fmt"
	"strings"
)

// Curl is a request for curl to send.
type Curl struct {
	Options []string // such as -sS; each is one word
	Method  string
	URL     string
	Headers []string // lines such as "Content-Type: application/json"
	Body    []byte   // nil for none
	// Tail is text for the shell that is added to the URL, such as a parameter that is computed. It is trusted.
	Tail string
}

// maxArgument bounds a body that is an argument, in bytes: Linux takes no longer one than 128 KiB.
const maxArgument = 100 << 10

// Parts returns the parts of the command, which may stand on lines of their own: put a blank, or a blank, a backslash and
// a line feed between them. A header that curl would take for a file or for an option of its own cannot be sent by it:
// left is what was left out.
func (c *Curl) Parts() (parts, left []string) {
	start := "curl"
	if c.Body != nil && !fitsArgument(c.Body) {
		start = "printf " + printfWord(c.Body) + " | curl"
	}
	for _, o := range c.Options {
		start += " " + Quote(o)
	}
	if strings.ContainsAny(c.URL, "[]{}") {
		start += " --globoff"
	}
	parts = []string{start + " -X " + Quote(c.Method) + " " + Quote(c.URL) + c.Tail}
	for _, h := range c.Headers {
		if line, ok := headerArgument(h); ok {
			parts = append(parts, "-H "+Quote(line))
		} else {
			left = append(left, h)
		}
	}
	switch {
	case c.Body == nil:
	case fitsArgument(c.Body):
		parts = append(parts, "--data-raw "+Quote(string(c.Body)))
	default:
		parts = append(parts, "--data-binary @-")
	}
	return parts, left
}

// Line is the command in one line, but for line feeds in its words.
func (c *Curl) Line() string {
	parts, _ := c.Parts()
	return strings.Join(parts, " ")
}

// Lines is the command with a part on each line.
func (c *Curl) Lines() string {
	parts, _ := c.Parts()
	return strings.Join(parts, " \\\n  ")
}

// headerArgument spells a header line as -H takes it: without a value the line ends in a semicolon, since a colon there
// takes a header out.
func headerArgument(line string) (string, bool) {
	name, value, colon := strings.Cut(line, ":")
	if !colon && strings.HasSuffix(line, ";") {
		name = strings.TrimSuffix(line, ";")
	}
	if name == "" || strings.HasPrefix(name, "@") || strings.ContainsAny(line, "\r\n\x00") {
		return "", false
	}
	if colon && strings.TrimSpace(value) == "" && !strings.HasSuffix(line, ":") {
		return name + ";", true
	}
	return line, true
}

// fitsArgument reports whether a body can be an argument of a program.
func fitsArgument(body []byte) bool {
	if len(body) > maxArgument {
		return false
	}
	for _, c := range body {
		if c == 0 {
			return false
		}
	}
	return true
}

// printfWord spells a body as the format of printf.
func printfWord(body []byte) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i, c := range body {
		switch {
		case c < 0x20, c >= 0x7f, c == '\'', c == '\\', c == '%', c == '-' && i == 0:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('\'')
	return b.String()
}
