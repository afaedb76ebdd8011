package replay

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// receiver answers on 127.0.0.1 as decide says for each account: a ResultCode, or nothing at all below zero.
type receiver struct {
	decide func(from, to string) int64
	delay  func(from string) time.Duration

	mu  sync.Mutex
	got []string // from>to of the requests, in the order they came
}

func (r *receiver) start(t testing.TB) *delivery.Client {
	t.Helper()
	return rawClient(t, func(c net.Conn) {
		in := bufio.NewReader(c)
		for {
			req, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			body, _ := io.ReadAll(req.Body)
			if _, err := c.Write(r.answer(body)); err != nil {
				return
			}
		}
	})
}

func (r *receiver) answer(body []byte) []byte {
	asked, _ := conformance.RequestOf(body)
	answer := callback.Response{ActionStatus: "OK"}
	for _, to := range asked.Accounts {
		r.mu.Lock()
		r.got = append(r.got, asked.From+">"+to)
		r.mu.Unlock()
		if code := r.decide(asked.From, to); code >= 0 {
			answer.ResultItem = append(answer.ResultItem, callback.ResultItem{ToAccount: to, ResultCode: code})
		}
	}
	if r.delay != nil {
		time.Sleep(r.delay(asked.From))
	}
	return httpAnswer(answer.Append(nil, callback.Wire))
}

func httpAnswer(body []byte) []byte {
	return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// rawClient serves connections on loopback and returns a client for them.
func rawClient(t testing.TB, serve func(net.Conn)) *delivery.Client {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				defer c.Close()
				serve(c)
			})
		}
	})
	to, err := delivery.ParseTarget("http://" + l.Addr().String() + "/")
	if err != nil {
		t.Fatal(err)
	}
	client := &delivery.Client{Target: to}
	t.Cleanup(func() {
		client.CloseIdle()
		l.Close()
		all.Wait()
	})
	return client
}

var epoch = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// recorded is a record of from asking to add to, so long after the epoch, with this code in its answer.
func recorded(n int, after time.Duration, from, to string, code int64) *capture.Record {
	rec := &capture.Record{}
	x := &rec.Exchange
	x.Seq, x.Start = uint64(n), epoch.Add(after)
	q := callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: from, FromAccount: from, Texts: callback.Texts{callback.AddType: callback.AddTypeBoth},
		EventTime: x.Start.UnixMilli(),
	}
	for id := range strings.SplitSeq(to, ",") {
		q.Items = append(q.Items, callback.Item{ToAccount: id, Texts: callback.Texts{callback.Source: "AddSource_Type_Android", callback.Wording: fmt.Sprint("hi ", n)}})
	}
	body := callback.Encoding{}.Append(nil, &q)
	d := exchange.Head{Host: "captured.example"}
	x.Sent = d.Append(nil, []byte("/hook?CallbackCommand="+callback.PrevFriendAdd.Command+"&ClientIP=1.2.3.4&OptPlatform=iOS&SdkAppid=1400000000&contenttype=json"), body)
	answer := callback.Allow(q.Accounts()...)
	for i := range answer.ResultItem {
		answer.ResultItem[i].ResultCode = code
	}
	x.Received = httpAnswer(answer.Append(nil, callback.Wire))
	x.Answer.Advance(x.Received, true)
	x.Phases.LastByte = 3 * time.Millisecond
	return rec
}

func each(records ...*capture.Record) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func quickPlayer(client *delivery.Client) *Player {
	return &Player{Client: client, Timing: Timing{Max: true}}
}

// discarding answers every request for the account b with the same bytes, and remembers nothing.
type discarding struct{}

func (discarding) start(t testing.TB) *delivery.Client {
	t.Helper()
	answer := httpAnswer(callback.Allow("b").Append(nil, callback.Wire))
	return rawClient(t, func(c net.Conn) {
		buf := make([]byte, 4096)
		for { // a request is one segment here
			if _, err := c.Read(buf); err != nil {
				return
			}
			if _, err := c.Write(answer); err != nil {
				return
			}
		}
	})
}
