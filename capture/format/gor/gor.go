// Package gor reads and writes the files of GoReplay.
package gor

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
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/internal/http1"
)

// Format is the format of GoReplay's files.
func Format() format.Format {
	return format.Format{
		Name: "gor", Endings: []string{".gor"},
		Read: read, Looks: looks, Encode: encode,
	}
}

// separator stands between the payloads of a GoReplay file. A payload is a line of its kind (1 request, 2 answer,
// 3 answer to a replay), the id that a request and its answers share, when the request began in nanoseconds and how long
// it took; then the bytes as they were on the wire.
var separator = []byte("\n🐵🙈🙉\n")

const (
	kindRequest  = "1"
	kindAnswer   = "2"
	kindReplayed = "3"
)

func looks(start []byte) bool {
	line, rest, ok := bytes.Cut(start, []byte{'\n'})
	if !ok {
		return false
	}
	_, err := parseLine(line)
	first, _, _ := bytes.Cut(rest, []byte{'\n'})
	return err == nil && bytes.Contains(first, []byte("HTTP/"))
}

type head struct {
	kind, id string
	at, took int64 // nanoseconds
}

func parseLine(text []byte) (head, error) {
	words := strings.Fields(string(text))
	var g head
	if len(words) < 3 || len(words) > 4 || len(words[0]) != 1 || words[0] < kindRequest || words[0] > kindReplayed {
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

// encode spells a request, and the answer if there is one.
func encode(r *capture.Record, _ *format.Options) ([]byte, error) {
	x := &r.Exchange
	if bytes.Contains(x.Sent, separator) || bytes.Contains(x.Received, separator) {
		return nil, errors.New("it holds GoReplay's separator")
	}
	start := x.Start.UnixNano()
	text := fmt.Appendf(nil, "%s %024x %d 0\n%s%s", kindRequest, x.Seq, start, format.Masked(x.Sent), separator)
	if len(x.Received) > 0 {
		text = fmt.Appendf(text, "%s %024x %d %d\n%s%s", kindAnswer, x.Seq, start, int64(x.Phases.LastByte), format.Masked(x.Received), separator)
	}
	return text, nil
}

// maxPending bounds how many requests wait for their answers while the file is read.
const maxPending = 1024

type reader struct {
	o       format.Options
	n       int // payloads
	seq     uint64
	waiting []*capture.Record // in the order of the requests
	ids     []string          // of waiting
	whole   []bool            // whether the answer has come
}

func read(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		g := reader{o: o}
		payloads := bufio.NewScanner(in)
		payloads.Buffer(nil, capture.DefaultMaxLine)
		payloads.Split(split)
		for payloads.Scan() {
			g.n++
			if err := g.payload(payloads.Bytes()); err != nil && !o.Yield(yield, nil, err, "payload %d", g.n) {
				return
			}
			if !g.emit(yield, maxPending) {
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

func split(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.Index(data, separator); i >= 0 {
		return i + len(separator), data[:i], nil
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
func (g *reader) emit(yield func(*capture.Record, error) bool, most int) bool {
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

func (g *reader) payload(payload []byte) error {
	first, raw, _ := bytes.Cut(bytes.TrimLeft(payload, "\n"), []byte{'\n'})
	line, err := parseLine(first)
	if err != nil {
		return err
	}
	switch line.kind {
	case kindRequest:
		g.seq++
		r := new(capture.Record)
		x := &r.Exchange
		x.Seq, x.Start = g.seq, time.Unix(0, line.at).UTC()
		x.Sent, err = whole(bytes.Clone(raw))
		x.Target = format.OwnTarget(x)
		g.waiting, g.ids, g.whole = append(g.waiting, r), append(g.ids, line.id), append(g.whole, false)
		return err
	case kindReplayed:
		g.o.Lost.Add(g.seq, "answers to replays")
		return nil
	}
	for i, id := range g.ids {
		if id == line.id && !g.whole[i] {
			g.whole[i] = true
			x := &g.waiting[i].Exchange
			x.Phases.LastByte = time.Duration(line.took)
			format.Answer(x, bytes.Clone(raw))
			return nil
		}
	}
	return errNoRequest
}

// whole cuts off what stands behind a request that is another one, as where a separator is missing.
func whole(raw []byte) ([]byte, error) {
	head, body := http1.Split(raw)
	framing, length, err := http1.FramingOf(head)
	if err != nil || framing != http1.FramingLength || length >= int64(len(body)) {
		return raw, nil // chunks end themselves, and what is odd is kept so
	}
	line, _, _ := bytes.Cut(bytes.TrimLeft(body[length:], "\r\n"), []byte{'\n'})
	if !format.IsRequestLine(line) {
		return raw, nil
	}
	end := len(head) + int(length)
	return raw[:end:end], fmt.Errorf("a separator is missing: %d bytes behind the request are left out", len(raw)-end)
}
