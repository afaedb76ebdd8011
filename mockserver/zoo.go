package mockserver

import (
	"net/http"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/lazy"
)

// The zoo is a collection of broken receivers, each broken in one way and otherwise as a receiver should be, and of
// legal ones that look odd. Most change the body that a conforming receiver would send; this file has what they are
// built of.

// reshaping changes the body.
func reshaping(change func(body string) string) func(*turn, *hit) {
	return func(t *turn, _ *hit) { t.event.answer.body = change(t.event.answer.body) }
}

// editing replaces a text of the body wherever it stands.
func editing(old, replacement string) func(*turn, *hit) {
	return reshaping(func(body string) string { return strings.ReplaceAll(body, old, replacement) })
}

// matching replaces what a regular expression matches.
func matching(pattern, replacement string) func(*turn, *hit) {
	re := lazy.Regexp(pattern)
	return reshaping(func(body string) string { return re().ReplaceAllString(body, replacement) })
}

// saying answers with this body.
func saying(body string) func(*turn, *hit) {
	return reshaping(func(string) string { return body })
}

// typed gives the answer a Content-Type; "" is none at all.
func typed(contentType string) func(*turn, *hit) {
	return func(t *turn, _ *hit) {
		t.event.answer.header = http.Header{}
		if contentType != "" {
			t.event.answer.header.Set("Content-Type", contentType)
		}
	}
}

// both does one and then the other.
func both(one, other func(*turn, *hit)) func(*turn, *hit) {
	return func(t *turn, h *hit) {
		one(t, h)
		other(t, h)
	}
}

// replying changes the answer before it is written.
func replying(change func(t *turn, r *callback.Response)) func(*turn, *hit) {
	return func(t *turn, _ *hit) {
		change(t, &t.reply)
		t.event.answer.body = string(t.reply.Append(nil, callback.Wire))
	}
}

// recoding gives every item this code and text.
func recoding(code int64, info string) func(*turn, *hit) {
	return replying(func(_ *turn, r *callback.Response) {
		for i := range r.ResultItem {
			r.ResultItem[i].ResultCode, r.ResultItem[i].ResultInfo = code, info
		}
	})
}

// heading changes the head of the answer, with codes and text for the items too.
func heading(status string, code int64, info string, itemCode int64, itemInfo string) func(*turn, *hit) {
	return replying(func(_ *turn, r *callback.Response) {
		r.ActionStatus, r.ErrorCode, r.ErrorInfo = status, code, info
		for i := range r.ResultItem {
			r.ResultItem[i].ResultCode, r.ResultItem[i].ResultInfo = itemCode, itemInfo
		}
	})
}
