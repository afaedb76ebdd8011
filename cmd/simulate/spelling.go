package simulate

import (
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/simulate/load"
)

// spellingFlags say how requests look on the wire.
type spellingFlags struct {
	AppID     string
	Token     flags.Token
	Order     string
	OmitEmpty bool
	RequestID string
	EventTime string
	Cold      string
	Slow      string
	SlowBody  time.Duration
}

func (s *spellingFlags) bind(f *pflag.FlagSet) {
	f.StringVar(&s.AppID, "app-id", "1400000000", "")
	s.Token.Bind(f)
	flags.OneOf(f, &s.Order, "order", "wire", "wire", "documented")
	f.BoolVar(&s.OmitEmpty, "omit-empty", false, "")
	f.StringVar(&s.RequestID, "request-id", "", "")
	flags.OneOf(f, &s.EventTime, "event-time", "now", "now", "world")
	f.StringVar(&s.Cold, "cold", "0", "")
	f.StringVar(&s.Slow, "slow", "0", "")
	f.DurationVar(&s.SlowBody, "slow-body", 500*time.Millisecond, "")
}

func (s *spellingFlags) wire(target *delivery.Target, draft exchange.Head) (load.Wire, error) {
	w := load.Wire{Target: target, Head: draft, AppID: s.AppID}
	if s.RequestID != "" && s.RequestID != "none" {
		return w, exit.Usagef("--request-id: wanted none or nothing, got %q: every request has its own", s.RequestID)
	}
	if err := s.Token.Read(); err != nil {
		return w, err
	}
	w.Token = s.Token.Value.Reveal()
	w.Encoding = callback.Encoding{OmitEmpty: s.OmitEmpty}
	if s.Order == "documented" {
		w.Encoding.Style = callback.Documented
	}
	w.NoRequestID = s.RequestID == "none" || s.Order == "documented"
	return w, nil
}

func (s *spellingFlags) conditions() (load.Conditions, error) {
	var out load.Conditions
	for _, f := range []struct {
		flag, text string
		to         *float64
	}{{"--cold", s.Cold, &out.Cold}, {"--slow", s.Slow, &out.Slow}} {
		v, err := keyvalue.ParseShare(f.text)
		if err != nil || v < 0 || v > 1 {
			return out, exit.Usagef("%s: wanted a share such as 10%%, got %q", f.flag, f.text)
		}
		*f.to = v
	}
	out.SlowBody = s.SlowBody
	return out, nil
}
