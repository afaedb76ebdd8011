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
		if t.line.method != http.MethodPost && t.status == http.StatusOK {
			t.status, t.header = http.StatusMethodNotAllowed, http.Header{"Content-Type": jsonType, "Allow": {http.MethodPost}}
		}
		t.fail(refusedCode, "refused: "+e.Refused)
		return
	case e.Unreadable != "":
		t.fail(unreadableCode, e.Unreadable)
		return
	}
	live, shadow := t.s.policy.Load(), t.s.shadow.Load()
	if live != nil || shadow != nil {
		q := new(callback.Request)
		read := t.judgement.Reading()
		read.Request(e.body, q)
		e.request.Store(q)
		clientIP, platform := read.Parameter(callback.ParamClientIP), read.Parameter(callback.ParamOptPlatform)
		if live != nil {
			e.policy = live
			e.decisions = live.Decide(make([]policy.Decision, 0, len(q.FriendItem)), q, clientIP, platform, t.start)
		}
		if shadow != nil {
			e.Shadow = shadow.Decide(nil, q, clientIP, platform, t.start)
		}
	}
	t.answers(callback.StatusOK, 0, "")
}

// fail says that processing failed. Chat ignores that and would let the friends through (page, "ErrorCode"), so every
// account is denied as well; whether Chat heeds that beside an ErrorCode is undocumented.
func (t *turn) fail(code int64, info string) {
	t.event.decisions, t.event.alike = nil, policy.Decision{Code: code, Info: info}
	t.answers(callback.StatusFail, code, info)
}

// answers turns the decisions into the answer's items.
func (t *turn) answers(status string, code int64, info string) {
	e := t.event
	t.accounts = t.judgement.Reading().AppendAccounts(t.accounts[:0], e.body)
	e.accounts = len(t.accounts)
	t.reply.ActionStatus, t.reply.ErrorCode, t.reply.ErrorInfo = status, code, info
	t.reply.ResultItem = t.reply.ResultItem[:0]
	for i, account := range t.accounts {
		item := callback.ResultItem{ToAccount: account, ResultCode: e.alike.Code, ResultInfo: e.alike.Info}
		if e.decisions != nil {
			item.ResultCode, item.ResultInfo = e.decisions[i].Code, e.decisions[i].Info
		}
		t.reply.ResultItem = append(t.reply.ResultItem, item)
	}
}

// compose writes the answer as a conforming receiver would.
func (t *turn) compose() {
	t.out = t.reply.Append(t.out[:0], callback.Wire)
	t.event.answer = answer{status: t.status, header: t.header, body: string(t.out)}
}
