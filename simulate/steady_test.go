package simulate

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// loopback is a receiver that writes from memory what it answers, so that hardly anything is allocated on its side: one
// answer for one account, cut out of the request.
func loopback(t testing.TB) *delivery.Client {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go answerPlainly(c)
		}
	}()
	target, err := delivery.ParseTarget("http://" + l.Addr().String() + "/")
	if err != nil {
		t.Fatal(err)
	}
	c := &delivery.Client{Target: target}
	t.Cleanup(c.CloseIdle)
	return c
}

func answerPlainly(c net.Conn) {
	defer c.Close()
	in := bufio.NewReaderSize(c, 8192)
	var answer, body []byte
	for {
		length := 0
		for {
			line, err := in.ReadSlice('\n')
			if err != nil {
				return
			}
			if value, ok := strings.CutPrefix(string(line), "Content-Length: "); ok {
				fmt.Sscan(value, &length)
			}
			if len(line) == 2 {
				break
			}
		}
		if cap(body) < length {
			body = make([]byte, length, 2*length)
		}
		body = body[:length]
		if _, err := io.ReadFull(in, body); err != nil {
			return
		}
		_, rest, _ := strings.Cut(string(body), `"To_Account":"`)
		id, _, _ := strings.Cut(rest, `"`)
		text := callback.Allow(id).Append(nil, callback.Wire)
		answer = fmt.Appendf(answer[:0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(text), text)
		if _, err := c.Write(answer); err != nil {
			return
		}
	}
}

func plainEngine(t testing.TB, c *delivery.Client) *Engine {
	g, err := New(World{Seed: 1, MaxItems: 1, Campaigns: []Campaign{{Kind: "spam-blast"}, {Kind: "evasion"}}})
	if err != nil {
		t.Fatal(err)
	}
	return &Engine{
		Generator: g, Client: c, Pacing: Grouped,
		Wire: Wire{Target: c.Target, Head: c.Target.Head(), AppID: "1400000000", Token: "secret"},
	}
}

// A request's whole way costs no allocation: it is drawn, written and signed, an answer is judged, and the result counts
// it. The wire is left out, for it is shared with the receiver of the test; delivery has a test of its own.
func TestSteadyStateAllocatesNothing(t *testing.T) {
	e := plainEngine(t, loopback(t))
	e.Schedule = Schedule{Pacer: NewPoisson(Constant(1000), 1), Count: 1 << 40}
	r := &run{
		Engine: e, wire: t.Context(), start: time.Now(), head: e.Wire.newHead(), bounds: e.Schedule.Bounds(), result: newResult(),
	}
	w := r.newWorker()
	n := uint64(0)
	one := func() {
		due := e.Schedule.Pacer.Due(n)
		w.prepare(n, due, time.Unix(1_700_000_000, 0))
		w.x.Reset()
		w.x.Sent = append(w.x.Sent, w.msg.Segments[0].Bytes...)
		text := callback.Allow(w.asked.Accounts...)
		answer := text.Append(nil, callback.Wire)
		w.x.Received = fmt.Appendf(w.x.Received[:0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer)
		w.x.Answer.Advance(w.x.Received, false)
		w.x.Phases = exchange.Phases{Write: time.Millisecond, FirstByte: 2 * time.Millisecond, LastByte: 2 * time.Millisecond}
		w.x.Reused = true
		r.Judge.Judge(&w.x, &w.asked, &w.judgement)
		w.event = Event{Number: n, Due: due, Draw: &w.draw, Exchange: &w.x, Judgement: &w.judgement}
		r.record(&w.event)
		n++
	}
	for range 5000 {
		one()
	}
	receiver := testing.AllocsPerRun(1000, func() {
		text := callback.Allow(w.asked.Accounts...)
		answer := text.Append(nil, callback.Wire)
		w.x.Received = fmt.Appendf(w.x.Received[:0], "%d%s", len(answer), answer)
	})
	if got := testing.AllocsPerRun(2000, one); got > receiver {
		t.Errorf("got %v allocations, want none beside the %v of the answer", got, receiver)
	}
	if got := r.result.Labels[Benign].Allowed; got == 0 || r.result.Labels[Benign].Opened() != 0 || len(r.result.Findings) != 0 {
		t.Errorf("got %d allowed, findings %v: the answers were to conform", got, r.result.Findings)
	}
}

// Memory does not grow with the length of a run: what twenty thousand requests leave behind is what two thousand do.
func TestMemoryIsConstant(t *testing.T) {
	if testing.Short() {
		t.Skip("sends twenty thousand requests")
	}
	e := plainEngine(t, loopback(t))
	e.Jobs = 64
	used := func(count uint64) uint64 {
		e.Schedule = Schedule{Pacer: Constant(1000), Count: count}
		r := e.Run(t.Context(), time.Now())
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if r.Requests != count || r.Labels[Benign].Opened() > 0 {
			t.Fatalf("got %d requests, %d let in, want %d", r.Requests, r.Labels[Benign].Opened(), count)
		}
		runtime.KeepAlive(r)
		return m.HeapAlloc
	}
	used(2000)
	short := used(2000)
	long := used(20_000)
	if long > short+2<<20 {
		t.Errorf("got %d KiB after ten times as many requests, want about %d", long>>10, short>>10)
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
				w := Wire{Target: to, Head: to.Head(), AppID: "1400000000", Token: token, Encoding: callback.Encoding{Style: style}}
				w.NoRequestID = style == callback.Documented
				f := filling{ip: "2001:db8::1", platform: "Android", requestID: "0-1-2", sign: "abc", time: "123", length: 77}
				q := callback.NewQuery(w.AppID, f.ip, f.platform)
				if !w.NoRequestID {
					q = append(q, callback.Param{Name: callback.ParamRequestID, Value: f.requestID})
				}
				if token != "" {
					q = append(q, callback.Param{Name: callback.ParamSign, Value: f.sign}, callback.Param{Name: callback.ParamRequestTime, Value: f.time})
				}
				want := string(w.Head.AppendHead(nil, to.AppendRequestTarget(nil, q, style), f.length))
				if got := string(w.newHead().append(nil, &f)); got != want {
					t.Errorf("%s:\n got %q\nwant %q", target, got, want)
				}
			}
		}
	}
}

// What is sent is signed, and Chat could have sent it.
func TestRequestsAreSigned(t *testing.T) {
	e := plainEngine(t, loopback(t))
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
