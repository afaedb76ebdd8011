package report

import (
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
)

// RightAnswer is the body that would have been right for the request of an exchange: an item for each account, with the
// code that was said where it is one that Chat takes, else with what was expected, else denied where only the ErrorCode was
// a denial, else allowed.
func RightAnswer(e *conformance.Judged) string {
	var answer callback.Response
	answer.ActionStatus = callback.StatusOK
	denied := deniesAll(e)
	for i := range e.Judgement.Verdicts {
		v := &e.Judgement.Verdicts[i]
		item := callback.ResultItem{ToAccount: v.Account}
		switch want := e.Expected(v.Account); {
		case want == conformance.Allow:
		case v.Said == conformance.SaidBlock && callback.CodeInRange(v.Code):
			item.ResultCode = v.Code
		case want == conformance.Block, v.Said == conformance.SaidBlock, denied:
			item.ResultCode = callback.MinCode
		}
		answer.ResultItem = append(answer.ResultItem, item)
	}
	return string(answer.Append(nil, callback.Documented))
}

// deniesAll reports a denial in ErrorCode alone, where the other webhooks of Chat want it, and nothing tells of whom.
func deniesAll(e *conformance.Judged) bool {
	for i := range e.Judgement.Verdicts {
		v := &e.Judgement.Verdicts[i]
		if v.Said == conformance.SaidBlock || e.Expected(v.Account) == conformance.Block {
			return false
		}
	}
	text, _ := e.ErrorInfo()
	code, err := strconv.ParseInt(strings.Trim(text, `"`), 10, 64)
	return err == nil && callback.CodeInRange(code)
}

// BrokenRule is the id of the first rule that an answer breaks, or "". What is wrong with the request is not the answer's.
func BrokenRule(e *conformance.Judged) string {
	for i := range e.Judgement.Findings {
		if f := &e.Judgement.Findings[i]; f.Level == rule.Fail && !OfRequests(f.Rule) {
			return f.Rule.ID
		}
	}
	return ""
}
