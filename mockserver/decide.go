package mockserver

import (
	"net/http"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// The codes that this server answers when it cannot, or will not, decide. The page gives the range, and no meanings.
const (
	refusedCode    = 38000 // a strict server and a request that Chat would not send to this app
	unreadableCode = 38001 // a body without the accounts that are asked about
	unkeptCode     = 38002 // Config.StopUnkept
)

// judge holds the request against what Chat would send.
func (h *handler) judge() {
	h.judges = conformance.RequestJudge{AppID: h.AppID, Token: h.Token, Now: h.Start}
	h.judges.Judge(&h.view, &h.judgement)
	if h.Unreadable == "" {
		h.Unreadable = h.judgement.Reading().Problem()
	}
	if n := len(h.judgement.Findings); n > 0 {
		h.event.Findings = append(make([]rule.Finding, 0, n), h.judgement.Findings...)
	}
	if h.s.config.Strict {
		h.event.Refused = h.Check()
	}
}

// decide says for every account what becomes of it.
func (h *handler) decide() {
	e := h.event
	switch {
	case e.Refused != "":
		if h.Method != http.MethodPost && h.Status == http.StatusOK {
			h.Status, h.header = http.StatusMethodNotAllowed, http.Header{"Content-Type": {"application/json"}, "Allow": {http.MethodPost}}
		}
		h.fail(refusedCode, "refused: "+e.Refused)
		return
	case h.Unreadable != "":
		h.fail(unreadableCode, h.Unreadable)
		return
	}
	live, shadow := h.s.policy.Load(), h.s.shadow.Load()
	if live != nil || shadow != nil {
		q := new(callback.Request)
		read := h.judgement.Reading()
		read.Fill(h.Body, q)
		e.SetRequest(q)
		h.SetRequest(q)
		clientIP, platform := read.Parameter(callback.ParamClientIP), read.Parameter(callback.ParamOptPlatform)
		if live != nil {
			e.policy = live
			e.decisions = live.Decide(make([]policy.Decision, 0, len(q.Items)), q, clientIP, platform, h.Start)
		}
		if shadow != nil {
			e.shadow = shadow.Decide(nil, q, clientIP, platform, h.Start)
		}
	}
	h.answers(callback.StatusOK, 0, "")
}

// fail says that processing failed. Chat ignores that and would let the friends through (page, "ErrorCode"), so every
// account is denied as well; whether Chat heeds that beside an ErrorCode is undocumented.
func (h *handler) fail(code int64, info string) {
	h.event.decisions, h.event.alike = nil, policy.Decision{Code: code, Info: info}
	h.answers(callback.StatusFail, code, info)
}

// answers turns the decisions into the answer's items.
func (h *handler) answers(status string, code int64, info string) {
	e, reply := h.event, &h.Reply
	h.accounts = h.judgement.Reading().AppendAccounts(h.accounts[:0], h.Body)
	e.counts.Accounts = len(h.accounts)
	reply.ActionStatus, reply.ErrorCode, reply.ErrorInfo = status, code, info
	reply.ResultItem = reply.ResultItem[:0]
	for i, account := range h.accounts {
		item := callback.ResultItem{ToAccount: account, ResultCode: e.alike.Code, ResultInfo: e.alike.Info}
		if e.decisions != nil {
			item.ResultCode, item.ResultInfo = e.decisions[i].Code, e.decisions[i].Info
		}
		reply.ResultItem = append(reply.ResultItem, item)
	}
}

// compose writes the answer as a conforming receiver would, or as the policy has it.
func (h *handler) compose() {
	if literal := h.event.literal(); literal != "" {
		h.out = append(h.out[:0], literal...)
	} else {
		h.out = h.Reply.Append(h.out[:0], callback.Wire)
	}
	h.Answer = fault.Answer{Status: h.Status, Header: h.header, Body: string(h.out)}
}
