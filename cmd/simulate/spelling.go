package simulate

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/simulate/load"
)

// spellingFlags say how requests look on the wire.
type spellingFlags struct {
	Token     flags.Token
	RequestID string `flag:"request-id" complete:"request-id"`
	EventTime string `flag:"event-time" default:"now" oneof:"now,world"`
}

// apply has requests spelt so.
func (s *spellingFlags) apply(w *load.Wire) error {
	if s.RequestID != "" && s.RequestID != "none" {
		return exit.Usagef("--request-id: wanted none or nothing, got %q: every request has its own", s.RequestID)
	}
	w.Token = s.Token.Value.Reveal()
	w.NoRequestID = s.RequestID == "none" || w.Encoding.Style == callback.Documented
	return nil
}
