package app

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/chatcb/chatcb/internal/sink"
)

// Live is what a server writes to both streams while it serves: it waits for nobody who reads.
type Live struct {
	stdout *sink.Writer
	stderr *sink.Writer
}

// lastWords is how long the end waits for who reads.
const lastWords = 2 * time.Second

// Unblock has both streams go through sinks until the end of what it returns. A pipe whose reader leaves ends the process no
// more: a server that is gone lets everybody through.
func (a *App) Unblock() *Live {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // for good: last words too may find nobody. A child would inherit Ignore
	l := &Live{stdout: sink.New(a.out.w), stderr: sink.New(a.Stderr)}
	a.out.w, a.Stderr = l.stdout, l.stderr
	return l
}

// Room waits until standard output takes more, for those who can wait until the context ends.
func (l *Live) Room(ctx context.Context) { l.stdout.Room(ctx) }

// Lost is how many pieces were dropped so far, because nobody read them.
func (l *Live) Lost() uint64 { return l.stdout.Lost() + l.stderr.Lost() }

// End lets go what is left. It returns how many pieces of standard output were lost: results.
func (l *Live) End() (lost uint64) {
	lost = l.stdout.Close(lastWords)
	l.stderr.Close(lastWords)
	return lost
}
