package live

import (
	"fmt"
	"maps"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/need"
)

// eventOf is an event of a request about bob and eve. Eve was denied, unless extra says something else.
func eventOf(t *testing.T, answer string, took time.Duration, extra []callback.Member, expect string) *Event {
	t.Helper()
	config := Config{}
	if expect != "" {
		var err error
		if config.Judge.Expect, err = conformance.ParseExpectations(expect); err != nil {
			t.Fatal(err)
		}
	}
	if extra == nil {
		extra = []callback.Member{{Name: "trace", Value: `[{"account":"bob","code":0},{"account":"eve","code":38001}]`}}
	}
	body := string(callback.Encoding{}.Append(nil, &callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, FromAccount: "a", Items: []callback.Item{{ToAccount: "bob"}, {ToAccount: "eve"}},
	}))
	x := &exchange.Exchange{
		Sent: []byte("POST / HTTP/1.1\r\nHost: h\r\n\r\n" + body), Received: []byte(answer), Phases: exchange.Phases{LastByte: took},
	}
	if answer == "" {
		x.Failure.Cause = callback.Reset
	}
	x.Answer.Advance(x.Received, true)
	return New(config).EventOf(x, extra)
}

// What Chat does is counted where it is not what was decided, and nowhere else.
func TestOutcome(t *testing.T) {
	answer := func(status int, body string) string {
		return fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", status, len(body), body)
	}
	saying := func(bob, eve int64) string {
		return string((&callback.Response{
			ActionStatus: callback.StatusOK, ResultItem: []callback.ResultItem{{ToAccount: "bob", ResultCode: bob}, {ToAccount: "eve", ResultCode: eve}},
		}).Append(nil, callback.Wire))
	}
	type counts = map[tallied]uint64
	of := func(f family, cause callback.Cause) tallied { return tallied{f, callback.PrevFriendAdd.Command, cause} }
	for name, tt := range map[string]struct {
		answer string
		took   time.Duration
		extra  []callback.Member // besides what was decided, or instead of it
		expect string
		want   counts
	}{
		"as decided": {answer: answer(200, saying(0, 38001)), want: counts{}},
		"status": {
			answer: answer(503, saying(0, 38001)),
			want:   counts{of(failOpen, callback.Status): 2, of(leaked, callback.Status): 1},
		},
		"late": {
			answer: answer(200, saying(0, 38001)), took: 3 * time.Second,
			want: counts{of(failOpen, callback.Late): 2, of(leaked, callback.Late): 1, of(late, ""): 1},
		},
		"no answer": {want: counts{of(failOpen, callback.Reset): 2, of(leaked, callback.Reset): 1}},
		"the wrong way round": {
			answer: answer(200, saying(38001, 0)),
			want:   counts{of(leaked, callback.Said): 1, of(shutOut, callback.Said): 1},
		},
		"out of range": {answer: answer(200, saying(1, 2)), want: counts{of(shutOut, callback.OutOfRange): 1}},
		"one is missing": {
			answer: answer(200, string(callback.Allow("bob").Append(nil, callback.Wire))),
			want:   counts{of(failOpen, callback.NotAnswered): 1, of(leaked, callback.NotAnswered): 1},
		},
		"expected, not decided": {
			answer: answer(200, saying(0, 0)), extra: []callback.Member{}, expect: "to:eve=block",
			want: counts{of(leaked, callback.Said): 1},
		},
		"guarded": {
			answer: answer(200, saying(0, 38001)), extra: []callback.Member{{Name: "guard", Value: `{"cause":"late","accounts":["bob"]}`}},
			want: counts{of(guarded, callback.Late): 1},
		},
		"not guarded": {
			answer: answer(500, ""), extra: []callback.Member{{Name: "unguarded", Value: `"no answer can name it"`}},
			want: counts{of(failOpen, callback.Status): 2, of(unguarded, callback.Status): 1},
		},
	} {
		e := eventOf(t, tt.answer, tt.took, tt.extra, tt.expect)
		r := New(Config{RingCount: 4, RingBytes: 1 << 20})
		r.Publish(e, e)
		r.Publish(e, e)
		for which, n := range tt.want {
			tt.want[which] = 2 * n
		}
		if got := r.metrics.outcome; !maps.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v: %+v", name, got, tt.want, e.Judgement().Verdicts)
		}
	}
}

// A scraped page has a sample for every command and cause from the beginning, no more of them whatever peers spell, and is
// what Prometheus reads.
func TestMetrics(t *testing.T) {
	log := New(Config{})
	scrape := func() string {
		var page strings.Builder
		if err := log.WriteMetrics(&page, Counter{"more_total", "More.", func() uint64 { return 7 }}); err != nil {
			t.Fatal(err)
		}
		check := exec.CommandContext(t.Context(), need.Program(t, "promtool"), "check", "metrics")
		check.Stdin = strings.NewReader(page.String())
		if out, err := check.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("promtool: %v\n%s", err, out)
		}
		return page.String()
	}
	before := scrape()
	for i := range 100 {
		command := fmt.Sprintf("Made.Up%d", i)
		body := `{"CallbackCommand":"` + command + `"}`
		x := &exchange.Exchange{
			Sent:   []byte("POST /?CallbackCommand=" + command + " HTTP/1.1\r\nHost: h\r\n\r\n" + body),
			Phases: exchange.Phases{LastByte: 3 * time.Second},
		}
		log.Add(x, []callback.Member{{Name: "callback", Value: `"` + command + `"`}})
	}
	log.Publish(func() (e, counted *Event) { e = eventOf(t, "", 0, nil, ""); return e, e }())
	after := scrape()
	if b, a := strings.Count(before, "\n"), strings.Count(after, "\n"); a != b {
		t.Errorf("got %d lines at first and %d later, want the same", b, a)
	}
	for _, line := range []string{
		`chatcb_fail_open_total{command="Sns.CallbackPrevFriendAdd",cause="reset"} 2`,
		`chatcb_fail_open_total{command="Sns.CallbackPrevFriendResponse",cause="reset"} 0`,
		`chatcb_leaks_total{command="Sns.CallbackPrevFriendAdd",cause="reset"} 1`,
		`chatcb_late_total{command="other"} 100`, `chatcb_late_total{command="Sns.CallbackPrevFriendAdd"} 0`, `chatcb_more_total 7`,
	} {
		if !strings.Contains(after, line+"\n") {
			t.Errorf("got no %s in\n%s", line, after)
		}
	}
}
