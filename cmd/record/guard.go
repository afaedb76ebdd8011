package record

import (
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/record"
)

// guardFlags say what is answered where the backend has no valid answer.
type guardFlags struct {
	OnLate  string
	OnError string
	Code    int64
	Margin  time.Duration
}

func (g *guardFlags) bind(f *pflag.FlagSet) {
	flags.OneOf(f, &g.OnLate, "on-late", "pass", "pass", "block", "allow")
	flags.OneOf(f, &g.OnError, "on-error", "pass", "pass", "block", "allow")
	f.Int64Var(&g.Code, "guard-code", callback.MinCode, "")
	f.DurationVar(&g.Margin, "guard-margin", record.DefaultMargin, "")
}

func (g *guardFlags) guard() (record.Guard, error) {
	if !callback.CodeInRange(g.Code) {
		return record.Guard{}, exit.Usagef("--guard-code: wanted a number from %d to %d, got %d", callback.MinCode, callback.MaxCode, g.Code)
	}
	actions := map[string]record.Action{"pass": record.Pass, "block": record.Block, "allow": record.Allow}
	return record.Guard{OnLate: actions[g.OnLate], OnError: actions[g.OnError], Code: g.Code, Margin: g.Margin}, nil
}
