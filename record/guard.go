package record

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// Action is what a guard does.
type Action string

// The actions.
const (
	Pass  Action = ""      // nothing: what came goes back
	Block Action = "block" // deny the account
	Allow Action = "allow" // let it through, and say so
)

// DefaultMargin is how long before the deadline of Chat a guard answers, so that its answer arrives in time.
const DefaultMargin = 200 * time.Millisecond

// Guard answers in the place of a backend that does not: with it, what Chat would let through by default is decided here.
// It holds every answer back until it is whole, at most MaxBody of it. Where the backend fails before it has the request as a
// whole, the rest of it is heard out, to know whom it is about; requests that are no callbacks have their time and answer
// as without a guard.
//
// What the backend has said of other accounts in the same answer stays as it was said.
type Guard struct {
	OnLate  Action        // for accounts of a request that is not answered in time
	OnError Action        // for accounts that any other cause lets through by default
	Code    int64         // of denials, from 38000 to 39000; 0 means callback.MinCode
	Margin  time.Duration // before the deadline; 0 means DefaultMargin
}

func (g *Guard) active() bool { return g.OnLate != Pass || g.OnError != Pass }
func (g *Guard) late() bool   { return g.OnLate != Pass }

// within is how long the backend has.
func (g *Guard) within(deadline time.Duration) time.Duration {
	return max(deadline-orDefault(g.Margin, DefaultMargin), deadline/2)
}

// Guarded tells what a guard did.
type Guarded struct {
	Cause    callback.Cause // why the first account would have been let through
	Problem  string         // in words
	Accounts []string       // that the guard decided over
	Received []byte         // what the backend had said, at most maxGuarded bytes; not UTF-8 is written down as U+FFFD
}

const maxGuarded = 64 << 10

// decide judges what the backend said, in e, and returns the body of the answer that stands in for it, or nil to leave it.
func (g *Guard) decide(judge *conformance.Judge, e *entry) []byte {
	x := &e.x
	asked := e.asked()
	if asked == nil {
		return nil
	}
	var out conformance.Judgement
	judge.Judge(x, asked, &out)
	action := g.OnError
	if x.Failure.Cause == callback.Late || x.Phases.LastByte >= g.limit(x.Deadline) {
		action = g.OnLate
	}
	answer := callback.Response{ActionStatus: callback.StatusOK}
	told := &Guarded{}
	for i := range out.Verdicts {
		v := &out.Verdicts[i]
		block := v.Effect == conformance.Block
		if v.FailOpen() && action != Pass {
			if told.Accounts == nil {
				told.Cause = v.Cause
			}
			told.Accounts = append(told.Accounts, v.Account)
			block = action == Block
		}
		answer.ResultItem = append(answer.ResultItem, g.item(v, block))
	}
	if told.Accounts == nil {
		return nil
	}
	told.Problem = words(x, told.Cause)
	told.Received = append(told.Received, x.Received[:min(len(x.Received), maxGuarded)]...)
	e.guard = told
	return answer.Append(nil, callback.Wire)
}

// asked is what the request asks, or nil where there is nothing to decide: it is no callback, or was not heard in full.
func (e *entry) asked() *conformance.Request {
	asked, err := conformance.RequestOf(e.x.SentBody())
	if err != nil || len(asked.Accounts) == 0 || e.clientGone || e.refused {
		return nil
	}
	return &asked
}

// limit is from when on an answer is late.
func (g *Guard) limit(deadline time.Duration) time.Duration {
	if g.late() {
		return g.within(deadline)
	}
	return deadline
}

// item is the decision over an account; a denial keeps the backend's code if that is a good one.
func (g *Guard) item(v *conformance.Verdict, block bool) callback.ResultItem {
	item := callback.ResultItem{ToAccount: v.Account}
	switch {
	case !block:
		return item
	case v.HasCode && callback.CodeInRange(v.Code) && v.Cause == callback.Said:
		item.ResultCode = v.Code
	case g.Code != 0:
		item.ResultCode = g.Code
	default:
		item.ResultCode = callback.MinCode
	}
	item.ResultInfo = "denied"
	return item
}

// words says what was wrong with what the backend said.
func words(x *exchange.Exchange, cause callback.Cause) string {
	switch {
	case x.Failure.Cause != "":
		return x.Failure.Detail
	case cause == callback.Status:
		return fmt.Sprintf("it answers with status %d", x.Answer.Status)
	}
	return "its answer lets accounts through by default (" + string(cause) + ")"
}

// appendJSON appends what is written down beside the exchange.
func (g *Guarded) appendJSON(dst []byte) []byte {
	dst = rawjson.AppendString(append(dst, `{"cause":`...), string(g.Cause))
	dst = rawjson.AppendString(append(dst, `,"problem":`...), g.Problem)
	dst = append(dst, `,"accounts":[`...)
	for i, id := range g.Accounts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = rawjson.AppendString(dst, id)
	}
	dst = rawjson.AppendString(append(dst, `],"received":`...), string(g.Received))
	return append(dst, '}')
}
