package conformance_test

import (
	"fmt"
	"os"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

// answered is the exchange of the page's sample request and an answer.
func answered(status, body string) *exchange.Exchange {
	x := &exchange.Exchange{Received: fmt.Appendf(nil, "HTTP/1.1 %s\r\nContent-Type: application/json\r\n\r\n%s", status, body)}
	x.Answer.Advance(x.Received, true)
	return x
}

// A receiver that denies as in Chat's other webhooks denies nobody here.
func ExampleJudge_Judge() {
	request, err := conformance.RequestOf([]byte(callback.PrevFriendAdd.Sample))
	if err != nil {
		fmt.Println(err)
	}
	x := answered("200 OK", `{"ActionStatus":"FAIL","ErrorCode":1,"ErrorInfo":"blocked","ResultItem":[]}`)

	var judge conformance.Judge
	var out conformance.Judgement
	judge.Judge(x, &request, &out)
	for _, v := range out.Verdicts {
		fmt.Println(v.Account, v.Said, v.Effect, v.Cause, v.Basis)
	}
	for _, f := range out.Findings {
		fmt.Printf("%s %s: %s\n", f.Rule.ID, f.Level, f.Message())
	}
	// Output:
	// id1 nothing ALLOW error-code assumed
	// id2 nothing ALLOW error-code assumed
	// ERR-001 fail: ErrorCode is outside the range; it does not deny either
	// RIT-006 fail: ResultItem is empty
}

// A denial that comes too late is a denial all the same, for nobody.
func ExampleVerdict_FailOpen() {
	request := conformance.Request{Accounts: []string{"mallory"}}
	x := answered("200 OK", `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[`+
		`{"To_Account":"mallory","ResultCode":38000,"ResultInfo":"on the blocklist"}]}`)
	x.Phases.LastByte = 2300 * time.Millisecond

	var judge conformance.Judge
	var out conformance.Judgement
	judge.Judge(x, &request, &out)
	v := out.Verdicts[0]
	fmt.Println("said", v.Said, v.Code, "- effect", v.Effect, "because", v.Cause, "- fail-open:", v.FailOpen())
	// Output: said block 38000 - effect ALLOW because late - fail-open: true
}

// Where no document says what Chat does, somebody who knows better can say so.
func ExampleAssumptions() {
	assume, err := conformance.ParseAssumptions("not-answered=block")
	if err != nil {
		fmt.Println(err)
	}
	request := conformance.Request{Accounts: []string{"id1", "id2"}}
	x := answered("200 OK", `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[`+
		`{"To_Account":"id1","ResultCode":0,"ResultInfo":""}]}`)

	judge := conformance.Judge{Assume: assume}
	var out conformance.Judgement
	judge.Judge(x, &request, &out)
	for _, v := range out.Verdicts {
		fmt.Println(v.Account, v.Effect, v.Cause, v.Basis)
	}
	fmt.Println(assume.Set("late=block"))
	// Output:
	// id1 ALLOW said assumed
	// id2 BLOCK not-answered assumed
	// unknown assumption "late": wanted one of not-json, error-code, no-result-item, not-answered, conflicting, unreadable-code, out-of-range, incomplete, byte-order-mark, broken-utf-8, odd-number
}

func ExampleRequestJudge_Judge() {
	view, err := conformance.ParseRequest([]byte("POST /?SdkAppid=1400000001&CallbackCommand=Sns.CallbackPrevFriendAdd" +
		"&contenttype=json&ClientIP=203.0.113.9&OptPlatform=RESTAPI HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" +
		"Content-Length: 446\r\n\r\n" + callback.PrevFriendAdd.Sample))
	if err != nil {
		fmt.Println(err)
	}
	judge := conformance.RequestJudge{AppID: "1400000000"}
	var out conformance.Judgement
	judge.Judge(&view, &out)
	for _, f := range out.Findings {
		fmt.Printf("%s %s: %s\n", f.Rule.ID, f.Level, f.Message())
	}
	// Output:
	// RQU-008 fail: SdkAppid is "1400000001"
	// RQU-014 warn: OptPlatform is "RESTAPI"
}

func ExampleRuleByID() {
	rule, ok := conformance.RuleByID("CON-004")
	if !ok {
		fmt.Println("no such rule")
	}
	fmt.Fprintf(os.Stdout, "%s %s (%s, %s)\n%q\n", rule.ID, rule.Title, rule.Severity, rule.Level, rule.Sentence)
	// Output:
	// CON-004 fail-open denial (MUST, fail)
	// "The Chat backend ignores this error by default. + To not allow adding as friend, set the result code to a value in the range of [38000, 39000]."
}

func ExampleJudgeSample() {
	rule, _ := conformance.RuleByID("STS-002")
	for _, sample := range rule.Fail[:2] {
		out := conformance.JudgeSample(&sample)
		fmt.Println(sample.Name, "->", out.Findings[0].Rule.ID)
	}
	// Output:
	// 301 to https -> STS-002
	// 300 -> STS-002
}
