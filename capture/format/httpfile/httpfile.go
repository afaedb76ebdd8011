// Package httpfile reads and writes plain HTTP messages: a request, and then its answer if there is one.
package httpfile

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/internal/http1"
)

// Format is the format of plain HTTP messages.
func Format() format.Format {
	return format.Format{
		Name: "http", Endings: []string{".http", ".txt"},
		Read: read, Looks: looks, Encode: encode,
	}
}

func looks(start []byte) bool {
	line, _, ok := bytes.Cut(bytes.TrimLeft(start, "\r\n"), []byte{'\n'})
	return ok && format.IsRequestLine(line)
}

// encode spells the bytes of the request and of the answer as they are. Readers pass over empty lines between messages.
func encode(r *capture.Record, _ *format.Options) ([]byte, error) {
	return slices.Concat(format.Masked(r.Exchange.Sent), format.Masked(r.Exchange.Received), format.CRLF), nil
}

func isStatusLine(line []byte) bool { return bytes.HasPrefix(line, []byte("HTTP/1.")) }

// read reads requests, each with the answer that follows it, if one does.
func read(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		messages := bufio.NewScanner(in)
		messages.Buffer(nil, capture.DefaultMaxLine+bufio.MaxScanTokenSize)
		messages.Split(split)
		var rec *capture.Record
		n, seq := 0, uint64(0)
		for messages.Scan() {
			n++
			raw, bare := wireEnds(messages.Bytes())
			if bare {
				o.Lost.Add(max(seq, 1), "line ends of heads that were bare line feeds")
			}
			line, _, _ := bytes.Cut(raw, []byte{'\n'})
			switch {
			case rec != nil && isStatusLine(line) && rec.Exchange.Answer.Status == 0: // nothing but interim answers before
				format.Answer(&rec.Exchange, append(rec.Exchange.Received, raw...))
				continue
			case !format.IsRequestLine(line):
				yield(nil, fmt.Errorf("message %d: wanted a request line such as POST /path HTTP/1.1, got %.60q", n, line))
				return
			case rec != nil && !yield(rec, nil):
				return
			}
			seq++
			rec = new(capture.Record)
			rec.Exchange.Seq, rec.Exchange.Sent = seq, raw
			rec.Exchange.Target = format.OwnTarget(&rec.Exchange)
		}
		if rec != nil && !yield(rec, nil) {
			return
		}
		if err := messages.Err(); err != nil {
			yield(nil, fmt.Errorf("message %d: %w", n+1, err)) // where the next one begins is anybody's guess
		}
	}
}

// split finds the next message. It ends by its Content-Length or its chunks; one that has neither, where a line begins
// another message.
func split(data []byte, atEOF bool) (advance int, message []byte, err error) {
	start := len(data) - len(bytes.TrimLeft(data, "\r\n"))
	data = data[start:]
	head, body := http1.Split(data)
	if len(data) == 0 || len(body) == 0 && !atEOF && !ended(head) {
		return start, nil, nil // more is needed, or there is none
	}
	framing, length, err := http1.FramingOf(head)
	if err != nil {
		return 0, nil, err
	}
	if length > capture.DefaultMaxLine {
		return 0, nil, format.ErrTooLarge
	}
	status := ""
	if words := strings.Fields(string(head[:min(len(head), len("HTTP/1.1 200"))])); isStatusLine(head) && len(words) == 2 {
		status = words[1]
	}
	end := len(head)
	switch {
	case status == "204" || status == "304" || strings.HasPrefix(status, "1") && status != "101":
	case framing == http1.FramingNone:
		n, found := next(body)
		if !found && !atEOF {
			return 0, nil, nil
		}
		end += n
	default:
		follower := http1.NewBody(framing, length)
		follower.Lenient = true
		n, err := follower.Take(body, nil)
		if err != nil {
			return 0, nil, err
		}
		if end += n; !follower.Done() && !atEOF {
			return 0, nil, nil
		}
	}
	return start + end, data[:end], nil
}

func ended(head []byte) bool {
	return bytes.HasSuffix(head, []byte("\n\n")) || bytes.HasSuffix(head, []byte("\n\r\n"))
}

// next is where a body ends before a line that begins a message, or else its length.
func next(body []byte) (n int, found bool) {
	at := 0
	for line := range bytes.Lines(body) {
		if isStatusLine(line) || format.IsRequestLine(line) {
			return len(bytes.TrimRight(body[:at], "\r\n")), true
		}
		at += len(line)
	}
	if len(bytes.TrimRight(body, "\r\n")) == 0 {
		return 0, false
	}
	return at, false
}

// wireEnds returns a copy of a message with its head's lines ended as they are on the wire, and whether they were not.
func wireEnds(raw []byte) (message []byte, bare bool) {
	head, body := http1.Split(raw)
	ends := bytes.ReplaceAll(bytes.ReplaceAll(head, format.CRLF, []byte{'\n'}), []byte{'\n'}, format.CRLF)
	return append(ends, body...), !bytes.Equal(ends, head)
}
