package conformance

import (
	"time"

	"github.com/chatcb/chatcb/conformance/rule"
)

// JudgeSample judges an answer that proves a rule as the rule is to see it: against its own request and expectations.
func JudgeSample(s *rule.Sample) *Judgement {
	request := requestOf(s)
	to := make(map[string]Effect)
	judge := Judge{Expect: Expectations{To: to}}
	for _, account := range s.Allow {
		to[account] = Allow
	}
	for _, account := range s.Block {
		to[account] = Block
	}
	var out Judgement
	judge.Judge(s.Exchange(), &request, &out)
	return &out
}

// JudgeRequestSample judges a request that proves a rule. An error says that it is no request.
func JudgeRequestSample(s *rule.Sample) (*Judgement, error) {
	view, err := ParseRequest([]byte(s.Request()))
	if err != nil {
		return nil, err
	}
	judge := RequestJudge{AppID: s.AppID, Token: s.Token}
	if s.Now != 0 {
		judge.Now = time.UnixMilli(s.Now)
	}
	var out Judgement
	judge.Judge(&view, &out)
	return &out, nil
}

// requestOf is what the request of a sample asks.
func requestOf(s *rule.Sample) Request {
	a, _ := RequestOf([]byte(s.RequestBody())) // some requests are wrong on purpose
	a.Secrets, a.Hostile = s.Secrets, s.Hostile
	return a
}
