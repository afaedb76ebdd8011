package http1

import (
	"cmp"
	"iter"
)

// Answer reads an HTTP/1.x answer from a growing buffer and says how it is framed. It keeps no bytes of its own but the
// joined chunks of a chunked body; Head and Body are parts of the buffer given to Advance.
//
// The result depends on the bytes only, not on the pieces in which they came. The zero value is ready; set NoBody for
// the answer to a HEAD, More when requests were pipelined, and the limits where the defaults do not fit.
type Answer struct {
	NoBody  bool // the request was a HEAD
	More    bool // requests were pipelined: bytes behind this answer are the next one's, not Extra
	MaxHead int  // of the header block, with the interim answers before it; 0 means DefaultMaxHead
	MaxBody int  // of the payload; 0 means DefaultMaxBody

	Status  int     // of the final answer; 0 while there is none
	Minor   int     // HTTP/1.Minor
	Interim int     // how many 1xx answers came before
	Framing Framing // known once the header block is complete
	Defects Defect
	Close   bool // the connection cannot carry another exchange

	Head []byte // the final status line and headers, with the empty line
	Body []byte // the payload so far, framing removed, no longer than MaxBody
	// End is where the message ends in the buffer, or, when its framing is lost, up to where sense was made of it. It is
	// valid once Advance has returned true.
	End int

	done bool
	lost bool // the framing makes no sense: what follows is neither body nor Extra
	content
}

// Reset makes the answer ready for another message and keeps its limits and its buffer.
func (a *Answer) Reset() {
	joined := a.joined[:0]
	*a = a.Fresh()
	a.joined = joined
}

// Fresh returns an answer that has read nothing, with the same limits.
func (a *Answer) Fresh() Answer {
	return Answer{NoBody: a.NoBody, More: a.More, MaxHead: a.MaxHead, MaxBody: a.MaxBody}
}

// Complete reports whether the message has ended, well or badly.
func (a *Answer) Complete() bool { return a.done }

// Advance reads on. Raw is everything received so far; it must start with the bytes of the call before, at the same or
// another address. Eof says that no more will come. Advance reports whether the message is complete; what is wrong with
// it is in Defects. A message over the limits is complete as soon as that is certain, so that a caller who stops then
// never holds more than a few times MaxHead, eight times MaxBody, and what it reads at once.
func (a *Answer) Advance(raw []byte, eof bool) bool {
	for !a.done && a.Head == nil && a.readHead(raw) {
	}
	if !a.done && a.Head != nil {
		a.readBody(raw)
	}
	if eof && !a.done {
		if a.Framing != FramingClose {
			a.Defects |= Short
		}
		a.Close = true
		a.finish(len(raw))
	}
	if a.done && a.End < len(raw) && !a.More && !a.lost {
		a.Defects |= Extra
		a.Close = true
	}
	return a.done
}

// Stop ends a message of which no more is to be read: it is over the limits.
func (a *Answer) Stop() {
	a.Defects |= BodyTooLarge
	a.Close = true
	a.finish(a.pos)
}

func (a *Answer) finish(end int) bool {
	a.done, a.End = true, end
	return false
}

// bad ends a message of which no more sense can be made.
func (a *Answer) bad(d Defect) bool {
	a.Defects |= d
	a.Close, a.lost = true, true
	return a.finish(a.pos)
}

// readHead consumes one header block, and reports whether there may be another: this one was of an interim answer.
func (a *Answer) readHead(raw []byte) bool {
	const start = "HTTP/1."
	rest, limit := raw[a.pos:], cmp.Or(a.MaxHead, DefaultMaxHead)
	if n := min(len(rest), len(start)); string(rest[:n]) != start[:n] {
		return a.bad(BadStatusLine)
	}
	line, lines := cutLine(rest)
	var f fields
	n := f.read(lines, false)
	if n == 0 {
		return len(raw) > limit && a.bad(HeadTooLarge)
	}
	n += len(rest) - len(lines)
	if a.pos+n > limit { // counted over interim answers too: an endless run of them must end
		return a.bad(HeadTooLarge)
	}
	status, minor, ok := statusLine(line)
	if !ok {
		return a.bad(BadStatusLine)
	}
	a.pos += n
	if status >= 100 && status < 200 && status != 101 {
		a.Interim++
		return true
	}
	a.Head, a.Status, a.Minor = rest[:n:n], status, minor
	f.minor(minor)
	return a.frame(&f)
}

// statusLine reads "HTTP/1.x NNN reason"; the reason may be missing.
func statusLine(line []byte) (status, minor int, ok bool) {
	if len(line) < 12 || line[7] < '0' || line[7] > '9' || line[8] != ' ' || len(line) > 12 && line[12] != ' ' {
		return 0, 0, false
	}
	n, ok := parseDecimal(line[9:12])
	return int(n), int(line[7] - '0'), ok && n >= 100
}

// frame settles how the body is read (RFC 9112, section 6.3).
func (a *Answer) frame(f *fields) bool {
	a.Defects |= f.defects
	a.Close = f.close || a.Defects&(BadEncoding|BadLength) != 0
	switch {
	case a.Status == 101:
		return a.bad(Switched)
	case a.NoBody || a.Status == 204 || a.Status == 304:
		return a.finish(a.pos)
	case f.chunked:
		if f.length >= 0 {
			a.Defects |= LengthAndChunks
			a.Close = true
		}
		return a.beginBody(FramingChunked, f.length)
	case !f.encoded && a.Defects&BadLength != 0:
		// A user agent must discard such an answer: nothing says where it ends, and on a kept connection it never does.
		return a.bad(BadLength)
	case f.encoded || f.length < 0:
		a.Close = true
		return a.beginBody(FramingClose, f.length)
	}
	return a.beginBody(FramingLength, f.length)
}

func (a *Answer) beginBody(framing Framing, length int64) bool {
	a.Framing = framing
	a.begin(a.pos, framing, length, a.MaxBody, a.MaxHead)
	a.body.Lenient = true
	return false
}

func (a *Answer) readBody(raw []byte) {
	var err error
	if a.Body, err = a.advance(raw); err != nil {
		a.bad(defectOf(err))
	} else if a.body.Done() {
		a.finish(a.pos)
	}
}

// Header returns the value of the first header of this name, in any case, without the blanks around it.
func (a *Answer) Header(name string) (value []byte, ok bool) { return Header(a.lines(), name) }

func (a *Answer) lines() []byte {
	_, lines := cutLine(a.Head)
	return lines
}

// Headers ranges over the header lines of the final answer, as [Fields] does.
func (a *Answer) Headers() iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) { eachField(a.lines(), yield) }
}
