package report

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/live"
)

// Follower shows the exchanges of a log as they come. It reads them as a viewer, so that a slow terminal slows no answer: it
// loses some, and says so.
type Follower struct {
	Received *Received
	Log      interface { // a log, or a server with one
		Follow(ctx context.Context, after live.Cursor) error
		Events(after live.Cursor, limit int) live.Batch
		Latest() live.Cursor
	}
	At    live.Cursor // what it has shown
	Quiet bool        // shows none as text: somebody else's output is what people want to see
	// Wait waits until the reader takes more: a slow one loses requests by the hundred, and is told, rather than single lines.
	Wait func(context.Context)
}

// Run shows what comes until the context ends, and then what is left. It tells seen how many there were.
func (f *Follower) Run(ctx context.Context, seen func(n uint64)) {
	begin := f.At
	for ctx.Err() == nil {
		f.Wait(ctx)
		if f.Log.Follow(ctx, f.At) == nil {
			f.batch()
		}
		seen(uint64(f.At - begin))
	}
	for end := f.Log.Latest(); f.At < end; {
		f.batch()
	}
}

func (f *Follower) batch() {
	b := f.Log.Events(f.At, 256)
	f.At = b.Next
	if b.Lost > 0 {
		if f.Received.Lines {
			fmt.Fprintf(f.Received.Out, "{\"type\":\"gap\",\"lost\":%d}\n", b.Lost)
		} else {
			fmt.Fprintf(f.Received.Out, "%s\n", f.Received.Term.Doubtful(f.Received.Term.Say("serve.gap", "n", b.Lost)))
		}
	}
	if f.Quiet && !f.Received.Lines {
		return
	}
	for _, e := range b.Events {
		f.show(e)
	}
}

// show prints one exchange.
func (f *Follower) show(e *live.Event) {
	judgement := e.Judgement()
	event := &conformance.Judged{Exchange: e.Exchange(), Judgement: judgement, Number: e.Seq, From: e.Request().FromAccount}
	if !f.Received.Lines {
		// A line has the rules that the request broke before those that the answer did.
		all := &conformance.Judgement{Verdicts: judgement.Verdicts}
		all.Findings = append(append(all.Findings, e.Findings...), judgement.Findings...)
		event.Judgement = all
	}
	words, rule := f.Received.Term.Words, ""
	for _, m := range e.Extra() {
		if m.Name == "rule" {
			rule = strings.Trim(m.Value, `"`)
		}
	}
	why := cmp.Or(e.Unreadable, words.Say("serve.nobody"))
	if e.Callback != "" {
		why = words.Say("serve.other", "callback", e.Callback, "rule", rule)
	}
	f.Received.Exchange(event, e.Extra(), why)
}
