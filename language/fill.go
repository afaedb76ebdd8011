package language

import (
	"cmp"
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
		name, verb, forms := placeholder(inside)
		value, ok := f.arg(name)
		if !ok {
			b.WriteByte('{')
			text = rest
			continue
		}
		if forms == nil {
			b.WriteString(f.write(value, verb))
		} else {
			b.WriteString(f.choose(value, verb, forms))
		}
		text = after
	}
}

// placeholder takes apart what stands between braces: name, name:verb, name|form|form.
func placeholder(inside string) (name, verb string, forms []string) {
	name, rest, ok := strings.Cut(inside, "|")
	if ok {
		forms = strings.Split(rest, "|")
	}
	name, verb, _ = strings.Cut(name, ":")
	return name, verb, forms
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
func (f *filler) write(value any, verb string) string {
	switch v := value.(type) {
	case string:
		if verb == "" {
			return f.escaped(v)
		}
	case []string:
		return f.list(v, verb)
	case Sayer:
		return f.escaped(v.SayIn(f.words))
	}
	if f.escape != nil && verb == "" && !plain(value) {
		return f.escape(value)
	}
	text := fmt.Sprintf("%"+cmp.Or(verb, "v"), value)
	if plain(value) {
		return text
	}
	return f.escaped(text)
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

// choose writes the form that belongs to a value.
func (f *filler) choose(value any, verb string, forms []string) string {
	one, other := 0, 1
	if len(forms) == 1 {
		other = 0
	}
	v := reflect.ValueOf(value)
	var form string
	switch n, isNumber := count(v); {
	case isNumber && len(forms) >= 3:
		form = forms[min(n, 2)]
	case isNumber && len(forms) == 2:
		form = forms[other]
		if n == 1 {
			form = forms[one]
		}
	case isNumber && n == 0:
	case isNumber, v.Kind() == reflect.Bool && v.Bool(), v.Kind() != reflect.Bool && f.write(value, "") != "":
		form = forms[one]
	case len(forms) > 1:
		form = forms[other]
	}
	if !strings.Contains(form, "#") {
		return form
	}
	return strings.ReplaceAll(form, "#", f.write(value, verb))
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

// list joins the first few texts.
func (f *filler) list(texts []string, verb string) string {
	and := verb == "and"
	if and {
		verb = ""
	}
	list := ""
	shown := texts[:min(len(texts), mostNames)]
	for i, text := range shown {
		if text = f.write(text, verb); i == 0 {
			list = text
			continue
		}
		key := "list.two"
		if and && i == len(texts)-1 {
			key = "list.last"
		}
		list = f.words.Say(key, "before", list, "after", text)
	}
	if n := len(texts) - mostNames; n > 0 {
		list = f.words.Say("list.more", "list", list, "n", n)
	}
	return list
}
