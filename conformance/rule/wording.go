package rule

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/language"
)

// Wording is how findings of one kind read, in English. Its texts have the arguments of the finding, as those of package
// language; other languages have theirs in rules.txt, under the rule's id and the kind. What a kind does not say, its rule does.
type Wording struct {
	Message  string `yaml:"message"` // one sentence without its full stop
	Expected string `yaml:"expected"`
	Received string `yaml:"received"`
	Fix      string `yaml:"fix"` // what to do about this kind, where more is known than the rule's fix says
}

// More is how often a rule is broken beside the place that a finding tells of; it reads as nothing where that is all.
type More int

// SayIn puts it into words.
func (m More) SayIn(w *language.Words) string { return w.Say("rule.more", "n", int(m)) }

// Term is an argument that is a word of the language too: the rule's term of this name takes its place.
type Term string

// spelt is the kind of findings that come in words.
const spelt = "spelt"

// wording is how the finding reads.
func (f *Finding) wording() Wording {
	if f.Kind == spelt {
		return Wording{Message: "{message}", Expected: "{expected}", Received: "{received}", Fix: "{fix}"}
	}
	w, of := f.Rule.Kinds[f.Kind], &f.Rule.Wording
	w.Message, w.Expected, w.Received = cmp.Or(w.Message, of.Message), cmp.Or(w.Expected, of.Expected), cmp.Or(w.Received, of.Received)
	return w
}

// In is the finding in the language of the words.
func (f *Finding) In(w *language.Words) Wording {
	own := f.wording()
	args := f.args(w)
	said := Wording{
		Message:  w.Translate(f.Rule.key(f.Kind, "message"), own.Message, args...),
		Expected: w.Translate(f.Rule.key(f.Kind, "expected"), own.Expected, args...),
		Received: w.Translate(f.Rule.key(f.Kind, "received"), own.Received, args...),
		Fix:      w.Translate(f.Rule.key(f.Kind, "fix"), own.Fix, args...),
	}
	if said.Fix == "" {
		said.Fix = f.Rule.In(w).Fix
	}
	return said
}

// In is the rule with its title, why and fix in the language of the words. Its sentence stays as its source has it.
func (r *Rule) In(w *language.Words) *Rule {
	own := *r
	own.Title = w.Translate(r.key("", "title"), r.Title)
	own.Why = w.Translate(r.key("", "why"), r.Why)
	own.Fix = w.Translate(r.key("", "fix"), r.Fix)
	return &own
}

// key is where other languages have a text of the rule.
func (r *Rule) key(kind, text string) string {
	if kind != "" {
		kind += "."
	}
	return "rules." + r.ID + "." + kind + text
}

// args are the arguments with the terms among them said.
func (f *Finding) args(w *language.Words) []any {
	said := f.Args
	for i, arg := range f.Args {
		if kind, ok := arg.(Term); ok {
			if &said[0] == &f.Args[0] {
				said = slices.Clone(f.Args)
			}
			said[i] = w.Translate(f.Rule.key(string(kind), "message"), f.Rule.Terms[string(kind)], f.Args...)
		}
	}
	return said
}

// Excerpt is the start of a text that is not what it should be.
type Excerpt struct {
	start string
	more  bool
}

// ExcerptOf takes the start of a text.
func ExcerptOf(text []byte) Excerpt {
	const most = 24
	return Excerpt{string(text[:min(len(text), most)]), len(text) > most}
}

// SayIn quotes it.
func (e Excerpt) SayIn(w *language.Words) string {
	switch {
	case e.more:
		return fmt.Sprintf("%q…", e.start)
	case e.start == "":
		return w.Say("rule.nothing")
	}
	return fmt.Sprintf("%q", e.start)
}

// String quotes it in English.
func (e Excerpt) String() string { return e.SayIn(nil) }
