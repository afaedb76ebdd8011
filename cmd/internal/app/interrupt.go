package app

import (
	"context"

	"github.com/chatcb/chatcb/report/term"
)

// Draining is what the first Ctrl-C does. The second ends the process as the system does.
const Draining = "interrupted: nothing is sent any more, and what is under way is waited for; Ctrl-C again ends at once"

// Progress shows on stderr how far work is that may be interrupted, of so many pieces, or 0 where that is unknown.
func (a *App) Progress(ctx context.Context, total int) *term.Progress {
	p := &term.Progress{Terminal: a.ErrTerminal(), Total: total}
	p.Interrupted(ctx, Draining)
	return p
}
