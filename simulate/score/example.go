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

// ExampleClass tells requests that say the same.
type ExampleClass struct {
	Label   traffic.Label
	Outcome Outcome
	Cause   callback.Cause
}

// Examples are the first few requests of a class, by number.
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

// addExample keeps a request if it is among the first of its class.
func (r *Result) addExample(o Outcome, v *conformance.Verdict, e *load.Event) {
	class := ExampleClass{e.Draw.Label, o, v.Cause}
	kept := r.Examples[class]
	if len(kept) == examplesPerClass && e.Number > kept[examplesPerClass-1].Number {
		return
	}
	example := Example{
		Number: e.Number, Label: e.Draw.Label, Outcome: o, Cause: v.Cause, Said: v.Said,
		From: strings.Clone(e.Draw.Request.FromAccount), Account: strings.Clone(v.Account), Code: v.Code,
		Took: e.Exchange.Phases.LastByte,
	}
	if w := e.Draw.Request.Hook(); w != callback.PrevFriendAdd {
		example.Command = w.Command
	}
	for i := range e.Draw.Request.Items {
		if f := &e.Draw.Request.Items[i]; f.ToAccount == v.Account {
			example.Wording = strings.Clone(f.Texts[callback.Wording])
		}
	}
	r.Examples[class] = kept.with(example)
}

// Merge keeps the first few of both.
func (x *Examples) Merge(o *Examples) {
	for _, one := range *o {
		*x = x.with(one)
	}
}

// with returns the first few of the examples and one more.
func (x Examples) with(one Example) Examples {
	all := append(slices.Clone(x), one)
	slices.SortFunc(all, func(a, b Example) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(a.Account, b.Account))
	})
	return all[:min(len(all), examplesPerClass)]
}

// Notable are the requests that say most, at most count: malice that was let through comes first, then friends who were
// blocked, then malice that nobody decided, then friends whom nobody decided; of each class one, before any has two.
func (r *Result) Notable(count int) []Example {
	weight := func(c ExampleClass) int {
		switch {
		case c.Label != traffic.Benign && c.Outcome == Allowed:
			return 0
		case c.Label == traffic.Benign && c.Outcome == Blocked:
			return 1
		case c.Label != traffic.Benign:
			return 2
		}
		return 3
	}
	var classes []ExampleClass
	for c := range r.Examples {
		classes = append(classes, c)
	}
	slices.SortFunc(classes, func(a, b ExampleClass) int {
		return cmp.Or(cmp.Compare(weight(a), weight(b)), cmp.Compare(r.Examples[a][0].Number, r.Examples[b][0].Number),
			strings.Compare(string(a.Cause), string(b.Cause)))
	})
	var telling []Example
	for i := range examplesPerClass {
		for _, c := range classes {
			if x := r.Examples[c]; i < len(x) && len(telling) < count {
				telling = append(telling, x[i])
			}
		}
	}
	return telling
}
