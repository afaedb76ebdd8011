package conformance

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// TestReuse judges all samples one after the other with one Judgement, forwards and backwards, and wants what a new one
// would say: nothing of an exchange is left for the next.
func TestReuse(t *testing.T) {
	var samples []*rule.Sample
	for r := range Rules() {
		for _, s := range r.All() {
			samples = append(samples, &s)
		}
	}
	for i := range effects {
		samples = append(samples, &effects[i].sample)
	}
	var out Judgement
	for range 2 {
		for _, s := range samples {
			request, judge := requestOf(s), Judge{Expect: Expectations{}}
			for _, account := range s.Allow {
				judge.Expect["to:"+account] = Allow
			}
			for _, account := range s.Block {
				judge.Expect["to:"+account] = Block
			}
			judge.Judge(s.Exchange(), &request, &out)
			if diff := cmp.Diff(copied(judged(s)), copied(&out)); diff != "" {
				t.Errorf("%s: new against used:\n%s", s.Name, diff)
			}
		}
		slices.Reverse(samples)
	}
}

// TestReuseOfRequests does the same with requests.
func TestReuseOfRequests(t *testing.T) {
	var out Judgement
	for r := range RequestRules() {
		for _, s := range r.All() {
			view, err := ParseRequest([]byte(s.Request()))
			if err != nil {
				t.Fatal(err)
			}
			judge := RequestJudge{AppID: s.AppID, Token: s.Token}
			if s.Now != 0 {
				judge.Now = time.UnixMilli(s.Now)
			}
			judge.Judge(&view, &out)
			if diff := cmp.Diff(copied(judgedRequest(t, &s)), copied(&out)); diff != "" {
				t.Errorf("%s %s: new against used:\n%s", r.ID, s.Name, diff)
			}
		}
	}
}

// TestConcurrentUse is for the race detector: one Judge, many goroutines.
func TestConcurrentUse(t *testing.T) {
	judge := Judge{Expect: Expectations{"to:id1": Block}}
	requests := RequestJudge{AppID: "1400000000"}
	view, err := ParseRequest([]byte(sampleQuerying(rule.PageQuery)))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			var out Judgement
			for _, s := range conforming {
				request := requestOf(&s)
				judge.Judge(s.Exchange(), &request, &out)
				requests.Judge(&view, &out)
			}
		})
	}
	group.Wait()
}

// TestAllocations holds the promise that judging what conforms allocates nothing once the memory is there.
func TestAllocations(t *testing.T) {
	for _, s := range []rule.Sample{
		{},
		{Body: sampleDeciding("38000", "0")},
		{Asks: rule.Asks(sampleNumbered(40)...), Body: sampleAllowing(sampleNumbered(40)...)},
		{Secrets: []string{callback.Sign("xxxxyyyy", "1669872112"), "absent"}},
		{Body: strings.Replace(sampleAllowing("id1", "id2"), "id1", `\u0069d1`, 1)},
	} {
		request, x := requestOf(&s), s.Exchange()
		var judge Judge
		var out Judgement
		if got := testing.AllocsPerRun(50, func() { judge.Judge(x, &request, &out) }); got > 0 {
			t.Errorf("got %v allocations for %s, want 0", got, s.Body)
		}
	}
	view, err := ParseRequest([]byte(sampleQuerying(rule.PageQuery + "&" + sampleSign)))
	if err != nil {
		t.Fatal(err)
	}
	judge := RequestJudge{AppID: "1400000000", Token: sampleToken, Now: time.UnixMilli(sampleNow)}
	var out Judgement
	if got := testing.AllocsPerRun(50, func() { judge.Judge(&view, &out) }); got > 0 || len(out.Findings) > 0 {
		t.Errorf("got %v allocations and %v for a request, want none", got, fired(&out))
	}
}

// TestFails wants the run to fail by findings of the level fail, and by no others.
func TestFails(t *testing.T) {
	for r := range Rules() {
		for _, s := range r.All() {
			out := judged(&s)
			want := slices.ContainsFunc(out.Findings, func(f rule.Finding) bool { return f.Level == rule.Fail })
			if got := out.Fails(); got != want {
				t.Errorf("%s: got %v for %v, want %v", s.Name, got, fired(out), want)
			}
		}
	}
}

// TestDeadline judges against the exchange's own deadline.
func TestDeadline(t *testing.T) {
	s := rule.Sample{Took: 5 * time.Second}
	request, x := requestOf(&s), s.Exchange()
	x.Deadline = 5 * time.Second
	var judge Judge
	var out Judgement
	if judge.Judge(x, &request, &out); len(out.Findings) > 0 {
		t.Errorf("got %v at a deadline of 5 s, want nothing", fired(&out))
	}
	x.Deadline--
	if judge.Judge(x, &request, &out); !slices.Equal(fired(&out), []string{"LAT-001"}) {
		t.Errorf("got %v after the deadline, want LAT-001", fired(&out))
	}
}

// TestNothing judges an exchange that somebody made by hand and put no answer into.
func TestNothing(t *testing.T) {
	request := Request{Accounts: []string{"id1"}}
	var judge Judge
	var out Judgement
	refused := exchange.Failure{Cause: callback.NoConnection, Detail: "no route to host"}
	for want, x := range map[string]*exchange.Exchange{"the connection was closed": {}, "no route to host": {Failure: refused}} {
		judge.Judge(x, &request, &out)
		if got := out.Findings[0].Received(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for took, want := range map[time.Duration]string{0: "TRN-001", 3 * time.Second: "LAT-001"} {
		x := &exchange.Exchange{Phases: exchange.Phases{LastByte: took}}
		if judge.Judge(x, &request, &out); !slices.Equal(fired(&out), []string{want}) || out.Verdicts[0].Effect != Allow {
			t.Errorf("got %v and %v after %v, want %s and ALLOW", fired(&out), out.Verdicts, took, want)
		}
	}
}

// TestSavedBody judges an answer of which only the body was kept: nothing is said of headers.
func TestSavedBody(t *testing.T) {
	x := &exchange.Exchange{Answer: http1.Answer{Status: 200, Body: []byte(callback.SampleResponse)}}
	request := Request{Accounts: []string{"id1", "id2"}, From: "id"}
	var judge Judge
	var out Judgement
	if judge.Judge(x, &request, &out); len(out.Findings) > 0 || len(out.Verdicts) != 2 || out.Verdicts[0].Effect != Allow {
		t.Errorf("got %v and %v, want no findings and two approvals", fired(&out), out.Verdicts)
	}
}
