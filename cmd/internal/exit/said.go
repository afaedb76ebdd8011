package exit

import (
	"github.com/chatcb/chatcb/language"
)

// Said is a text by its key, with its arguments: names and values in turn. It is an error, or a part of one.
type Said struct {
	Key  string
	Args []any
}

func (s *Said) Error() string { return s.SayIn(language.English()) }

// SayIn is the text in a language.
func (s *Said) SayIn(w *language.Words) string { return w.Say(s.Key, s.Args...) }

// Say is a mistake in what the user wrote, by the key of its text.
func Say(key string, args ...any) error { return Usage(&Said{key, args}) }

// In is what an error says in a language; in English where it has no words of its own.
func In(w *language.Words, err error) string {
	if s, ok := err.(*Said); ok { // one that is wrapped is a part of another sentence
		return s.SayIn(w)
	}
	return err.Error()
}
