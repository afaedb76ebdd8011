package load

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/simulate/traffic"
)

func plainEngine(t testing.TB) *Engine {
	target, err := delivery.ParseTarget("http://localhost/")
	if err != nil {
		t.Fatal(err)
	}
	g, err := traffic.New(traffic.World{Seed: 1, MaxItems: 1, Campaigns: []traffic.Campaign{{Kind: "spam-blast"}, {Kind: "evasion"}}})
	if err != nil {
		t.Fatal(err)
	}
	return &Engine{
		Generator: g, Client: &delivery.Client{Target: target}, Pacing: Grouped,
		Wire: Wire{Target: target, AppID: "1400000000", Token: "secret"},
	}
}

// The head that is filled in is the head that is written anew.
func TestHeadIsTheDraftsOwn(t *testing.T) {
	for _, target := range []string{"http://h/", "http://h/a?z=1&App=mark", "http://u:p@h:1/?contenttype=x"} {
		for _, style := range []callback.Style{callback.Wire, callback.Documented} {
			for _, token := range []string{"", "secret"} {
				to, err := delivery.ParseTarget(target)
				if err != nil {
					t.Fatal(err)
				}
				w := Wire{Target: to, AppID: "1400000000", Token: token, Encoding: callback.Encoding{Style: style}}
				w.NoRequestID = style == callback.Documented
				f := filling{[...]string{"2001:db8::1", "Android", "0-1-2", "abc", "123"}, 77}
				q := callback.PrevFriendAdd.Query(w.AppID, f.texts[spotIP], f.texts[spotPlatform])
				if !w.NoRequestID {
					q = append(q, callback.Param{Name: callback.ParamRequestID, Value: f.texts[spotRequestID]})
				}
				if token != "" {
					q = append(q, callback.Param{Name: callback.ParamSign, Value: f.texts[spotSign]}, callback.Param{Name: callback.ParamRequestTime, Value: f.texts[spotTime]})
				}
				draft := to.Head()
				want := string(draft.AppendHead(nil, to.AppendRequestTarget(nil, q, style), f.length))
				if got := string(w.newHead(callback.PrevFriendAdd).append(nil, &f)); got != want {
					t.Errorf("%s:\n got %q\nwant %q", target, got, want)
				}
			}
		}
	}
}

// What is sent is signed, and Chat could have sent it.
func TestRequestsAreSigned(t *testing.T) {
	e := plainEngine(t)
	e.Schedule = Schedule{Pacer: Constant(10), WarmUp: time.Second, Count: 3}
	var numbers []uint64
	for ev := range e.Requests(time.Unix(1_700_000_000, 0)) {
		numbers = append(numbers, ev.Number)
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(string(ev.Exchange.Sent))))
		if err != nil {
			t.Fatal(err)
		}
		q := r.URL.Query()
		if err := callback.CheckSign("secret", q.Get("Sign"), q.Get("RequestTime"), time.Unix(1_700_000_001, 0)); err != nil {
			t.Error(err)
		}
	}
	if fmt.Sprint(numbers) != "[10 11 12]" {
		t.Errorf("got requests %v, want those after the warm-up", numbers)
	}
}

// A request's whole way costs no allocation: it is drawn, written and signed, and an answer is judged. The wire is left
// out, for it is shared with the receiver of the test; delivery has a test of its own, and so has what counts.
func TestSteadyStateAllocatesNothing(t *testing.T) {
	e := plainEngine(t)
	e.Schedule = Schedule{Pacer: NewPoisson(Constant(1000), 1), Count: 1 << 40}
	r := e.newRun(t.Context(), time.Now())
	allowed := 0
	e.Record = func(_ int, e *Event) {
		if v := &e.Judgement.Verdicts[0]; v.Effect == conformance.Allow && !v.FailOpen() && len(e.Judgement.Findings) == 0 {
			allowed++
		}
	}
	w := r.newWorker()
	one := func() {
		w.take()
		w.prepare(time.Unix(1_700_000_000, 0))
		w.x.Reset()
		w.x.Sent = append(w.x.Sent, w.msg.Segments[0].Bytes...)
		w.request.Take(&w.draw.Request)
		text := callback.Allow(w.request.Accounts...)
		answer := text.Append(nil, callback.Wire)
		w.x.Received = fmt.Appendf(w.x.Received[:0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer)
		w.x.Answer.Advance(w.x.Received, false)
		w.x.Phases = exchange.Phases{Write: time.Millisecond, FirstByte: 2 * time.Millisecond, LastByte: 2 * time.Millisecond}
		w.x.Reused = true
		w.record()
	}
	for range 5000 {
		one()
	}
	receiver := testing.AllocsPerRun(1000, func() {
		text := callback.Allow(w.request.Accounts...)
		answer := text.Append(nil, callback.Wire)
		w.x.Received = fmt.Appendf(w.x.Received[:0], "%d%s", len(answer), answer)
	})
	if got := testing.AllocsPerRun(2000, one); got > receiver {
		t.Errorf("got %v allocations, want none beside the %v of the answer", got, receiver)
	}
	if n := r.next.Load(); uint64(allowed) != n || w.event.Number != n-1 {
		t.Errorf("got %d of %d allowed: the answers were to conform", allowed, n)
	}
}
