package record

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

// Action is what a guard does.
type Action string

// The actions.
const (
	Pass  Action = ""      // nothing: what came goes back
	Block Action = "block" // deny the account
	Allow Action = "allow" // let it through, and say so
)

// UnmarshalText reads pass, block or allow.
func (a *Action) UnmarshalText(text []byte) error {
	if *a = Action(text); *a == "pass" {
		*a = Pass
	}
	return nil
}

func (a Action) String() string { return cmp.Or(string(a), "pass") }

// DefaultMargin is how long before the deadline of Chat a guard answers, so that its answer arrives in time.
const DefaultMargin = 200 * time.Millisecond

// Guard answers in the place of a backend that does not: with it, what Chat would let through by default is decided here.
// It holds every answer back until it is whole, at most 16 MiB of it. Where the backend fails before it has the request as a
// whole, the rest of it is heard out, to know whom it is about; requests that are no callbacks have their time and answer
// as without a guard.
//
// What the backend has said of other accounts in the same answer stays as it was said. What cannot be guarded, such as a
// request whose accounts cannot be read, is counted and told.
type Guard struct {
	// OnLate is for accounts of a request that is not answered in time, OnError for those that any other cause lets through by
	// default.
	OnLate  Action `flag:"on-late" default:"pass" oneof:"pass,block,allow"`
	OnError Action `flag:"on-error" default:"pass" oneof:"pass,block,allow"`
	Code    int64  `flag:"guard-code"` // of denials, from 38000 to 39000; 0 means callback.MinCode
	// Margin is how long before the deadline it answers; DefaultMargin where it is not above 0. It is more while much is under
	// way, and after answers that went later than they were to.
	Margin time.Duration `flag:"guard-margin"`
}

func (g *Guard) active() bool { return g.OnLate != Pass || g.OnError != Pass }
func (g *Guard) late() bool   { return g.OnLate != Pass }

// strain is what keeps a guard from answering at the moment when it wants to.
type strain struct {
	underWay atomic.Int64    // exchanges
	cost     atomic.Int64    // of deciding over one, lately, in nanoseconds
	lag      [2]atomic.Int64 // how late something was that was to happen at a moment, at most: lately, and in the time before
}

// decided notes how long deciding took.
func (s *strain) decided(took time.Duration) {
	before := s.cost.Load()
	s.cost.Store(before + (int64(took)-before)/8) // another's figure may be lost: it is an average
}

// went notes how late an answer went that was to go at a moment, or anything else came.
func (s *strain) went(late time.Duration) {
	s.lag[0].Store(max(int64(late), s.lag[0].Load()))
}

// lagTime is how long a lag counts at least, and twice of it at most.
const lagTime = 10 * time.Second

// watch finds out how late this process wakes: on a machine that has too much to do, a guard has to begin sooner before the
// first of its answers is late.
func (s *strain) watch(ctx context.Context) {
	const every = 20 * time.Millisecond
	tick := time.NewTicker(every)
	defer tick.Stop()
	turned := time.Now()
	for before := turned; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := time.Now()
		s.went(now.Sub(before) - every)
		if before = now; now.Sub(turned) >= lagTime {
			s.lag[1].Store(s.lag[0].Swap(0))
			turned = now
		}
	}
}

// margin is how much sooner a guard has to begin: when all that is under way is to be decided over at once.
func (s *strain) margin(processors int) time.Duration {
	lag := max(s.lag[0].Load(), s.lag[1].Load())
	return time.Duration(s.underWay.Load()*s.cost.Load()/int64(processors) + lag)
}

// within is how long the backend has.
func (p *Proxy) within() time.Duration {
	margin := p.Guard.Margin
	if margin <= 0 { // it would answer when the friend is added already
		margin = DefaultMargin
	}
	return max(p.Deadline-margin-p.strain.margin(runtime.GOMAXPROCS(0)), p.Deadline/2)
}

// Guarded tells what a guard did.
type Guarded struct {
	Cause    callback.Cause // why the first account would have been let through
	Problem  language.Sayer // in words
	Accounts []string       // that the guard decided over
	Received []byte         // what the backend had said, at most maxGuarded bytes; not UTF-8 is written down as U+FFFD
}

const maxGuarded = 64 << 10

// decide judges what the backend said, in e, and returns the body of the answer that stands in for it, or nil to leave it.
func (g *Guard) decide(judge *conformance.Judge, e *entry) []byte {
	x := &e.x
	req := e.request()
	if req == nil {
		return nil
	}
	var out conformance.Judgement
	judge.Judge(x, req, &out)
	action := g.OnError
	if x.Failure.Cause == callback.Late || x.Phases.LastByte >= e.within {
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
	return answer.AppendAs(nil, callback.Wire, rawjson.AppendBytes) // an account that is not UTF-8 goes back as it came
}

// request is what the request asks, as far as it can be read, or nil where there is nothing to decide: nobody is asked about,
// or it was not heard in full.
func (e *entry) request() *conformance.Request {
	req, _ := conformance.RequestIn(&e.x)
	if len(req.Accounts) == 0 || e.clientGone || e.refused {
		return nil
	}
	return &req
}

// unguarded says why accounts may get through although a guard is set, if they may.
func (g *Guard) unguarded(judge *conformance.Judge, e *entry) (why language.Text, is bool) {
	x := &e.x
	switch {
	case e.clientGone || e.refused: // nobody hears an answer, or none that lets through
		return why, false
	case e.cutSent > 0:
		return language.T("it is longer than {n} bytes, or all requests together are longer than is heard", "n", heard), true
	}
	req := e.request()
	if req == nil {
		failed := x.Failure.Cause != "" || x.Answer.Status != http.StatusOK
		if failed && slices.ContainsFunc(callback.Commands(), func(c string) bool { return bytes.Contains(x.Sent, []byte(c)) }) {
			return language.T("its accounts cannot be read"), true
		}
		return why, false
	}
	if req.Unnamed > 0 {
		return language.T("{n} of its items name no account that an answer could name", "n", req.Unnamed), true
	}
	if e.guard == nil {
		return why, false
	}
	var out conformance.Judgement
	judge.Judge(x, req, &out)
	for i := range out.Verdicts {
		if v := &out.Verdicts[i]; v.FailOpen() {
			return language.T("no answer can name {account:q}", "account", v.Account), true
		}
	}
	return why, false
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
func words(x *exchange.Exchange, cause callback.Cause) language.Sayer {
	switch {
	case x.Failure.Cause != "":
		return language.Phrase(x.Failure.Detail)
	case cause == callback.Status:
		return language.T("it answers with status {status}", "status", x.Answer.Status)
	}
	return language.T("its answer lets accounts through by default ({cause})", "cause", cause)
}
