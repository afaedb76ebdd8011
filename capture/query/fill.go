package query

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/exchange"
)

// fill sets what the expression uses and is the same for all accounts, and returns how many accounts there are.
func (m *Matcher) fill(r *capture.Record) int {
	x := &r.Exchange
	e := &m.env
	*e = Env{
		Seq: int(x.Seq), Time: x.Start, Target: x.Target, Status: x.Answer.Status, Late: x.Late(), Reused: x.Reused,
		LatencyMS: float64(x.Phases.LastByte) / float64(time.Millisecond), Failure: string(x.Failure.Cause),
		Rule: e.Rule[:0], Code: -1,
	}
	if m.usesAny("method") {
		method, _, _ := bytes.Cut(x.Sent, []byte{' '})
		e.Method = string(method)
	}
	if m.usesAny(queryNames...) {
		m.query(x.Sent)
	}
	if m.usesAny("label", "scenario", "fault") {
		e.Label, e.Scenario, e.Fault = extra(r, capture.ExtraLabel), extra(r, capture.ExtraScenario), extra(r, capture.ExtraFault)
	}
	if m.usesAny("body") {
		e.Body = string(x.SentBody())
	}
	if m.usesAny("answer") {
		e.Answer = string(x.Answer.Body)
	}
	m.asked(x)
	return len(m.judging.Asked.Accounts)
}

// asked sets what the request's body says, and judges the answer where the expression asks for it.
func (m *Matcher) asked(x *exchange.Exchange) {
	e := &m.env
	if m.usesAny(verdictNames...) || m.usesAny("rule") {
		_ = m.judging.Exchange(x) // a request that cannot be read asks about nobody
		for i := range m.judging.Judgement.Findings {
			e.Rule = append(e.Rule, m.judging.Judgement.Findings[i].Rule.ID)
		}
	} else {
		_ = m.judging.Asked.Read(x)
	}
	e.From, e.To = m.judging.Asked.From, m.judging.Asked.Accounts
	if !m.usesAny(bodyNames...) {
		return
	}
	m.request = request(x)
	q := m.request
	e.Requester, e.AddType, e.Force, e.EventTime = q.RequesterAccount, q.Texts[callback.AddType], int(q.Numbers[callback.Force]), int(q.EventTime)
}

func (m *Matcher) query(sent []byte) {
	line, _, _ := bytes.Cut(sent, []byte("\r\n"))
	_, target, _ := strings.Cut(string(line), " ")
	target, _, _ = strings.Cut(target, " ")
	_, query, _ := strings.Cut(target, "?")
	q := callback.ParseQuery(query)
	m.env.Platform, _ = q.Get(callback.ParamOptPlatform)
	m.env.ClientIP, _ = q.Get(callback.ParamClientIP)
	m.env.AppID, _ = q.Get(callback.ParamSdkAppid)
}

// account sets what is said of account i of the request.
func (m *Matcher) account(i int) {
	e := &m.env
	e.Account = m.judging.Asked.Accounts[i]
	if m.usesAny(itemNames...) {
		e.Remark, e.Group, e.Source, e.Wording = "", "", "", ""
		if i < len(m.request.Items) {
			f := &m.request.Items[i]
			e.Remark, e.Group, e.Source, e.Wording = f.Texts[callback.Remark], f.Texts[callback.Group], f.Texts[callback.Source], f.Texts[callback.Wording]
		}
	}
	if !m.usesAny(verdictNames...) {
		return
	}
	for j := range m.judging.Judgement.Verdicts {
		v := &m.judging.Judgement.Verdicts[j]
		if v.Account != e.Account {
			continue
		}
		e.Said, e.Effect, e.Cause, e.Basis, e.Code = string(v.Said), string(v.Effect), string(v.Cause), string(v.Basis), -1
		if v.HasCode {
			e.Code = int(v.Code)
		}
		return
	}
}

// extra is a member of the line: its text where it is one, else as JSON.
func extra(r *capture.Record, name string) string {
	value, _ := r.Get(name)
	if text, err := strconv.Unquote(value); err == nil && strings.HasPrefix(value, `"`) {
		return text
	}
	return value
}
