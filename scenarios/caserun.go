package scenarios

import (
	"cmp"
	"context"
	"encoding/json"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// CaseRun is one case while it runs: what its function has to work with.
type CaseRun struct {
	ctx      context.Context // ends when the run is interrupted: nothing new is begun then
	wire     context.Context // of exchanges: ends later, so that those under way may finish
	cut      atomic.Bool     // the interruption kept something from being done: the case has no verdict
	Suite    *Suite
	held     atomic.Int64 // of the client's memory
	scenario *Scenario
	variant  Variant
	Rand     *rand.Rand // of this case alone: it does not matter what ran before
	done     bool       // it was skipped, or came to its end

	mu         sync.Mutex // a case may send many requests at once
	Case       *result.Case
	senders    int // that have as many accounts in their requests as one has
	asks       int // of the one after them
	sent       int
	repeated   int            // of them, to find out what is to blame
	untestable language.Sayer // why the case proves nothing
	trouble    language.Sayer // why there is no verdict at all
	remarks    []language.Sayer
}

// caseOf is a case of a scenario that is still to begin.
func (s *Suite) caseOf(sc *Scenario, v Variant) *CaseRun {
	id := sc.caseID(v)
	return &CaseRun{
		Suite: s, scenario: sc, variant: v, Rand: s.random(id),
		Case: &result.Case{ID: id, Scenario: sc.ID, About: sc.About, File: sc.File},
	}
}

// aside is a case that is none of the catalogue's, and stands in no result.
func (s *Suite) aside(ctx context.Context, id string) *CaseRun {
	t := s.caseOf(&Scenario{ID: id}, Variant{})
	t.begin(ctx)
	return t
}

func (t *CaseRun) begin(ctx context.Context) { t.ctx, t.wire = ctx, cmp.Or(t.Suite.wire, ctx) }

// DryRun is a case that sends nothing, for what looks at requests only.
func (s *Suite) DryRun() *CaseRun { return s.aside(context.Background(), "") }

// random is the stream of a case: it depends on the seed and the case's id only.
func (s *Suite) random(caseID string) *rand.Rand {
	return rand.New(rand.NewPCG(s.Seed, hash(caseID)))
}

func hash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

// doer delivers a message: a client, or one connection of it.
type doer interface {
	Do(ctx context.Context, msg *delivery.Message, x *exchange.Exchange) error
}

// Send sends r over a kept connection, if there is one.
func (t *CaseRun) Send(role result.Role, name string, r *Request) *Reply {
	return t.SendOn(t.Suite.Client, role, name, r)
}

// SendFresh sends r over a new connection, which it closes.
func (t *CaseRun) SendFresh(role result.Role, name string, r *Request) *Reply {
	conn := t.Suite.Client.Conn()
	defer conn.Close()
	return t.SendOn(conn, role, name, r)
}

// SendOn sends r over a connection.
func (t *CaseRun) SendOn(over doer, role result.Role, name string, r *Request) *Reply {
	return t.Deliver(role, name, r, func(ctx context.Context, f *exchange.Frame, x *exchange.Exchange) error {
		var msg delivery.Message
		r.plan(&msg, f)
		return over.Do(ctx, &msg, x)
	})
}

// Deliver frames r, has it delivered, judges the answer and keeps the exchange. When the run was interrupted before, or
// long ago, the reply has no answer, and the case is dropped; by is to return an error in the latter case only.
func (t *CaseRun) Deliver(role result.Role, name string, r *Request,
	by func(context.Context, *exchange.Frame, *exchange.Exchange) error,
) *Reply {
	began := time.Now()
	f, parsed := r.frame(began)
	rep := &Reply{Exchange: new(exchange.Exchange), parsed: parsed, request: r, Step: -1}
	if !t.pace() || t.Interrupted() || by(t.wire, &f, rep.Exchange) != nil {
		t.cut.Store(true)
		rep.Exchange.Failure, rep.cut = exchange.Failure{Cause: callback.Reset, Detail: "the run was interrupted"}, true
	}
	rep.crossed = crosses(f.Target, began, time.Now())
	t.held.Add(int64(delivery.Held(rep.Exchange)))
	t.judge(rep)
	t.keep(role, name, rep)
	return rep
}

// Connect connects without sending anything. It reports false if the interruption came first.
func (t *CaseRun) Connect(conn *delivery.Conn) bool {
	if t.Interrupted() {
		return false
	}
	var x exchange.Exchange
	if err := conn.Connect(t.wire, &x); err != nil {
		t.cut.Store(true)
		return false
	}
	return true
}

// Interrupted reports whether the run is interrupted. Ask it before something is begun: what is left out then takes the
// case its verdict.
func (t *CaseRun) Interrupted() bool {
	if t.ctx.Err() == nil {
		return false
	}
	t.cut.Store(true)
	return true
}

// Await waits for what the receiver does with a connection; see [delivery.Conn.Await]. It reports false if the
// interruption came first.
func (t *CaseRun) Await(conn *delivery.Conn, d time.Duration) (delivery.Event, bool) {
	event, err := conn.Await(t.ctx, d)
	if err != nil {
		t.cut.Store(true)
	}
	return event, err == nil
}

// judge judges a reply with what the user declared about accounts.
func (t *CaseRun) judge(r *Reply) {
	judge := conformance.Judge{Assume: t.Suite.Assume, Expect: t.Suite.Expect}
	if r.request.Expect != nil {
		judge.Expect = r.request.Expect
	}
	var j conformance.Judgement
	judge.Judge(r.Exchange, &r.parsed, &j)
	r.Judgement = conformance.Judgement{Verdicts: j.Verdicts, Findings: j.Findings} // without the judge's working memory
}

// keep adds the exchange to the case's steps, as long as there is room for it.
func (t *CaseRun) keep(role result.Role, name string, r *Reply) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent++
	kept := len(t.Case.Steps)
	if kept >= result.MaxSteps && (r.Valid() || kept >= 2*result.MaxSteps) {
		t.Case.LeftOut++
		return
	}
	r.Step = kept
	step := result.NewStep(name, role, r.Exchange, &r.Judgement, t.Suite.room())
	t.Suite.kept.Add(int64(spelt(&step)))
	t.Case.Steps = append(t.Case.Steps, step)
}

