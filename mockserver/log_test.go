package mockserver_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/google/go-cmp/cmp"
)

// passed is an exchange that went by, as a proxy or a journal has it.
func passed(seq uint64, sent, received string) *exchange.Exchange {
	x := &exchange.Exchange{
		Seq: seq, Start: time.Unix(1_700_000_000, 0), Target: "http://backend/", Sent: []byte(sent), Received: []byte(received),
		Phases: exchange.Phases{FirstByte: time.Millisecond, LastByte: 3 * time.Millisecond},
	}
	x.Answer.Advance(x.Received, true)
	return x
}

const (
	allowsBob = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 121\r\n\r\n" +
		`{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"bob","ResultCode":0,"ResultInfo":"sure"}]}`
	askForBob = `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","From_Account":"alice","Requester_Account":"alice","FriendItem":[{"To_Account":"bob"}],"EventTime":1}`
)

// Requests in chunks are read as their payload, and given back as they came.
func TestLogReadsRequestsInChunks(t *testing.T) {
	sent := "POST /hook?SdkAppid=1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" +
		fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 10, askForBob[:10], len(askForBob)-10, askForBob[10:])
	log := live.New(live.Config{Requests: &conformance.RequestJudge{AppID: "2"}})
	x := passed(7, sent, allowsBob)
	log.Add(x, []callback.Member{{Name: "client", Value: `"192.0.2.1:5"`}, {Name: "guard", Value: `{"cause":"late"}`}})
	x.Sent[0], x.Received[0] = '?', '?' // the log has its own
	e := log.Events(0, 1).Events[0]
	if e.Request().FromAccount != "alice" || e.SentBody() != askForBob || e.Remote != "192.0.2.1:5" || e.Took != 3*time.Millisecond || e.Status != 200 {
		t.Errorf("got %+v from %s", e.Request(), e.Remote)
	}
	if _, got := e.Exchange().SentLine(); !strings.HasSuffix(got, "?SdkAppid=1") {
		t.Errorf("got target %q", got)
	}
	want := passed(7, sent, allowsBob)
	if got := e.Exchange(); string(got.Sent) != sent || string(got.Received) != allowsBob || got.Phases != want.Phases || got.Seq != 7 || got.Answer.Status != 200 {
		t.Errorf("got %+v, want what passed", got)
	}
	j := e.Judgement()
	if len(j.Verdicts) != 1 || j.Verdicts[0].Effect != conformance.Allow || !strings.Contains(string(j.AppendMembers(nil)), `"rule":"RQ`) {
		t.Errorf("got %s, want the effect, and that the request is another app's", j.AppendMembers(nil))
	}
	if c := log.Counts(); c.Exchanges != 1 || c.Allowed != 1 || c.Guarded != 1 || c.Unanswered != 0 {
		t.Errorf("got %+v", c)
	}
}

// An event that went through a journal is the same event, but for the steps that its policy took.
func TestRestoredEventsAreTheSame(t *testing.T) {
	s, _ := adminOf(t, mockserver.Config{})
	script, err := fault.Parse("status=503 1 in 2", fault.Files{})
	if err != nil {
		t.Fatal(err)
	}
	s.SetFaults(script)
	for range 4 {
		sample().put("id1", "spam").put(`"ForceAddFlags": 0`, `"ForceAddFlags": "x"`).send(s)
	}
	again := live.New(live.Config{})
	again.Restore(s.Events(0, 100).Events[6].Seq, func(yield func(*exchange.Exchange, []callback.Member) bool) {
		for _, e := range s.Events(0, 100).Events {
			if !yield(e.Exchange(), e.Extra()) {
				return
			}
		}
	})
	want, got := s.Events(0, 100).Events, again.Events(0, 100).Events
	if len(got) != len(want) || again.Counts().Exchanges != 0 {
		t.Fatalf("got %d events and %+v, want %d and no counts", len(got), again.Counts(), len(want))
	}
	for i := range want {
		a, b := want[i], got[i]
		if diff := cmp.Diff(string(a.Judgement().AppendMembers(nil)), string(b.Judgement().AppendMembers(nil))); diff != "" {
			t.Errorf("%d (-before +after):\n%s", i, diff)
		}
		if diff := cmp.Diff(a.Extra(), b.Extra()); diff != "" {
			t.Errorf("%d (-before +after):\n%s", i, diff)
		}
		if len(a.Findings) != len(b.Findings) || len(a.Faults) != len(b.Faults) || len(a.Decisions()) != len(b.Decisions()) {
			t.Errorf("%d: got %+v, want %+v", i, b, a)
		}
		for k := range a.Findings {
			if x, y := a.Findings[k], b.Findings[k]; x.Rule != y.Rule || x.Level != y.Level || x.Message() != y.Message() || x.Received() != y.Received() {
				t.Errorf("%d: got %+v, want %+v", i, y, x)
			}
		}
	}
	for _, filter := range []string{"rule:blocked", "fault:status", "cause:status", "-fault:status"} {
		terms, err := live.ParseTerms(filter)
		if err != nil {
			t.Fatal(err)
		}
		all := len(want)
		if a, b := s.Verify(0, terms, 0, all), again.Verify(0, terms, 0, all); a.Found != b.Found || a.Found == 0 {
			t.Errorf("%s: got %d and %d, want as many as before", filter, b.Found, a.Found)
		}
	}
}

