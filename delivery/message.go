package delivery

import "time"

// Message is a plan of what is written on a connection, and of what is awaited. A plain request is one segment.
type Message struct {
	Segments []Segment
	Answers  int  // how many answers are awaited; 0 means 1. See [Answers] for those after the first
	NoBody   bool // the answer has no body, because the request is a HEAD
	Then     Then
	Timeout  time.Duration // how long to listen; 0 means the client's
}

// Segment is what is handed to the system in one write, and the time to let pass before.
type Segment struct {
	Pause time.Duration
	Bytes []byte
}

// Then is what happens to the connection after the last segment.
type Then uint8

// What can happen.
const (
	Listen Then = iota // nothing
	// HalfClose ends our direction (FIN, or TLS close_notify), and listens.
	HalfClose
	// Vanish drops the connection at once with a TCP reset, as a client does that dies. No answer is awaited, and the
	// exchange has the failure Reset. On a unix socket and under TLS over one it is a plain close.
	Vanish
)

// Put makes b the only segment. The bytes are not copied; they must stay as they are until the exchange is done.
func (m *Message) Put(b []byte) { m.Segments = append(m.Segments[:0], Segment{Bytes: b}) }

// Add appends a segment.
func (m *Message) Add(pause time.Duration, b []byte) {
	m.Segments = append(m.Segments, Segment{pause, b})
}

// Drip appends b in segments of at most size bytes, each after a pause.
func (m *Message) Drip(pause time.Duration, b []byte, size int) {
	for len(b) > 0 {
		n := min(len(b), max(size, 1))
		m.Add(pause, b[:n:n])
		b = b[n:]
	}
}

// largeSegment is from where on a segment may fill the buffers of a connection whose other side does not read.
const largeSegment = 16 << 10

// direct reports whether the message can be written in one go before listening: nothing can be answered meanwhile, and
// the write cannot block.
func (m *Message) direct() bool {
	return len(m.Segments) == 0 ||
		len(m.Segments) == 1 && m.Segments[0].Pause <= 0 && len(m.Segments[0].Bytes) <= largeSegment
}
