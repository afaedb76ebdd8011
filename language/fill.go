package language

import (
	"fmt"
	"reflect"
	"strings"
)

// Sayer is an argument that reads otherwise in every language.
type Sayer interface {
	SayIn(w *Words) string
}

// filler puts arguments into texts.
type filler struct {
	words  *Words
	args   []any
	escape func(v any) string
}

func (f *filler) fill(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		inside, after, _ := strings.Cut(rest, "}")
		name, forms, choice := strings.Cut(inside, "|")
		name, verb, _ := strings.Cut(name, ":")
		value, ok := f.arg(name)
		switch {
		case !ok:
			b.WriteByte('{')
			after = rest
		case choice:
			b.WriteString(f.choose(value, verb, strings.Split(forms, "|")))
		default:
			f.write(&b, value, verb)
		}
		text = after
	}
}

func (f *filler) arg(name string) (value any, ok bool) {
	for i := 0; i+1 < len(f.args); i += 2 {
		if f.args[i] == name {
			return f.args[i+1], true
		}
	}
	return nil, false
}

// write writes a value.
func (f *filler) write(b *strings.Builder, value any, verb string) {
	switch v := value.(type) {
	case string:
		if verb == "" {
			b.WriteString(f.escaped(v))
			return
		}
	case []string:
		f.list(b, v, verb)
		return
	case Sayer:
		b.WriteString(f.escaped(v.SayIn(f.words)))
		return
	}
	format := "%v"
	if verb != "" {
		format = "%" + verb
	}
	switch {
	case f.escape == nil || plain(value):
		fmt.Fprintf(b, format, value)
	case verb == "":
		b.WriteString(f.escape(value))
	default:
		b.WriteString(f.escape(fmt.Sprintf(format, value)))
	}
}

func (f *filler) written(value any, verb string) string {
	var b strings.Builder
	f.write(&b, value, verb)
	return b.String()
}

func (f *filler) escaped(text string) string {
	if f.escape != nil {
		return f.escape(text)
	}
	return text
}

// plain reports numbers and truths, which are harmless everywhere. A number with a name, such as a duration, is too.
func plain(value any) bool {
	kind := reflect.ValueOf(value).Kind()
	return kind >= reflect.Bool && kind <= reflect.Complex128
}

// choose is the form that belongs to a value: of a number by how many there are, of other values by whether there is one.
func (f *filler) choose(value any, verb string, forms []string) string {
	v := reflect.ValueOf(value)
	n, isNumber := count(v)
	form := 0
	switch {
	case isNumber && len(forms) > 2:
		form = min(n, 2)
	case isNumber && len(forms) == 2 && n != 1:
		form = 1
	case isNumber && n == 0, v.Kind() == reflect.Bool && !v.Bool(), !isNumber && v.Kind() != reflect.Bool && f.written(value, "") == "":
		form = 1
	}
	if form == len(forms) {
		return ""
	}
	return strings.ReplaceAll(forms[form], "#", f.written(value, verb))
}

// count is a whole number, as far as it matters for the choice of a form.
func count(v reflect.Value) (n int, ok bool) {
	switch {
	case v.CanInt():
		return int(min(max(v.Int(), 0), 3)), true
	case v.CanUint():
		return int(min(v.Uint(), 3)), true
	}
	return 0, false
}

// mostNames is how many texts of a list are written.
const mostNames = 8

// list writes the first few texts, with what the language has between them.
func (f *filler) list(b *strings.Builder, texts []string, verb string) {
	and := verb == "and"
	if and {
		verb = ""
	}
	if left := len(texts) - mostNames; left > 0 {
		first := filler{words: f.words, escape: f.escape}
		var list strings.Builder
		first.list(&list, texts[:mostNames], verb)
		b.WriteString(f.words.Say("list.more", "list", list.String(), "n", left))
		return
	}
	for i, text := range texts {
		switch {
		case i == 0:
		case and && i == len(texts)-1:
			b.WriteString(f.between("list.last"))
		default:
			b.WriteString(f.between("list.two"))
		}
		f.write(b, text, verb)
	}
}

// between is what a text has between {before} and {after}.
func (f *filler) between(key string) string {
	_, text, _ := strings.Cut(f.words.text(key), "{before}")
	text, _, _ = strings.Cut(text, "{after}")
	return text
}