// What is before the first restored exchange is known to be missing.
func TestRestoredLogKnowsWhatIsMissing(t *testing.T) {
	log := live.New(live.Config{RingCount: 3})
	log.Restore(105, func(yield func(*exchange.Exchange, []callback.Member) bool) {
		for seq := range uint64(6) {
			if !yield(passed(100+seq, "POST / HTTP/1.1\r\n\r\n"+askForBob, allowsBob), nil) {
				return
			}
		}
	})
	log.Add(passed(0, "POST / HTTP/1.1\r\n\r\n"+askForBob, allowsBob), nil) // nobody numbered it
	for after, want := range map[uint64]string{0: "103 lost, 104 to 106", 50: "53 lost, 104 to 106", 103: "0 lost, 104 to 106", 105: "0 lost, 106 to 106"} {
		b := log.Events(log.After(after), 10)
		if got := fmt.Sprintf("%d lost, %d to %d", b.Lost, b.Events[0].Seq, b.Events[len(b.Events)-1].Seq); got != want {
			t.Errorf("after %d: got %s, want %s", after, got, want)
		}
	}
}

// What came meanwhile is numbered without waiting for the past; and where it is forgotten already, the past does not stand
// in its place.
func TestRestoreBehindMoreThanThereIsRoomFor(t *testing.T) {
	log := live.New(live.Config{RingBytes: 20 << 10})
	reading := make(chan struct{})
	log.Restore(105, func(yield func(*exchange.Exchange, []callback.Member) bool) {
		<-reading
		yield(passed(105, "POST / HTTP/1.1\r\n\r\n"+askForBob, allowsBob), nil)
	})
	for _, size := range []int{5000, 5000, 1} {
		log.Add(passed(0, "POST / HTTP/1.1\r\nX: "+strings.Repeat("x", size)+"\r\n\r\n"+askForBob, allowsBob), nil)
	}
	close(reading)
	b := log.Events(log.After(104), 10)
	if b.Lost != 2 || len(b.Events) != 2 || b.Events[0].Seq != 107 || b.Events[1].Seq != 108 {
		t.Errorf("got %d lost and %d events, want two and two", b.Lost, len(b.Events))
	}
}

// Exchanges may come while the past is being read: they stand behind it, and anyone who looks sees both or waits.
func TestRestoreBehindWhatComes(t *testing.T) {
	for name, room := range map[string]int{"room for all": 10, "room for two of the past": 4, "room for none": 2} {
		t.Run(name, func(t *testing.T) {
			log := live.New(live.Config{RingCount: room})
			reading := make(chan struct{})
			log.Restore(105, func(yield func(*exchange.Exchange, []callback.Member) bool) {
				<-reading
				for seq := uint64(101); seq <= 105 && yield(passed(seq, "POST / HTTP/1.1\r\n\r\n"+askForBob, allowsBob), nil); seq++ {
				}
			})
			start := log.Latest()
			for seq := uint64(106); seq <= 107; seq++ {
				log.Add(passed(seq, "POST / HTTP/1.1\r\n\r\n"+askForBob, allowsBob), nil)
			}
			looked := make(chan live.Batch)
			go func() { looked <- log.Events(log.After(100), 100) }()
			select {
			case b := <-looked:
				t.Fatalf("got %d exchanges before the past was read", len(b.Events))
			case <-time.After(20 * time.Millisecond):
			}
			close(reading)
			b := <-looked
			first := max(101, 108-uint64(room))
			if got := uint64(len(b.Events)); got != 108-first || b.Lost != first-101 {
				t.Fatalf("got %d exchanges and %d lost, want %d and %d", got, b.Lost, 108-first, first-101)
			}
			for i, e := range b.Events {
				if want := first + uint64(i); e.Seq != want {
					t.Errorf("got number %d at place %d, want %d", e.Seq, i, want)
				}
			}
			if b := log.Events(start, 100); len(b.Events) != 2 || b.Events[0].Seq != 106 || log.Counts().Exchanges != 2 {
				t.Errorf("got %d new exchanges and %+v, want two and no other counted", len(b.Events), log.Counts())
			}
		})
	}
}
