package mockserver

import (
	"net/http"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// The codes that this server answers when it cannot, or will not, decide. The page gives the range, and no meanings.
const (
	refusedCode    = 38000 // a strict server and a request that Chat would not send to this app
	unreadableCode = 38001 // a body without the accounts that are asked about
	unkeptCode     = 38002 // Config.StopUnkept
)

// decide says for every account what becomes of it.
func (t *turn) decide() {
	e := t.event
	switch {
	case e.Refused != "":
		if t.r.Method != "POST" && t.status == http.StatusOK {
			t.status, t.header = http.StatusMethodNotAllowed, http.Header{"Content-Type": jsonType, "Allow": {"POST"}}
		}
		t.fail(refusedCode, "refused: "+e.Refused)
		return
	case e.Unreadable != "":
		t.fail(unreadableCode, e.Unreadable)
		return
	}
	clientIP, _ := e.Query.Get(callback.ParamClientIP)
	platform, _ := e.Query.Get(callback.ParamOptPlatform)
	p := t.s.policy.Load()
	e.Decisions = p.Decide(make([]policy.Decision, 0, len(e.Request.FriendItem)), &e.Request, clientIP, platform, t.start)
	if p != nil {
		e.Policy = p.Name + "@" + p.Digest
	}
	if shadow := t.s.shadow.Load(); shadow != nil {
		e.Shadow = shadow.Decide(nil, &e.Request, clientIP, platform, t.start)
	}
	t.reply.ActionStatus, t.reply.ErrorCode, t.reply.ErrorInfo = callback.StatusOK, 0, ""
	t.items()
}

// fail says that processing failed. Chat ignores that and would let the friends through (page, "ErrorCode"), so every
// account is denied as well; whether Chat heeds that beside an ErrorCode is undocumented.
func (t *turn) fail(code int64, info string) {
	e := t.event
	e.Decisions = make([]policy.Decision, len(e.Request.FriendItem))
	for i := range e.Decisions {
		e.Decisions[i] = policy.Decision{Account: e.Request.FriendItem[i].ToAccount, Code: code, Info: info}
	}
	t.reply.ActionStatus, t.reply.ErrorCode, t.reply.ErrorInfo = callback.StatusFail, code, info
	t.items()
}

// items turns the decisions into the answer's items.
func (t *turn) items() {
	t.reply.ResultItem = t.reply.ResultItem[:0]
	for i := range t.event.Decisions {
		d := &t.event.Decisions[i]
		t.reply.ResultItem = append(t.reply.ResultItem, callback.ResultItem{ToAccount: d.Account, ResultCode: d.Code, ResultInfo: d.Info})
	}
}

// compose writes the answer as a conforming receiver would.
func (t *turn) compose() {
	t.out = t.reply.Append(t.out[:0], callback.Wire)
	t.event.answer = answer{status: t.status, header: t.header, body: string(t.out)}
}
