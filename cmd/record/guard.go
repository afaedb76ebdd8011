package record

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/record"
)

// guardFlags say what is answered where the backend has no valid answer.
type guardFlags struct {
	OnLate  string        `flag:"on-late" default:"pass" oneof:"pass,block,allow"`
	OnError string        `flag:"on-error" default:"pass" oneof:"pass,block,allow"`
	Code    int64         `flag:"guard-code"`
	Margin  time.Duration `flag:"guard-margin"`
}

func (g *guardFlags) Preset() { g.Code, g.Margin = callback.MinCode, record.DefaultMargin }

func (g *guardFlags) guard() (record.Guard, error) {
	if !callback.CodeInRange(g.Code) {
		return record.Guard{}, exit.Usagef("--guard-code: wanted a number from %d to %d, got %d", callback.MinCode, callback.MaxCode, g.Code)
	}
	actions := map[string]record.Action{"pass": record.Pass, "block": record.Block, "allow": record.Allow}
	return record.Guard{OnLate: actions[g.OnLate], OnError: actions[g.OnError], Code: g.Code, Margin: g.Margin}, nil
}
