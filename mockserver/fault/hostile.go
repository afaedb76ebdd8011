package fault

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/lazy"
)

var (
	hugeNumber = lazy.Regexp(`"EventTime"\s*:\s*(-0|[^",}]*[eE.][^,}]*|\d{19,})`)
	twiceFrom  = lazy.Regexp(`"From_Account".*"From_Account"`)
)

// hostileFaults breaks on hostile or odd input.
var hostileFaults = []*Fault{
	{
		ID: "ascii-only", Group: "ROB", Fires: []string{"ROB-001"}, Title: "answers with question marks for what is not ASCII",
		answer: items(func(_ *Handling, list []callback.ResultItem) []callback.ResultItem {
			for i := range list {
				list[i].ToAccount = strings.Map(func(r rune) rune {
					if r >= utf8.RuneSelf || r < ' ' {
						return '?'
					}
					return r
				}, list[i].ToAccount)
			}
			return list
		}),
	},
	{
		ID: "long-text-chokes", Group: "ROB", Fires: []string{"ROB-002"}, Title: "answers 500 where a text is longer than its column, 200 bytes",
		answer: choking(func(x *Handling) bool { return x.anyText(func(s string) bool { return len(s) > 300 }) }),
	},
	{
		ID: "long-text-kills", Group: "ROB", Fires: []string{"ROB-002", "ROB-003"}, Title: "is dead after a text of more than 4 KiB",
		state: newMemory,
		answer: func(x *Handling, h *hit) {
			m := h.memory()
			m.Lock()
			defer m.Unlock()
			if len(x.Body) > 4096+1024 {
				m.values["dead"] = true
			}
			if m.values["dead"] != nil {
				x.Answer = Answer{End: EndClosed}
			}
		},
	},
	{
		ID: "huge-body-chokes", Group: "ROB", Fires: []string{"ROB-003"}, Title: "answers 500 to a body of more than half a megabyte",
		answer: choking(func(x *Handling) bool { return len(x.Body) > 512<<10 }),
	},
	{
		ID: "deep-nesting-chokes", Group: "ROB", Fires: []string{"ROB-004"}, Title: "answers 500 to deep nesting, as recursive parsers do",
		answer: choking(func(x *Handling) bool { return strings.Contains(x.Body, strings.Repeat("[", 200)) }),
	},
	{
		ID: "bad-json-chokes", Group: "ROB", Hostile: true, Fires: []string{"STS-004", "ROB-005", "ROB-006", "ROB-014"}, Title: "answers 500 to a body that is no request",
		answer: choking(func(x *Handling) bool { return x.Unreadable != "" }),
	},
	{
		ID: "bad-json-approved", Group: "ROB", Fires: []string{"ROB-005", "ROB-006"}, Title: "approves where it cannot read the body",
		answer: func(x *Handling, _ *hit) {
			if x.Unreadable != "" {
				x.Answer = Answer{Status: http.StatusOK, Body: callback.SampleResponse}
			}
		},
	},
	{
		ID: "wrong-types-approved", Group: "ROB", Fires: []string{"ROB-007"}, Title: "approves friends whose To_Account is no string",
		answer: func(x *Handling, _ *hit) {
			if x.Unreadable != "" && x.sent(`"FriendItem"`) && strings.HasSuffix(strings.TrimSpace(x.Body), "}") {
				x.Answer = Answer{
					Status: http.StatusOK,
					Body:   `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"","ResultCode":0,"ResultInfo":""}]}`,
				}
			}
		},
	},
	{
		ID: "big-number-chokes", Group: "ROB", Fires: []string{"ROB-008"}, Title: "answers 500 where EventTime is no plain number of 64 bits",
		answer: choking(func(x *Handling) bool { return hugeNumber().MatchString(x.Body) }),
	},
	{
		ID: "duplicates-choke", Group: "ROB", Fires: []string{"ROB-009"}, Title: "answers 500 where a member stands twice",
		answer: choking(func(x *Handling) bool { return twiceFrom().MatchString(x.Body) || twiceAccount(x.Body) }),
	},
	{
		ID: "gzip-chokes", Group: "ROB", Fires: []string{"ROB-010"}, Title: "answers 500 to a compressed body",
		answer: choking(func(x *Handling) bool { return x.HTTP.Header.Get("Content-Encoding") != "" }),
	},
	{
		ID: "encoding-chokes", Group: "ROB", Fires: []string{"ROB-011"}, Title: "answers 500 to a body with a byte order mark, or not in UTF-8",
		answer: choking(func(x *Handling) bool {
			return !utf8.ValidString(x.Body) || strings.HasPrefix(x.Body, "\ufeff")
		}),
	},
	{
		ID: "proto-chokes", Group: "ROB", Fires: []string{"ROB-012"}, Title: "answers 500 to a member called __proto__ or constructor",
		answer: choking(func(x *Handling) bool { return x.sent(`"__proto__"`) || x.sent(`"constructor"`) }),
	},
	{
		ID: "emoji-chokes", Group: "ROB", Fires: []string{"ROB-001", "ROB-013"}, Title: "answers 500 where a text has a letter of four bytes, as a utf8 column of MySQL",
		answer: choking(func(x *Handling) bool {
			return x.anyText(func(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 0xffff }) >= 0 })
		}),
	},
	{
		ID: "guesses-missing", Group: "ROB", Fires: []string{"ROB-014"}, Title: "approves requests that lack From_Account or the command",
		checks: without("from", "body-command"),
	},
	{
		ID: "internals-on-bad-input", Group: "INF", Hostile: true, Fires: []string{"INF-004"}, Title: "explains what it cannot read with its stack",
		answer: replying(func(x *Handling, r *callback.Response) {
			if x.Unreadable != "" {
				r.ErrorInfo = "panic: runtime error: invalid memory address\ngoroutine 7 [running]:\nmain.handler(0xc000)\n\t/srv/app/handler.go:41"
			}
		}),
	},
}

// twiceAccount reports whether a friend has two accounts.
func twiceAccount(body string) bool {
	for friend := range strings.SplitSeq(body, "}") {
		if strings.Count(friend, `"To_Account"`) > 1 {
			return true
		}
	}
	return false
}
