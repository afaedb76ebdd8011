// Package denials looks for denials that nobody declared: it sends legal, realistic requests that receivers are likely to
// deny, each kind beside a harmless control, and tells whether what is denied is blocked. A receiver that means to deny and
// does so in the wrong place is the trap of this callback: Chat adds the friend, and nobody sees it.
package denials

import (
	"cmp"
	_ "embed" // for the kinds
	"fmt"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// kind is a reason for which receivers deny.
type kind struct {
	ID       string   `yaml:"id" need:"yes"`
	Name     string   `yaml:"name" need:"yes"`
	Control  string   `yaml:"control" need:"yes"` // the wording of its harmless control
	AtOnce   bool     `yaml:"at_once"`            // what is denied is the number of requests, so they go without waiting
	Requests []wanted `yaml:"requests" need:"yes"`
}

// wanted is a request that may be denied, or several that are alike.
type wanted struct {
	From    string `yaml:"from"`
	Sender  string `yaml:"sender"`
	To      string `yaml:"to"`
	Wording string `yaml:"wording" need:"yes"`
	Times   int    `yaml:"times"`
}

//go:embed kinds.yaml
var kindsFile []byte

func kinds() []kind {
	var f struct {
		Kinds []kind `yaml:"kinds" need:"yes"`
	}
	if err := yamlfile.Read("kinds.yaml", kindsFile, &f).Err(); err != nil {
		panic(err) // embedded, and read by the tests
	}
	return f.Kinds
}

// Cases are theirs, by the ids of the scenarios.
func Cases() map[string][]scenarios.Variant {
	cases := make(map[string][]scenarios.Variant)
	for _, k := range kinds() {
		cases[k.ID] = []scenarios.Variant{{Run: k.look, Applies: friendRequests}}
	}
	return cases
}

// Kinds lists the names of the kinds that are looked for.
func Kinds() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.Name)
	}
	return names
}

// look sends the control and then what may be denied.
func (k *kind) look(t *scenarios.CaseRun) {
	control := t.SendControl(written(t, t.OwnSender("h"), "h", k.Control))
	if !control.Valid() {
		t.Passive(control)
		t.ControlFailed(control)
		return
	}
	if !control.Approved() {
		t.Remark("the harmless control is not let through either, so that no denial is proved")
		t.Denial(result.Denial{Kind: k.Name, Reason: "the harmless control is denied too"})
		return
	}
	seen := result.Denial{Kind: k.Name, State: result.NotSeen}
	for _, r := range k.send(t) {
		for i := range r.Judgement.Verdicts {
			v := &r.Judgement.Verdicts[i]
			d := result.Denial{Kind: k.Name, State: state(r, v), Request: r.Pair(v.Account), Code: v.Code}
			if d.State == result.Ignored {
				t.Leak(r, v)
				message := language.T("{request} is denied where it has no effect: Chat adds the friend ({kind})", "request", d.Request, "kind", k.Name)
				t.ViolatedBy(r, v.Account, right(v.Account), r.Summary(), t.Often(message, scenarios.LeaksOften, r, v.Account, ignored))
			}
			if seen.State < d.State {
				seen = d
			}
		}
		t.Passive(r)
	}
	t.Denial(seen)
	switch seen.State {
	case result.Proved:
		t.Remark(language.T("proved: {request} is blocked with {code}", "request", seen.Request, "code", seen.Code))
	case result.NotSeen:
		t.Remark("nobody was denied")
	case result.Ignored:
	}
}

// send sends what may be denied.
func (k *kind) send(t *scenarios.CaseRun) []*scenarios.Reply {
	var requests []*scenarios.Request
	for _, r := range k.Requests {
		for range max(r.Times, 1) {
			n := strconv.Itoa(len(requests) + 1)
			sender := cmp.Or(r.From, t.OwnSender(cmp.Or(r.Sender, "w"+n)))
			requests = append(requests, written(t, sender, cmp.Or(r.To, n), r.Wording))
		}
	}
	replies := make([]*scenarios.Reply, len(requests))
	workers := 1
	if k.AtOnce {
		workers = 10
	}
	scenarios.AtOnce(len(requests), workers, func(i int) {
		replies[i] = t.Send(result.Probe, fmt.Sprintf("%s, %d of %d", k.Name, i+1, len(requests)), requests[i])
	})
	return replies
}

// written is a request to an account of the case's own, with a wording.
func written(t *scenarios.CaseRun, sender, to, wording string) *scenarios.Request {
	q := t.SampleAbout(t.OwnAccount(to))
	q.FromAccount, q.RequesterAccount = sender, sender
	item := &q.Items[0]
	item.Texts[callback.Remark], item.Texts[callback.Group], item.Texts[callback.Wording] = "", "", wording
	return t.Spell(q, callback.Documented)
}

// state is what became of one account: blocked, or meant to be, or let through.
func state(r *scenarios.Reply, v *conformance.Verdict) result.DenialState {
	if v.Effect == conformance.Block {
		return result.Proved
	}
	a := r.Read()
	refused := r.Status() >= 400 && r.Status() < 500 || r.Status() == 200 && (a.HasCode && a.Code != 0 || a.Status == callback.StatusFail)
	if v.Said == conformance.SaidBlock || refused {
		return result.Ignored
	}
	return result.NotSeen
}

func ignored(r *scenarios.Reply, v *conformance.Verdict) bool { return state(r, v) == result.Ignored }

// right is the answer that would have blocked an account.
func right(account string) string {
	answer := callback.Allow(account)
	answer.ResultItem[0].ResultCode = callback.MinCode
	return string(answer.Append(nil, callback.Wire))
}

// friendRequests says why a webhook has no such requests.
func friendRequests(w *callback.Webhook) string {
	if w.Command != callback.PrevFriendAdd.Command {
		return "what may be denied here are friend requests, and not answers to them"
	}
	return ""
}
