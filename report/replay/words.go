package replay

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/replay"
)

// PlanInWords says what a dry run came to.
func PlanInWords(words *language.Words, y *replay.Tally, p *replay.Player) string {
	second, last, unread := "", "", ""
	if p.Against != nil {
		second = p.Renewal2.Target.String()
	}
	if !p.Timing.Max {
		last = words.Say("replay.last-due", "last", y.Took.Round(1e6), "timing", p.Timing)
	}
	if y.Verbatim > 0 {
		unread = words.Say("replay.unread", "n", y.Verbatim)
	}
	return words.Say("replay.plan", "n", y.Requests, "target", p.Renewal.Target, "second", second, "last", last, "unread", unread)
}

// NotReached says how many requests found nobody, why the first did not, and what to do.
func NotReached(words *language.Words, t *replay.Tally) string {
	first := &t.FirstUnreached
	todo := words.Say("replay.todo-url")
	if first.Failure.Cause == callback.TLS {
		todo = words.Say("replay.todo-tls")
	}
	if t.Unreached == t.Requests {
		return words.Say("replay.reached-none", "target", first.Target, "why", first.Failure.Detail, "todo", todo)
	}
	return words.Say("replay.reached-some", "missed", t.Unreached, "n", t.Requests, "target", first.Target,
		"why", first.Failure.Detail, "todo", todo)
}

// timingIn is what --timing was, in words where it is a word.
func timingIn(words *language.Words, timing replay.Timing) string {
	switch name := timing.String(); name {
	case "max":
		return words.Say("replay.max")
	case "original":
		return words.Say("replay.original")
	default:
		return name
	}
}
