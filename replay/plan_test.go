package replay

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// What is planned is what is sent, byte for byte, where no clock has a part in it.
func TestPlanIsWhatIsSent(t *testing.T) {
	client := (&receiver{decide: func(string, string) int64 { return 0 }}).start(t)
	broken := recorded(3, 2*time.Second, "a", "b", 0)
	broken.Exchange.Sent = append([]byte("nonsense\r\n\r\n"), broken.Exchange.Sent...)
	records := each(recorded(1, 0, "a", "b", 0), recorded(2, time.Second, "c", "d,e", 0), broken)
	elsewhere := func(url string) *delivery.Client { // by its name, at the address of the receiver
		to := target(t, url)
		to.Address = client.Target.Address
		return &delivery.Client{Target: to}
	}
	for name, change := range map[string]func(*Player){
		"renewed":     func(p *Player) { p.Client = elsewhere("http://elsewhere.example:3000/other?x=1") },
		"edited":      func(p *Player) { p.Renewal.Edits = []exchange.Edit{{Path: "FriendItem[0].To_Account", Text: "you"}} },
		"as captured": func(p *Player) { p.Renewal.AsCaptured = true },
		"two":         func(p *Player) { p.Against = elsewhere("http://second.example/") },
	} {
		p := quickPlayer(client)
		p.OrderBy, p.Jobs, p.Renewal.KeepEventTime = ByNoOne, 1, true
		change(p)
		var planned, sent, accounts []string
		var tally, planning Tally
		for x, err := range p.Plan(t.Context(), records) {
			if err != nil {
				t.Fatal(err)
			}
			planning.Add(x)
			if p.Against != nil {
				planned = append(planned, string(x.Reference.Sent)+string(x.Exchange.Sent))
			} else {
				planned = append(planned, string(x.Exchange.Sent))
			}
			accounts = append(accounts, x.Request.Accounts...)
		}
		for r, err := range p.Run(t.Context(), records) {
			if err != nil {
				t.Fatal(err)
			}
			tally.Add(r)
			if p.Against != nil {
				sent = append(sent, string(r.Reference.Sent)+string(r.Exchange.Sent))
			} else {
				sent = append(sent, string(r.Exchange.Sent))
			}
			for i := range r.Request.Accounts {
				accounts = slices.DeleteFunc(accounts, func(a string) bool { return a == r.Request.Accounts[i] })
			}
		}
		if !slices.Equal(planned, sent) || len(accounts) > 0 {
			t.Errorf("%s: got planned\n%q\nwant what was sent\n%q; accounts left: %v", name, planned, sent, accounts)
		}
		if planning.Requests != 3 || planning.Verbatim != tally.Verbatim || planning.Verbatim != 1 || !maps.Equal(planning.Renewed, tally.Renewed) {
			t.Errorf("%s: got %+v, want the counts of the run, %+v", name, planning, tally)
		}
	}
}

// A plan knows when, and does not wait: the times in requests are of then.
func TestPlanSaysWhen(t *testing.T) {
	p := &Player{Client: &delivery.Client{Target: target(t, "http://h.example/")}, Timing: Timing{Speed: 2}}
	start := time.Now()
	var due []time.Duration
	for x, err := range p.Plan(t.Context(), each(recorded(1, 0, "a", "b", 0), recorded(2, time.Hour, "a", "b", 0), recorded(3, 3*time.Hour, "a", "b", 0))) {
		if err != nil {
			t.Fatal(err)
		}
		due = append(due, x.Due)
		var q request
		if err := q.read(x.Exchange.Sent); err != nil {
			t.Fatal(err)
		}
		if got := eventTime(t, q.text); got.Sub(x.Exchange.Start).Abs() > time.Minute || x.Exchange.Start.Sub(start)-x.Due > time.Minute {
			t.Errorf("request %d: got EventTime %s and %s, want both %s after the start", x.Number, got, x.Exchange.Start, x.Due)
		}
	}
	if want := []time.Duration{0, 30 * time.Minute, 90 * time.Minute}; !slices.Equal(due, want) {
		t.Errorf("got %v, want %v", due, want)
	}
}

func TestPlanEnds(t *testing.T) {
	p := &Player{Client: &delivery.Client{Target: target(t, "http://h.example/")}}
	broken := errors.New("the disk is gone")
	records := func(yield func(*capture.Record, error) bool) {
		_ = yield(recorded(1, 0, "a", "b", 0), nil) && yield(nil, broken)
	}
	n, got := 0, error(nil)
	for _, err := range p.Plan(t.Context(), records) {
		if err != nil {
			got = err
		} else {
			n++
		}
	}
	if n != 1 || !errors.Is(got, broken) {
		t.Errorf("got %d requests and %v, want 1 and %v", n, got, broken)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n = 0
	for range p.Plan(ctx, records) {
		n++
		cancel()
	}
	if n != 1 {
		t.Errorf("got %d requests, want 1 before the end of the context", n)
	}
	masked := recorded(1, 0, "a", "b", 0)
	masked.Exchange.Sent = []byte("POST / HTTP/1.1\r\nAuthorization: [masked]\r\n\r\n")
	for _, err := range p.Plan(t.Context(), each(masked)) {
		if e, ok := errors.AsType[*MaskedError](err); !ok || e.Header != "Authorization" {
			t.Errorf("got %v, want that Authorization is masked", err)
		}
	}
	p.Client.Target.Headers = []exchange.Header{{Name: "Authorization", Value: "x"}}
	for _, err := range p.Plan(t.Context(), each(masked)) {
		if err != nil {
			t.Error(err)
		}
	}
}

func eventTime(t *testing.T, body []byte) time.Time {
	t.Helper()
	start, end, ok := callback.EventTimeAt(body)
	ms, err := strconv.ParseInt(string(body[start:end]), 10, 64)
	if !ok || err != nil {
		t.Fatalf("no EventTime in %s", body)
	}
	return time.UnixMilli(ms)
}
