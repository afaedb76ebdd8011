package delivery

import (
	"time"

	"github.com/chatcb/chatcb/internal/peek"
)

// quiet reports whether a connection that nobody uses is open, and nothing has come on it. A kind of connection that
// cannot be looked at is taken to be.
func (s *socket) quiet() bool {
	held, err := s.peeker.Peek()
	if timedOut(err) { // an earlier deadline has passed
		s.arm(time.Now().Add(time.Minute))
		held, err = s.peeker.Peek()
	}
	switch {
	case err != nil || held == peek.End:
		return false
	case held == peek.Nothing:
		return true
	}
	return s.tls != nil && s.quietBelow()
}
