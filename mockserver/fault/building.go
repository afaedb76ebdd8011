package fault

import (
	"net/http"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/lazy"
)

// The table has broken receivers, each broken in one way and otherwise as a receiver should be, and legal ones that look
// odd. Most change the body that a conforming receiver would send; this file has what they are built of.

// reshaping changes the body.
func reshaping(change func(body string) string) func(*Handling, *hit) {
	return func(x *Handling, _ *hit) { x.Answer.Body = change(x.Answer.Body) }
}

// editing replaces a text of the body wherever it stands.
func editing(old, replacement string) func(*Handling, *hit) {
	return reshaping(func(body string) string { return strings.ReplaceAll(body, old, replacement) })
}

// matching replaces what a regular expression matches.
func matching(pattern, replacement string) func(*Handling, *hit) {
	re := lazy.Regexp(pattern)
	return reshaping(func(body string) string { return re().ReplaceAllString(body, replacement) })
}

// saying answers with this body.
func saying(body string) func(*Handling, *hit) {
	return reshaping(func(string) string { return body })
}

// typed gives the answer a Content-Type; "" is none at all.
func typed(contentType string) func(*Handling, *hit) {
	return func(x *Handling, _ *hit) {
		x.Answer.Header = http.Header{}
		if contentType != "" {
			x.Answer.Header.Set("Content-Type", contentType)
		}
	}
}

// both does one and then the other.
func both(one, other func(*Handling, *hit)) func(*Handling, *hit) {
	return func(x *Handling, h *hit) {
		one(x, h)
		other(x, h)
	}
}

// replying changes the answer before it is written.
func replying(change func(x *Handling, r *callback.Response)) func(*Handling, *hit) {
	return func(x *Handling, _ *hit) {
		change(x, &x.Reply)
		x.Answer.Body = string(x.Reply.Append(nil, callback.Wire))
	}
}

// recoding gives every item this code and text.
func recoding(code int64, info string) func(*Handling, *hit) {
	return replying(func(_ *Handling, r *callback.Response) {
		for i := range r.ResultItem {
			r.ResultItem[i].ResultCode, r.ResultItem[i].ResultInfo = code, info
		}
	})
}

// heading changes the head of the answer, with codes and text for the items too.
func heading(status string, code int64, info string, itemCode int64, itemInfo string) func(*Handling, *hit) {
	return replying(func(_ *Handling, r *callback.Response) {
		r.ActionStatus, r.ErrorCode, r.ErrorInfo = status, code, info
		for i := range r.ResultItem {
			r.ResultItem[i].ResultCode, r.ResultItem[i].ResultInfo = itemCode, itemInfo
		}
	})
}
