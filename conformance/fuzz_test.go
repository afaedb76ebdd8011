package conformance

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

var failures = []callback.Cause{"", callback.NoConnection, callback.TLS, callback.Reset, callback.Late}

// FuzzJudge judges any bytes as an answer: it answers, the set of accounts in is the set of accounts out, and what the
// verdicts promise holds.
func FuzzJudge(f *testing.F) {
	for rule := range Rules() {
		for _, s := range rule.All() {
			failure := slices.Index(failures, s.Failure)
			f.Add(strings.Join(requestOf(&s).Accounts, "\n"), s.Exchange().Received, int64(s.Took), uint8(failure), uint16(0), s.Hostile)
		}
	}
	for _, tt := range effects {
		f.Add("id1\nid2\nid1", []byte(string(tt.sample.Exchange().Received)), int64(0), uint8(0), uint16(1<<11-1), false)
	}
	f.Fuzz(func(t *testing.T, accounts string, raw []byte, took int64, failure uint8, assume uint16, hostile bool) {
		x := &exchange.Exchange{
			Received: raw, Phases: exchange.Phases{LastByte: time.Duration(took)},
			Failure: exchange.Failure{Cause: failures[int(failure)%len(failures)]},
		}
		x.Answer.Advance(raw, true)
		request := Request{Accounts: strings.Split(accounts, "\n"), From: "id", Hostile: hostile, Secrets: []string{"id1", "secret", accounts}}
		for _, a := range []Assumptions{0, Assumptions(assume)} {
			judge := Judge{Assume: a}
			var out, again Judgement
			judge.Judge(x, &request, &out)
			judge.Judge(&exchange.Exchange{}, &Request{Accounts: []string{"other"}}, &again)
			judge.Judge(x, &request, &again)
			if diff := cmp.Diff(copied(&out), copied(&again)); diff != "" {
				t.Fatalf("the second judgement differs:\n%s", diff)
			}
			checkVerdicts(t, x, &request, &out, a)
			checkFindings(t, &out)
		}
	})
}

// result is what a judgement says, without its memory.
type result struct {
	Verdicts []Verdict
	Findings []string
}

func copied(out *Judgement) result {
	r := result{Verdicts: append([]Verdict{}, out.Verdicts...)}
	for _, f := range out.Findings {
		r.Findings = append(r.Findings, f.Rule.ID+" "+f.Account+" "+f.Expected()+" "+f.Received()+" "+f.Message())
	}
	return r
}

func checkVerdicts(t *testing.T, x *exchange.Exchange, request *Request, out *Judgement, assume Assumptions) {
	t.Helper()
	var distinct, got []string
	for _, account := range request.Accounts {
		if !slices.Contains(distinct, account) {
			distinct = append(distinct, account)
		}
	}
	for _, v := range out.Verdicts {
		got = append(got, v.Account)
		if v.Effect == Block && (x.Answer.Status != 200 || x.Late() || v.Said == SaidAllow && assume == 0) {
			t.Errorf("got BLOCK in %+v, want ALLOW with status %d, late %v", v, x.Answer.Status, x.Late())
		}
		if v.Cause == callback.Said && (v.Effect == Block) != (v.Said == SaidBlock) || v.Effect != Block && v.Effect != Allow {
			t.Errorf("got %+v, want the effect that was said", v)
		}
		if !slices.Contains(callback.Causes(), v.Cause) || v.Basis != Documented && v.Basis != Assumed {
			t.Errorf("got the cause %q and the basis %q", v.Cause, v.Basis)
		}
		if v.HasCode != (v.Code != 0 || v.Said == SaidAllow) {
			t.Errorf("got %+v, want a code with what was said", v)
		}
		// Without a failing finding an account gets what was said. Two exceptions: an ErrorCode in its range, which
		// breaks no rule and lets through, and a status from 400 to 599 in answer to hostile input.
		quiet := assume == 0 && !out.Fails() && (!request.Hostile || x.Answer.Status == 200)
		if quiet && v.Cause != callback.Said && v.Cause != callback.ErrorCode {
			t.Errorf("got %+v and no failing finding", v)
		}
	}
	open := slices.ContainsFunc(out.Verdicts, func(v Verdict) bool { return v.FailOpen() && v.Basis == Documented })
	if open && !request.Hostile && !binding(out) {
		t.Errorf("got %v and %v, want a documented fail-open to count as a MUST", out.Verdicts, fired(out))
	}
	if !slices.Equal(got, distinct) {
		t.Errorf("got the accounts %q, want %q", got, distinct)
	}
}

func checkFindings(t *testing.T, out *Judgement) {
	t.Helper()
	rules, last := slices.Collect(Rules()), -1
	for _, f := range out.Findings {
		at := slices.Index(rules, f.Rule)
		if at < last {
			t.Errorf("got %s after %s, want the order of the table", f.Rule.ID, rules[last].ID)
		}
		if last = at; f.Expected() == "" || f.Message() == "" {
			t.Errorf("got the finding %+v of %s", f, f.Rule.ID)
		}
	}
}

// FuzzRequestJudge judges any bytes as a request, twice the same, and reads what they ask.
func FuzzRequestJudge(f *testing.F) {
	for rule := range RequestRules() {
		for _, s := range rule.All() {
			f.Add([]byte(s.Raw), s.Token)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte, token string) {
		view, err := ParseRequest(raw)
		if err != nil {
			view = RequestView{Body: raw, Target: string(raw)}
		}
		request, err := RequestOf(view.Body)
		decoded, strict := callback.DecodeRequest(view.Body)
		if err == nil && strict == nil && !slices.Equal(notEmpty(request.Accounts), notEmpty(decoded.Accounts())) {
			t.Errorf("got the accounts %q, want %q", request.Accounts, decoded.Accounts())
		}
		judge := RequestJudge{Token: token, AppID: "1400000000", Now: time.Unix(1669872112, 0)}
		var out, again Judgement
		judge.Judge(&view, &out)
		judge.Judge(&RequestView{}, &again)
		judge.Judge(&view, &again)
		if diff := cmp.Diff(copied(&out), copied(&again)); diff != "" {
			t.Fatalf("the second judgement differs:\n%s", diff)
		}
		for _, f := range out.Findings {
			if f.Expected() == "" || f.Message() == "" {
				t.Errorf("got the finding %+v of %s", f, f.Rule.ID)
			}
		}
	})
}

// notEmpty leaves out empty accounts, which the strict decoder has for items without To_Account too.
func notEmpty(accounts []string) []string {
	return slices.DeleteFunc(slices.Clone(accounts), func(account string) bool { return account == "" })
}
