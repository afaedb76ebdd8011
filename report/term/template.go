package term

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/safe"
)

// Show prints data by the template in a file. Whatever the template writes is made harmless, and beside the functions that it is given
// it can call what a Terminal does.
func (t *Terminal) Show(files fs.FS, file string, data any, others template.FuncMap) {
	text, err := fs.ReadFile(files, "templates/"+file)
	if err != nil {
		panic(err) // it is part of the program, as every template is
	}
	funcs := maps.Clone(others)
	if funcs == nil {
		funcs = template.FuncMap{}
	}
	maps.Copy(funcs, t.funcs())
	all, err := safe.Template(string(text), funcs, func(text string) Text { return Harmless(text) })
	if err != nil {
		panic(err)
	}
	err = all.Execute(t.W, data)
	if _, ours := errors.AsType[template.ExecError](err); ours {
		panic(err)
	}
}

// funcs are what a Terminal does, for templates. What prints whole lines does so at once, and is nothing itself.
func (t *Terminal) funcs() template.FuncMap {
	nothing := Text{}
	return template.FuncMap{
		"bad": t.Bad, "good": t.Good, "doubtful": t.Doubtful, "faint": t.Faint, "strong": t.Strong,
		"verdict": t.Verdict, "passOrFail": t.PassOrFail,
		"exit":  func(status outcome.Status) Text { return t.Say("report.exit", "status", int(status)) },
		"heads": t.heads,
		"say":   t.Say, "label": t.Words.Label, "printf": Textf,
		"fit": func(n int, v any) Text { return t.Fit(v, n) },
		"room": func(taken ...int) int { // how many columns are left
			n := t.Width
			for _, w := range taken {
				n -= w
			}
			return n
		},
		"dotted":  func(parts []string) []Text { return Parts(parts, t.Width) },
		"field":   func(name string, v any) Text { t.Field(name, v); return nothing },
		"row":     func(word string, v any) Text { t.Row(word, v); return nothing },
		"lines":   func(indent string, v any) Text { t.Lines(v, indent); return nothing },
		"closing": func(verdict Text, parts []string) Text { t.Closing(verdict, parts); return nothing },
		"titled":  func(title any, parts ...any) Text { t.Titled(title, told(parts)...); return nothing },
	}
}

// heads are the heads of columns, by their names.
func (t *Terminal) heads(columns string, names ...string) Text {
	var texts []any
	for _, name := range names {
		texts = append(texts, strings.ToUpper(t.Words.Label(name)))
	}
	return t.Faint(Textf(columns, texts...))
}

// told are the parts in which there is something: no number that is 0.
func told(parts []any) []any {
	return slices.DeleteFunc(parts, func(part any) bool {
		truth, _ := template.IsTrue(part)
		return !truth || part == Text{}
	})
}
