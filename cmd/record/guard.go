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
	onLate  string
	onError string
	code    int64
	margin  time.Duration
}

func (g *guardFlags) bind(f *pflag.FlagSet) {
	flags.OneOf(f, &g.onLate, "on-late", "pass", "pass", "block", "allow")
	flags.OneOf(f, &g.onError, "on-error", "pass", "pass", "block", "allow")
	f.Int64Var(&g.code, "guard-code", callback.MinCode, "")
	f.DurationVar(&g.margin, "guard-margin", record.DefaultMargin, "")
}

func (g *guardFlags) guard() (record.Guard, error) {
	if !callback.CodeInRange(g.code) {
		return record.Guard{}, exit.Usagef("--guard-code: wanted a number from %d to %d, got %d", callback.MinCode, callback.MaxCode, g.code)
	}
	actions := map[string]record.Action{"pass": record.Pass, "block": record.Block, "allow": record.Allow}
	return record.Guard{OnLate: actions[g.onLate], OnError: actions[g.onError], Code: g.code, Margin: g.margin}, nil
}
