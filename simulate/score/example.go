package score

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Examples are the first few requests of each class that says the same, by number.
type Examples []Example

// Example is one account of one request that went wrong: malice that got through, a friend who was blocked, a request
// that nobody decided.
type Example struct {
	Number  uint64           `json:"number"`
	Label   traffic.Label    `json:"label"`
	Outcome Outcome          `json:"outcome"`
	Cause   callback.Cause   `json:"cause"`
	Said    conformance.Says `json:"said"`
	Command string           `json:"command,omitempty"` // of a webhook that is not the first
	From    string           `json:"from"`
	Account string           `json:"to"`
	Wording string           `json:"wording"`
	Code    int64            `json:"code,omitempty"`
	Took    time.Duration    `json:"took_ns"`
}

// Pair is the two accounts, the unwanted one first.
func (x *Example) Pair() [2]string {
	if callback.Named(x.Command).OrFirst().Unwanted == callback.To {
		return [2]string{x.Account, x.From}
	}
	return [2]string{x.From, x.Account}
}

const examplesPerClass = 3

// class is what requests have in common that say the same.
func (x *Example) class() [3]string {
	return [3]string{string(x.Label), string(x.Outcome), string(x.Cause)}
}

// weight is lower for what says more: malice that was let through comes first, then friends who were blocked, then malice that
// nobody decided, then friends whom nobody decided.
func (x *Example) weight() int {
	switch malicious := x.Label.Malicious(); {
	case malicious && x.Outcome == Allowed:
		return 0
	case !malicious && x.Outcome == Blocked:
		return 1
	case malicious:
		return 2
	}
	return 3
}

// addExample keeps a request if it is among the first of its class.
func (r *Result) addExample(o Outcome, v *conformance.Verdict, e *load.Event) {
	example := Example{
		Number: e.Number, Label: e.Draw.Label, Outcome: o, Cause: v.Cause, Said: v.Said, From: e.Draw.Request.FromAccount, Account: v.Account,
		Code: v.Code, Took: e.Exchange.Phases.LastByte,
	}
	earlier := 0
	for i := range r.Examples {
		if x := &r.Examples[i]; x.Number < e.Number && x.class() == example.class() {
			earlier++
		}
	}
	if earlier == examplesPerClass {
		return
	}
	if w := e.Draw.Request.Hook(); w != callback.PrevFriendAdd {
		example.Command = w.Command
	}
	for i := range e.Draw.Request.Items {
		if f := &e.Draw.Request.Items[i]; f.ToAccount == v.Account {
			example.Wording = strings.Clone(f.Texts[callback.Wording])
		}
	}
	example.From, example.Account = strings.Clone(example.From), strings.Clone(example.Account)
	r.Examples.Merge(&Examples{example})
}

// Merge keeps the first few of each class of both.
func (x *Examples) Merge(o *Examples) {
	all, seen := append(slices.Clone(*x), *o...), map[[3]string]int{}
	slices.SortFunc(all, func(a, b Example) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Cause, b.Cause))
	})
	*x = slices.DeleteFunc(all, func(one Example) bool {
		seen[one.class()]++
		return seen[one.class()] > examplesPerClass
	})
}

// Notable are the requests that say most, at most count; of each class one, before any has two.
func (r *Result) Notable(count int) []Example {
	type ranked struct {
		Example
		rank  int    // in its class
		first uint64 // of its class
	}
	var all []ranked
	classes := map[[3]string][]uint64{}
	for _, x := range r.Examples {
		same := append(classes[x.class()], x.Number)
		classes[x.class()] = same
		all = append(all, ranked{x, len(same), same[0]})
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.weight(), b.weight()), cmp.Compare(a.first, b.first),
			cmp.Compare(a.Cause, b.Cause))
	})
	var notable []Example
	for _, x := range all[:min(count, len(all))] {
		notable = append(notable, x.Example)
	}
	return notable
}
