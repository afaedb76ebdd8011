package report

import (
	"fmt"
	"testing"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
)

// The answer that is called right breaks no rule, keeps what the receiver meant where Chat takes it, and what was expected.
func TestRightAnswer(t *testing.T) {
	t.Parallel()
	var expect conformance.Expectations
	for _, e := range []string{"to:b=block", "to:d=allow"} {
		if err := expect.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	request := conformance.Request{Accounts: []string{"a", "b", "c", "d"}, From: "x"}
	body := `{"ActionStatus":"FAIL","ErrorCode":38001,"ErrorInfo":"","ResultItem":[{"To_Account":"c","ResultCode":38900,"ResultInfo":""},` +
		`{"To_Account":"d","ResultCode":38900,"ResultInfo":""}]}`
	judge := func(body string) *conformance.Judged {
		received := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		x := &exchange.Exchange{Received: []byte(received)}
		x.Answer.Advance(x.Received, true)
		var judgement conformance.Judgement
		judge := conformance.Judge{}
		judge.Judge(x, &request, &judgement)
		return &conformance.Judged{Exchange: x, Judgement: &judgement, From: "x", Expect: expect}
	}
	got := RightAnswer(judge(body))
	right := judge(got)
	codes := map[string]int64{}
	for _, v := range right.Judgement.Verdicts {
		codes[v.Account] = v.Code
	}
	if codes["a"] != 0 || codes["b"] != 38000 || codes["c"] != 38900 || codes["d"] != 0 || len(right.Leaks()) > 0 {
		t.Errorf("got %s", got)
	}
	for i := range right.Judgement.Findings {
		if f := &right.Judgement.Findings[i]; f.Level == rule.Fail {
			t.Errorf("it breaks %s: %s", f.Rule.ID, f.Message())
		}
	}
	top := judge(`{"ActionStatus":"OK","ErrorCode":38001,"ErrorInfo":"spam","ResultItem":[]}`)
	top.Expect = nil
	for _, v := range judge(RightAnswer(top)).Judgement.Verdicts {
		if v.Effect != conformance.Block {
			t.Errorf("a denial at the top: %s is not blocked by %s", v.Account, RightAnswer(top))
		}
	}
	if id := BrokenRule(judge(body)); id == "" {
		t.Error("the wrong answer breaks no rule")
	}
	if id := BrokenRule(right); id != "" {
		t.Errorf("the right answer breaks %s", id)
	}
}
