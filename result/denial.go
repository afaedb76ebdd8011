package result

import (
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/language"
)

// Denial is what a run saw of one kind of denial.
type Denial struct {
	Kind    string      `json:"kind"` // such as wording; Expected is what the user declared
	State   DenialState `json:"state"`
	Case    string      `json:"case"`
	Request string      `json:"request,omitempty"` // the first that shows it: "spammer → bob"
	Code    int64       `json:"code,omitempty"`    // with which it was denied
	Reason  string      `json:"reason,omitempty"`  // why none could be seen
}

// Expected is the kind of the denials that a user declared.
const Expected = "expected"

// DenialState is how far a kind of denial is known to work.
type DenialState int

// The states, what weighs more after what weighs less.
const (
	NotSeen DenialState = iota // nobody was denied
	Proved                     // a denial was blocked, and a harmless control of its kind was not
	Ignored                    // the receiver meant to deny, and Chat adds the friend
)

func (s DenialState) String() string { return [...]string{"not seen", "proved", "ignored"}[s] }

// MarshalText writes the state's name.
func (s DenialState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// gather lists what the cases saw, a kind each: what weighs most.
func (r *Run) gatherDenials() {
	r.Denials = nil
	for i := range r.Cases {
		d := r.Cases[i].Denial
		if d == nil {
			continue
		}
		k := slices.IndexFunc(r.Denials, func(o Denial) bool { return o.Kind == d.Kind })
		switch {
		case k < 0:
			r.Denials = append(r.Denials, *d)
		case r.Denials[k].State < d.State:
			r.Denials[k] = *d
		}
	}
}

// Proves reports whether denials of these kinds are proved; without any, whether one of any kind is.
func (r *Run) Proves(kinds ...string) bool {
	proved := func(kind string) bool {
		return slices.ContainsFunc(r.Denials, func(d Denial) bool { return d.State == Proved && (kind == "" || d.Kind == kind) })
	}
	if len(kinds) == 0 {
		return proved("")
	}
	return !slices.ContainsFunc(kinds, func(kind string) bool { return !proved(kind) })
}

// DenialText says in a sentence what is proved of denials, and what is not. It is empty where nothing was looked for.
func (r *Run) DenialText() string {
	w := r.words
	says := language.Joined{Key: "then"}
	for _, of := range []struct {
		state DenialState
		key   string
	}{{Ignored, "result.ignored"}, {Proved, "result.proved"}, {NotSeen, "result.not-seen"}} {
		var kinds []string
		for _, d := range r.Denials {
			switch {
			case d.State != of.state:
			case d.Code != 0 && of.state == Proved:
				kinds = append(kinds, fmt.Sprintf("%s (%d)", d.Kind, d.Code))
			default:
				kinds = append(kinds, d.Kind)
			}
		}
		if len(kinds) > 0 {
			says.List = append(says.List, language.Phrase(w.Say(of.key, "kinds", kinds)))
		}
	}
	switch {
	case len(says.List) == 0:
		return ""
	case len(says.List) == 1 && r.Denials[0].State == NotSeen && r.Denials[0].Reason != "":
		return w.Say("result.all-denied")
	case len(says.List) == 1 && r.Denials[0].State == NotSeen:
		return w.Say("result.none-denied")
	}
	return w.Say("result.denials", "kinds", says.SayIn(w))
}
