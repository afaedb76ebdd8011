package scenarios

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// turn is one case while it runs: what its function has to work with.
type turn struct {
	ctx      context.Context // ends when the run is interrupted: nothing new is begun then
	wire     context.Context // of exchanges: ends later, so that those under way may finish
	cut      atomic.Bool     // the interruption kept something from being done: the case has no verdict
	suite    *Suite
	scenario *Scenario
	rand     *rand.Rand // of this case alone: it does not matter what ran before

	mu         sync.Mutex // a case may send many requests at once
	out        *Case
	sent       int
	untestable string // why the case proves nothing
	trouble    string // why there is no verdict at all
	remarks    []string
}

// random is the stream of a case: it depends on the seed and the case's id only.
func (s *Suite) random(caseID string) *rand.Rand {
	return rand.New(rand.NewPCG(s.Seed, hash(caseID)))
}

// hash is FNV-1a.
func hash(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}

func itoa(n int) string { return strconv.Itoa(n) }

// markers are n accounts that no other case asks about, legal in length and letters.
func (t *turn) markers(n int) []string {
	prefix := "chatcb-" + strconv.FormatUint(hash(strconv.FormatUint(t.suite.Seed, 16)+t.out.ID)>>34, 36)
	ids := make([]string, n)
	for i := range ids {
		ids[i] = prefix + "-" + itoa(i+1)
	}
	return ids
}

// doer delivers a message: a client, or one connection of it.
type doer interface {
	Do(ctx context.Context, msg *delivery.Message, x *exchange.Exchange) error
}

// send sends r over a kept connection, if there is one.
func (t *turn) send(role Role, name string, r *request) *reply {
	return t.sendOn(t.suite.Client, role, name, r)
}

// fresh sends r over a new connection, which it closes.
func (t *turn) fresh(role Role, name string, r *request) *reply {
	conn := t.suite.Client.Conn()
	defer conn.Close()
	return t.sendOn(conn, role, name, r)
}

// sendOn delivers r, judges the answer and keeps the exchange. When the run was interrupted before, or long ago, the reply
// has no answer, and the case is dropped.
func (t *turn) sendOn(over doer, role Role, name string, r *request) *reply {
	frame, asked := r.frame(time.Now())
	var msg delivery.Message
	r.plan(&msg, &frame)
	rep := &reply{x: new(exchange.Exchange), asked: asked, request: r, step: -1}
	if t.interrupted() || over.Do(t.wire, &msg, rep.x) != nil {
		t.cutOff(rep)
	}
	t.judge(rep)
	t.keep(role, name, rep)
	return rep
}

// interrupted reports whether the run is interrupted. Ask it before something is begun: what is left out then takes the
// case its verdict.
func (t *turn) interrupted() bool {
	if t.ctx.Err() == nil {
		return false
	}
	t.cut.Store(true)
	return true
}

// cutOff marks a reply that nobody waited for.
func (t *turn) cutOff(r *reply) {
	t.cut.Store(true)
	r.x.Failure, r.cut = exchange.Failure{Cause: callback.Reset, Detail: "the run was interrupted"}, true
}

// await waits for what the receiver does with a connection; see [delivery.Conn.Await]. It reports false if the
// interruption came first.
func (t *turn) await(conn *delivery.Conn, d time.Duration) (delivery.Event, bool) {
	event, err := conn.Await(t.ctx, d)
	if err != nil {
		t.cut.Store(true)
	}
	return event, err == nil
}

// judge judges a reply with what the user declared about accounts.
func (t *turn) judge(r *reply) {
	judge := conformance.Judge{Assume: t.suite.Assume, Expect: t.suite.Expect}
	if r.request.expect != nil {
		judge.Expect = r.request.expect
	}
	var j conformance.Judgement
	judge.Judge(r.x, &r.asked, &j)
	r.judgement = conformance.Judgement{Verdicts: j.Verdicts, Findings: j.Findings} // without the judge's working memory
}

// keep adds the exchange to the case's steps, as long as there is room for it.
func (t *turn) keep(role Role, name string, r *reply) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent++
	kept := len(t.out.Steps)
	if kept >= MaxSteps && (r.valid() || kept >= 2*MaxSteps) {
		t.out.LeftOut++
		return
	}
	r.step = kept
	t.out.Steps = append(t.out.Steps, newStep(role, name, r))
}

func newStep(role Role, name string, r *reply) Step {
	s := Step{Name: name, Role: role, Exchange: *r.x, Judgement: r.judgement}
	s.Exchange.Sent, s.CutSent = clip(r.x.Sent)
	s.Exchange.Received, s.CutReceived = clip(r.x.Received)
	if s.CutReceived == 0 {
		s.Exchange.Answer.Reset()
		s.Exchange.Answer = http1.Answer{
			NoBody: r.x.Answer.NoBody, More: r.x.Answer.More, MaxHead: r.x.Answer.MaxHead, MaxBody: r.x.Answer.MaxBody,
		}
		if len(r.x.Received) > 0 {
			s.Exchange.Answer.Advance(s.Exchange.Received, true)
		}
		return s
	}
	s.Exchange.Answer.Head, _ = clip(r.x.Answer.Head)
	s.Exchange.Answer.Body, _ = clip(r.x.Answer.Body)
	return s
}

// clip copies b, and cuts its middle out where it is long.
func clip(b []byte) (kept []byte, cut int) {
	if len(b) <= MaxBytes {
		return slices.Clone(b), 0
	}
	const half = MaxBytes / 2
	return slices.Concat(b[:half], b[len(b)-half:]), len(b) - 2*half
}

// say adds a sentence to the case's message that is no finding.
func (t *turn) say(sentence string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.remarks, sentence) {
		t.remarks = append(t.remarks, sentence)
	}
}

// provesNothing makes the case untestable.
func (t *turn) provesNothing(why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.untestable == "" {
		t.untestable = why
	}
}

// broken says that there is no verdict, for trouble that is not the receiver's answer.
func (t *turn) broken(why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.trouble == "" {
		t.trouble = why
	}
}
