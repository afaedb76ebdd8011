package http1

import "iter"

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
	// End is where the message ends in the buffer, or, when its framing is lost, where sense was last made of it. It is
	// valid once Advance has returned true.
	End int

	state  uint8
	lost   bool  // the framing makes no sense: what follows is neither body nor Extra
	pos    int   // start of what is not yet consumed
	need   int64 // bytes of the body still to come, of its length
	chunks Body
	joined []byte // the payload of the chunks
}

const (
	inHead uint8 = iota
	inBody       // by length
	inChunks
	untilClose
	done
)

// Reset makes the answer ready for another message and keeps its limits and its buffer.
func (a *Answer) Reset() {
	*a = Answer{NoBody: a.NoBody, More: a.More, MaxHead: a.MaxHead, MaxBody: a.MaxBody, joined: a.joined[:0]}
}

// Complete reports whether the message has ended, well or badly.
func (a *Answer) Complete() bool { return a.state == done }

// Advance reads on. Raw is everything received so far; it must start with the bytes of the call before, at the same or
// another address. Eof says that no more will come. Advance reports whether the message is complete; what is wrong with
// it is in Defects. A message over the limits is complete as soon as that is certain, so that a caller who stops then
// never holds more than a few times MaxHead, eight times MaxBody, and what it reads at once.
func (a *Answer) Advance(raw []byte, eof bool) bool {
	for a.state != done && a.step(raw) {
	}
	if eof && a.state != done {
		a.ended(raw)
	}
	if a.Framing == FramingChunked {
		a.Body = a.joined
	}
	if a.state == done && a.End < len(raw) && !a.More && !a.lost {
		a.Defects |= Extra
		a.Close = true
	}
	return a.state == done
}

// step consumes one element and reports whether it could.
func (a *Answer) step(raw []byte) bool {
	switch a.state {
	case inHead:
		return a.readHead(raw)
	case inBody:
		return a.readLength(raw)
	case inChunks:
		return a.readChunks(raw)
	case untilClose:
		return a.readUntilClose(raw)
	}
	return false
}

func (a *Answer) finish(end int) bool {
	a.state, a.End = done, end
	return true
}

// bad ends a message of which no more sense can be made.
func (a *Answer) bad(d Defect) bool {
	a.Defects |= d
	a.Close, a.lost = true, true
	return a.finish(a.pos)
}

// ended settles a message that the end of the connection cut off, or delimited.
func (a *Answer) ended(raw []byte) {
	if a.state != untilClose {
		a.Defects |= Short
	}
	a.Close = true
	a.finish(len(raw))
}

func (a *Answer) readLength(raw []byte) bool {
	have := min(int64(len(raw)-a.pos), a.need)
	if limit := orDefault(a.MaxBody, DefaultMaxBody); have > int64(limit) {
		a.Body = raw[a.pos : a.pos+limit : a.pos+limit]
		return a.bad(BodyTooLarge)
	}
	end := a.pos + int(have)
	a.Body = raw[a.pos:end:end]
	if have < a.need {
		return false
	}
	return a.finish(end)
}

func (a *Answer) readChunks(raw []byte) bool {
	n, err := a.chunks.Take(raw[a.pos:], &a.joined)
	a.pos += n
	if err != nil {
		return a.bad(defectOf(err))
	}
	return a.chunks.Done() && a.finish(a.pos)
}

func (a *Answer) readUntilClose(raw []byte) bool {
	a.Body = raw[a.pos:]
	if limit := orDefault(a.MaxBody, DefaultMaxBody); len(a.Body) > limit {
		a.Body = a.Body[:limit:limit]
		return a.bad(BodyTooLarge)
	}
	return false
}

// Header returns the value of the first header of this name, in any case, without the blanks around it.
func (a *Answer) Header(name string) (value []byte, ok bool) {
	for n, v := range a.Headers() {
		if EqualFold(n, name) {
			return v, true
		}
	}
	return nil, false
}

func (a *Answer) lines() []byte {
	_, lines := cutLine(a.Head)
	return lines
}

// Headers ranges over the header lines of the final answer, as [Fields] does.
func (a *Answer) Headers() iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) { eachField(a.lines(), yield) }
}
