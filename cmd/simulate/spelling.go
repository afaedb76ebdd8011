package simulate

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/simulate/load"
)

// spellingFlags say how requests look on the wire.
type spellingFlags struct {
	AppID     string `flag:"app-id" default:"1400000000"`
	Token     flags.Token
	Order     string        `flag:"order" default:"wire" oneof:"wire,documented"`
	OmitEmpty bool          `flag:"omit-empty"`
	RequestID string        `flag:"request-id" complete:"request-id"`
	EventTime string        `flag:"event-time" default:"now" oneof:"now,world"`
	Cold      flags.Share   `flag:"cold" default:"0"`
	Slow      flags.Share   `flag:"slow" default:"0"`
	SlowBody  time.Duration `flag:"slow-body" default:"500ms"`
}

func (s *spellingFlags) wire(target *delivery.Target) (load.Wire, error) {
	w := load.Wire{Target: target, AppID: s.AppID}
	if s.RequestID != "" && s.RequestID != "none" {
		return w, exit.Usagef("--request-id: wanted none or nothing, got %q: every request has its own", s.RequestID)
	}
	w.Token = s.Token.Value.Reveal()
	w.Encoding = callback.Encoding{OmitEmpty: s.OmitEmpty}
	if s.Order == "documented" {
		w.Encoding.Style = callback.Documented
	}
	w.NoRequestID = s.RequestID == "none" || s.Order == "documented"
	return w, nil
}
