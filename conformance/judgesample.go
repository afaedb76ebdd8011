package conformance

import (
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

// requestOf is what the request of a sample asks.
func requestOf(s *rule.Sample) Request {
	a, _ := RequestOf([]byte(s.RequestBody())) // some requests are wrong on purpose
	a.Secrets, a.Hostile = s.Secrets, s.Hostile
	return a
}
