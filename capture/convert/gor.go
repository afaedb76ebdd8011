package convert

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/capture"
)

// gorFormat is the format of GoReplay's files.
func gorFormat() Format {
	return Format{
		Name: "gor", Title: "GoReplay's files", Endings: []string{".gor"},
		Read: readGor, Write: writeGor, Looks: looksGor,
	}
}

// gorSeparator stands between the payloads of a GoReplay file. A payload is a line of its kind (1 request, 2 answer,
// 3 answer to a replay), the id that a request and its answers share, when the request began in nanoseconds and how long
// it took; then the bytes as they were on the wire.
var gorSeparator = []byte("\n🐵🙈🙉\n")

const (
	gorRequest  = "1"
	gorAnswer   = "2"
	gorReplayed = "3"
)

func looksGor(start []byte) bool {
	line, rest, ok := bytes.Cut(start, []byte{'\n'})
	if !ok {
		return false
	}
	_, err := parseGorLine(line)
	first, _, _ := bytes.Cut(rest, []byte{'\n'})
	return err == nil && bytes.Contains(first, []byte("HTTP/"))
}

type gorLine struct {
	kind, id string
	at, took int64 // nanoseconds
}

func parseGorLine(text []byte) (gorLine, error) {
	words := strings.Fields(string(text))
	var g gorLine
	if len(words) < 3 || len(words) > 4 || len(words[0]) != 1 || words[0] < gorRequest || words[0] > gorReplayed {
		return g, fmt.Errorf("wanted a line of kind, id, time and latency, got %.60q", text)
	}
	g.kind, g.id = words[0], words[1]
	var err error
	if g.at, err = strconv.ParseInt(words[2], 10, 64); err != nil {
		return g, fmt.Errorf("the time is no number of nanoseconds: %q", words[2])
	}
	if len(words) == 4 {
		if g.took, err = strconv.ParseInt(words[3], 10, 64); err != nil || g.took < 0 {
			return g, fmt.Errorf("the latency is no number of nanoseconds: %q", words[3])
		}
	}
	return g, nil
}

type gorSink struct {
	w   io.Writer
	o   Options
	buf []byte
}

func writeGor(w io.Writer, o Options) Sink { return &gorSink{w: w, o: o} }

// Write writes a request, and the answer if there is one.
func (s *gorSink) Write(r *capture.Record) error {
	x := &r.Exchange
	if bytes.Contains(x.Sent, gorSeparator) || bytes.Contains(x.Received, gorSeparator) {
		return fmt.Errorf("exchange %d holds GoReplay's separator and cannot be in its file", x.Seq)
	}
	start := x.Start.UnixNano()
	s.buf = fmt.Appendf(s.buf[:0], "%s %024x %d 0\n", gorRequest, x.Seq, start)
	s.buf = append(append(s.buf, wire(x.Sent, x.Seq, s.o.Lost)...), gorSeparator...)
	if len(x.Received) > 0 {
		s.buf = fmt.Appendf(s.buf, "%s %024x %d %d\n", gorAnswer, x.Seq, start, int64(x.Phases.LastByte))
		s.buf = append(append(s.buf, wire(x.Received, x.Seq, s.o.Lost)...), gorSeparator...)
	}
	unkept(x, s.o.Lost)
	if p := x.Phases; p.DNS|p.Connect|p.TLS|p.Write|p.FirstByte != 0 {
		s.o.Lost.Add(x.Seq, "the times but the first and the last")
	}
	m := requestOf(x, nil)
	if location := location(x, &message{start: m.start}); targetOf(location) != ownTarget(&m) {
		s.o.Lost.Add(x.Seq, "the target, where it is not http and the Host header")
	}
	if len(r.Extra) > 0 {
		s.o.Lost.Add(x.Seq, "what stands beside the exchange, such as labels and faults")
	}
	_, err := s.w.Write(s.buf)
	return err
}

// Close ends the file.
func (s *gorSink) Close() error { return nil }

// gorPending bounds how many requests wait for their answers while the file is read.
const gorPending = 1024

type gorReader struct {
	o       Options
	n       int // payloads
	seq     uint64
	waiting []*capture.Record // in the order of the requests
	ids     []string          // of waiting
	whole   []bool            // whether the answer has come
}

func readGor(in io.Reader, o Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		g := gorReader{o: o}
		payloads := bufio.NewScanner(in)
		payloads.Buffer(nil, capture.DefaultMaxLine)
		payloads.Split(splitGor)
		for payloads.Scan() {
			g.n++
			if err := g.payload(payloads.Bytes()); err != nil {
				if err := o.problem(fmt.Errorf("payload %d: %w", g.n, err)); err != nil {
					yield(nil, err)
					return
				}
			}
			if !g.emit(yield, gorPending) {
				return
			}
		}
		if err := payloads.Err(); err != nil {
			yield(nil, fmt.Errorf("payload %d: %w", g.n+1, err))
			return
		}
		g.emit(yield, 0)
	}
}

func splitGor(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.Index(data, gorSeparator); i >= 0 {
		return i + len(gorSeparator), data[:i], nil
	}
	if atEOF && len(bytes.TrimSpace(data)) > 0 {
		return len(data), data, nil
	}
	if atEOF {
		return len(data), nil, nil
	}
	return 0, nil, nil
}

// emit hands out the requests whose answers have come, in order, and the oldest without one when more than most wait.
func (g *gorReader) emit(yield func(*capture.Record, error) bool, most int) bool {
	for len(g.waiting) > 0 && (g.whole[0] || len(g.waiting) > most) {
		r := g.waiting[0]
		g.waiting, g.ids, g.whole = g.waiting[1:], g.ids[1:], g.whole[1:]
		if !yield(r, nil) {
			return false
		}
	}
	return true
}

var errNoRequest = errors.New("an answer to a request that is not there, or was more than 1024 requests ago")

func (g *gorReader) payload(payload []byte) error {
	first, raw, _ := bytes.Cut(bytes.TrimLeft(payload, "\n"), []byte{'\n'})
	line, err := parseGorLine(first)
	if err != nil {
		return err
	}
	switch line.kind {
	case gorRequest:
		g.seq++
		r := new(capture.Record)
		x := &r.Exchange
		x.Seq, x.Start, x.Sent = g.seq, time.Unix(0, line.at).UTC(), bytes.Clone(raw)
		m := requestOf(x, nil)
		x.Target = ownTarget(&m)
		g.waiting, g.ids, g.whole = append(g.waiting, r), append(g.ids, line.id), append(g.whole, false)
		return nil
	case gorReplayed:
		g.o.Lost.Add(g.seq, "answers to replays")
		return nil
	}
	for i, id := range g.ids {
		if id == line.id && !g.whole[i] {
			g.whole[i] = true
			x := &g.waiting[i].Exchange
			x.Received, x.Phases.LastByte = bytes.Clone(raw), time.Duration(line.took)
			x.Answer.NoBody = bytes.HasPrefix(x.Sent, []byte("HEAD "))
			x.Answer.Advance(x.Received, true)
			return nil
		}
	}
	return errNoRequest
}
