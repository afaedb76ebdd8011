package language

import "fmt"

// Phrase is a text that is English in Go, and that phrase.txt may have in other languages.
type Phrase string

// SayIn is the phrase in the language of the words.
func (p Phrase) SayIn(w *Words) string { return w.Translate("", string(p)) }

// Text is a phrase with arguments, which is put into words when somebody reads it.
type Text struct {
	english string
	args    []any
}

// T makes a text of a phrase and named arguments, names and values in turn. What says itself in every language is said so.
func T(english string, args ...any) Text { return Text{english, args} }

// SayIn is the text in the language of the words.
func (t Text) SayIn(w *Words) string { return w.Translate("", t.english, t.args...) }

// String is the text in English.
func (t Text) String() string { return t.SayIn(nil) }

// Func says what it returns.
type Func func(w *Words) string

// SayIn is what it returns.
func (f Func) SayIn(w *Words) string { return f(w) }

// Of makes of any value what says itself: it does so already, or is a phrase.
func Of(v any) Sayer {
	switch v := v.(type) {
	case Sayer:
		return v
	case string:
		return Phrase(v)
	}
	return Phrase(fmt.Sprint(v))
}

// Joined are several with something between them: the text of a key of list.txt for the last two of them.
type Joined struct {
	Key  string
	List []Sayer
}

// SayIn is all of them in the language of the words.
func (j Joined) SayIn(w *Words) string {
	list := ""
	for i, s := range j.List {
		said := s.SayIn(w)
		if i > 0 {
			said = w.Say("list."+j.Key, "before", list, "after", said)
		}
		list = said
	}
	return list
}

// String is all of them in English.
func (j Joined) String() string { return j.SayIn(nil) }
