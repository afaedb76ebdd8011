// Package http1 reads HTTP/1.x messages from the bytes of a connection, or of a file, and says where they end. It changes
// nothing, so that what reads by it sees what was on the wire.
//
// There are two readers over one set of parts. [Request] is strict: it refuses what two parties may read in two ways,
// because a proxy or a server must be sure where a request ends. [Answer] is lenient: it notes what is wrong as a
// [Defect] and reads on as most clients do, because answers are judged. Both read from a growing buffer, and what they
// find depends on the bytes only, not on the pieces in which they came. [Body] follows the framing of a body that is too
// large to be kept.
package http1

import "fmt"

// Framing is how the end of a body is marked.
type Framing uint8

// The framings.
const (
	FramingNone    Framing = iota // no body: a request without one, an answer to HEAD, 204, 304, or nothing read yet
	FramingLength                 // Content-Length
	FramingChunked                // Transfer-Encoding: chunked
	FramingClose                  // the end of the connection; never of a request
)

// DefaultMaxHead and DefaultMaxBody bound what is read of one message, in bytes.
const (
	DefaultMaxHead = 64 << 10
	DefaultMaxBody = 4 << 20
)

// Error is why a message is refused: nobody could say where it ends, or what it is, or it is over a limit.
type Error struct {
	Status int // to answer with
	What   string
}

func (e *Error) Error() string { return fmt.Sprintf("%d: %s", e.Status, e.What) }

func refuse(status int, format string, args ...any) error {
	return &Error{status, fmt.Sprintf(format, args...)}
}
