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
	appID     string
	token     flags.Token
	order     string
	omitEmpty bool
	requestID string
	eventTime string
	cold      string
	slow      string
	slowBody  time.Duration
}

func (s *spellingFlags) bind(f *pflag.FlagSet) {
	f.StringVar(&s.appID, "app-id", "1400000000", "")
	s.token.Bind(f)
	flags.OneOf(f, &s.order, "order", "wire", "wire", "documented")
	f.BoolVar(&s.omitEmpty, "omit-empty", false, "")
	f.StringVar(&s.requestID, "request-id", "", "")
	flags.OneOf(f, &s.eventTime, "event-time", "now", "now", "world")
	f.StringVar(&s.cold, "cold", "0", "")
	f.StringVar(&s.slow, "slow", "0", "")
	f.DurationVar(&s.slowBody, "slow-body", 500*time.Millisecond, "")
}

func (s *spellingFlags) wire(target *delivery.Target, draft exchange.Head) (load.Wire, error) {
	w := load.Wire{Target: target, Head: draft, AppID: s.appID}
	if s.requestID != "" && s.requestID != "none" {
		return w, exit.Usagef("--request-id: wanted none or nothing, got %q: every request has its own", s.requestID)
	}
	if err := s.token.Read(); err != nil {
		return w, err
	}
	w.Token = s.token.Value.Reveal()
	w.Encoding = callback.Encoding{OmitEmpty: s.omitEmpty}
	if s.order == "documented" {
		w.Encoding.Style = callback.Documented
	}
	w.NoRequestID = s.requestID == "none" || s.order == "documented"
	return w, nil
}

func (s *spellingFlags) conditions() (load.Conditions, error) {
	var out load.Conditions
	for _, f := range []struct {
		flag, text string
		to         *float64
	}{{"--cold", s.cold, &out.Cold}, {"--slow", s.slow, &out.Slow}} {
		v, err := keyvalue.ParseShare(f.text)
		if err != nil || v < 0 || v > 1 {
			return out, exit.Usagef("%s: wanted a share such as 10%%, got %q", f.flag, f.text)
		}
		*f.to = v
	}
	out.SlowBody = s.slowBody
	return out, nil
}
