package replay

import (
	"bytes"
	"fmt"
	"iter"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// changed runs the player and returns the changes by from>to.
func changed(t *testing.T, p *Player, records iter.Seq2[*capture.Record, error]) (map[string]Change, *Tally) {
	t.Helper()
	got, tally := map[string]Change{}, &Tally{}
	for r, err := range p.Run(t.Context(), records) {
		if err != nil {
			t.Fatal(err)
		}
		tally.Add(r)
		for _, d := range r.Decisions {
			got[fmt.Sprintf("%s>%s", r.Request.From, d.Account)] = d.Change
		}
	}
	return got, tally
}

// Two versions of a handler that differ in two decisions: the diff shows these two, and no other.
func TestDecisionsThatChanged(t *testing.T) {
	client := (&receiver{decide: func(from, to string) int64 {
		switch from + to {
		case "ab", "hi":
			return -1
		case "cd", "eg":
			return 38001
		}
		return 0
	}}).start(t)
	noAnswer := recorded(5, 4*time.Second, "x", "y", 0)
	noAnswer.Exchange.Received, noAnswer.Exchange.Answer = nil, http1.Answer{}
	failed := recorded(6, 5*time.Second, "z", "y", 0)
	failed.Exchange.Received, failed.Exchange.Answer = nil, http1.Answer{}
	failed.Exchange.Failure = exchange.Failure{Cause: callback.Late, Detail: "never"}
	got, tally := changed(t, quickPlayer(client), each(
		recorded(1, 0, "a", "b", 38001),           // blocked then, not answered now
		recorded(2, time.Second, "c", "d", 0),     // allowed then, blocked now
		recorded(3, 2*time.Second, "c", "e", 0),   // the same
		recorded(4, 3*time.Second, "e", "f,g", 0), // one of two
		noAnswer, failed,
		recorded(7, 6*time.Second, "h", "i", 0), // allowed then, not answered now
	))
	want := map[string]Change{"a>b": Opened, "c>d": Closed, "c>e": Same, "e>f": Same, "e>g": Closed, "x>y": Unknown, "z>y": Same, "h>i": Broke}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if tally.Requests != 7 || tally.Accounts != 8 || tally.Compared() != 7 || tally.After.N() != 5 || tally.Unrecorded != 1 {
		t.Errorf("got %d requests, %d accounts, %d compared, %d times, want 7, 8, 7, 5", tally.Requests, tally.Accounts, tally.Compared(), tally.After.N())
	}
}

func TestBaseline(t *testing.T) {
	client := (&receiver{decide: func(string, string) int64 { return 0 }}).start(t)
	p := quickPlayer(client)
	// Equal bodies: the first blocked, the second not; their EventTime does not count.
	first, second := recorded(1, 0, "a", "b", 38001), recorded(1, time.Minute, "a", "b", 0)
	base, err := ReadBaseline(each(first, second, recorded(3, 0, "c", "d", 38001)), &p.Judge)
	if err != nil || base.N != 3 {
		t.Fatalf("got %v, %v", base, err)
	}
	p.Baseline, p.OrderBy, p.Jobs = base, ByNoOne, 1
	var got []Change
	for r, err := range p.Run(t.Context(), each(
		recorded(1, time.Hour, "a", "b", 0), recorded(1, 2*time.Hour, "a", "b", 0), recorded(1, 3*time.Hour, "a", "b", 0),
		recorded(3, 4*time.Hour, "c", "d", 0), recorded(9, 5*time.Hour, "c", "d", 0),
	)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Decisions[0].Change)
	}
	if want := []Change{Opened, Same, Unknown, Opened, Unknown}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAgainstSubtractsNoise(t *testing.T) {
	var mu sync.Mutex
	asked := 0
	first := (&receiver{decide: func(from, _ string) int64 {
		mu.Lock()
		defer mu.Unlock()
		switch from {
		case "noisy":
			asked++
			return int64(asked%2) * 38001
		case "opened":
			return 38001
		}
		return 0
	}}).start(t)
	second := (&receiver{decide: func(from, _ string) int64 {
		if from == "closed" {
			return 38001
		}
		return 0
	}}).start(t)
	p := quickPlayer(first)
	p.Against = second
	got, _ := changed(t, p, each(
		recorded(1, 0, "noisy", "x", 0), recorded(2, 0, "opened", "x", 0), recorded(3, 0, "closed", "x", 0), recorded(4, 0, "same", "x", 38001),
	))
	want := map[string]Change{"noisy>x": Noise, "opened>x": Opened, "closed>x": Closed, "same>x": Same}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The requests of one user come in their order even where the first is slow and there are jobs to spare; those of others
// do not wait for them.
func TestOrderOfAUser(t *testing.T) {
	for _, by := range []OrderBy{ByFrom, ByTo, ByNoOne} {
		t.Run(string(by), func(t *testing.T) {
			r := &receiver{decide: func(string, string) int64 { return 0 }}
			release := make(chan struct{})
			r.delay = func(from string) time.Duration {
				if from == "slow" {
					<-release
				}
				return 0
			}
			p := quickPlayer(r.start(t))
			p.OrderBy, p.Jobs = by, 8
			var records []*capture.Record
			for i := range 5 {
				records = append(records, recorded(i, 0, "slow", fmt.Sprint("to", i), 0))
			}
			for i := range 3 {
				records = append(records, recorded(9, 0, "quick", "to"+fmt.Sprint(9-i), 0))
			}
			n := 0
			for _, err := range p.Run(t.Context(), each(records...)) {
				if err != nil {
					t.Fatal(err)
				}
				if n++; n == 3 { // the quick ones: the slow ones are still held
					close(release)
				}
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			var slow []string
			for _, g := range r.got {
				if g[:4] == "slow" {
					slow = append(slow, g)
				}
			}
			inOrder := slices.IsSorted(slow)
			if by == ByFrom && !inOrder || len(slow) != 5 {
				t.Errorf("got %v, want it in order", slow)
			}
		})
	}
}

// As captured, every byte is as it was: header order and case, a chunked body, odd spacing.
func TestByteIdentical(t *testing.T) {
	requests := []string{
		"POST /hook?b=%31&a=1&Sign=x&RequestTime=1 HTTP/1.1\r\nhOsT: somewhere\r\nX-Twice: 1\r\nx-twice:2\r\nContent-Length: 17\r\n\r\n{\"EventTime\" : 1}",
		"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost:h\r\n\r\n3;ext=1\r\n{\"E\r\n2\r\n\":\r\n2\r\n1}\r\n0\r\nT: 1\r\n\r\n",
	}
	wire := make(chan []byte, 1)
	client := rawClient(t, func(c net.Conn) {
		buf := make([]byte, 4096)
		for {
			n, err := c.Read(buf)
			if err != nil {
				return
			}
			wire <- bytes.Clone(buf[:n])
			if _, err := c.Write(httpAnswer([]byte("{}"))); err != nil {
				return
			}
		}
	})
	p := quickPlayer(client)
	p.Renewal.AsCaptured, p.Jobs = true, 1
	for _, sent := range requests {
		rec := &capture.Record{Exchange: exchange.Exchange{Sent: []byte(sent)}}
		for _, err := range p.Run(t.Context(), each(rec)) {
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := <-wire; string(got) != sent {
			t.Errorf("got  %q\nwant %q", got, sent)
		}
	}
}