// spelt is about how many bytes the messages and findings of a step take in a report. What was cut stands there twice: as
// a body, and as it was framed.
func spelt(s *result.Step) int {
	sent, _ := json.Marshal(string(s.Exchange.Sent))
	received, _ := json.Marshal(string(s.Exchange.Received))
	n := len(sent) + len(received)
	if s.CutReceived > 0 {
		n += len(received)
	}
	for i := range s.Judgement.Findings {
		n += len(s.Judgement.Findings[i].AppendJSON(nil))
	}
	return n
}

// Remark adds a sentence to the case's message that is no finding.
func (t *CaseRun) Remark(sentence any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	says := language.Of(sentence)
	if !slices.ContainsFunc(t.remarks, func(old language.Sayer) bool { return old.SayIn(nil) == says.SayIn(nil) }) {
		t.remarks = append(t.remarks, says)
	}
}

// ProvesNothing makes the case untestable.
func (t *CaseRun) ProvesNothing(why any) { t.note(&t.untestable, why) }

// Trouble says that there is no verdict, for trouble that is not the receiver's answer.
func (t *CaseRun) Trouble(why any) { t.note(&t.trouble, why) }

// note keeps the first reason that is given.
func (t *CaseRun) note(first *language.Sayer, why any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if *first == nil {
		*first = language.Of(why)
	}
}

// SendControl sends a control over a kept connection, if there is one.
func (t *CaseRun) SendControl(r *Request) *Reply {
	return t.Send(result.Control, string(result.Control), r)
}

// SendFreshControl sends a control over a new connection.
func (t *CaseRun) SendFreshControl(r *Request) *Reply {
	return t.SendFresh(result.Control, string(result.Control), r)
}

// Pause waits, and reports false if the run is interrupted.
func (t *CaseRun) Pause(d time.Duration) bool { return pause(t.ctx, d) || !t.Interrupted() }

func pause(ctx context.Context, d time.Duration) bool {
	alarm := clock.NewTimer(ctx)
	defer alarm.Close()
	return alarm.Wait(time.Now().Add(d)) == nil
}

// Context ends when the run is interrupted: nothing new is to be begun then.
func (t *CaseRun) Context() context.Context { return t.ctx }

// First is the answer to the first request of the run, which was sent before any case began.
func (t *CaseRun) First() *Reply { return t.Suite.first }

// ShowFirst is First, shown among the case's exchanges.
func (t *CaseRun) ShowFirst() *Reply { return t.show("first", t.Suite.first) }

// show shows a reply to a request that was sent before any case began, and counts for none.
func (t *CaseRun) show(name string, r *Reply) *Reply {
	t.keep(result.Probe, name, r)
	t.sent--
	return r
}

// Leak notes that an account was to be blocked in the request that r answers, and is let through.
func (t *CaseRun) Leak(r *Reply, v *conformance.Verdict) {
	t.mu.Lock()
	defer t.mu.Unlock()
	pair := r.Pair(v.Account)
	if !v.Harmless && !slices.Contains(t.Case.Leaks, pair) {
		t.Case.Leaks = append(t.Case.Leaks, pair)
		t.Case.Assumed = t.Case.Assumed || v.Basis == conformance.Assumed
	}
}

// Denial notes what became of a kind of denial in this case.
func (t *CaseRun) Denial(d result.Denial) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.Case.Denial == nil || t.Case.Denial.State < d.State {
		d.Case = t.Case.ID
		t.Case.Denial = &d
	}
}
