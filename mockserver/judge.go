package mockserver

import (
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
)

// judge holds the request against what Chat would send.
func (h *handler) judge() {
	l := &h.line
	h.view = conformance.RequestView{Method: l.method, Target: l.uri, Proto: l.proto, Head: h.lines, Body: h.payload}
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
