// Package expression bounds what an expression of a policy or a filter may cost, whatever it is and whatever it is asked about:
// the steps of its loops, and the length of the texts and lists that it makes. The time for parsing one is bounded by those who
// compile it, through its length.
package expression

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm/runtime"
)

// The bounds. Fields of requests have a few hundred bytes, and an expression a thousand nodes.
const (
	MaxNodes  = 1000
	MaxSteps  = 20_000   // of all loops together, each time that an expression is evaluated
	MaxText   = 64 << 10 // bytes of a text that is made
	maxUnique = 1000     // elements that uniq compares, each with each
)

// Steps counts the steps of an evaluation. It stands in the environment under Key, as a *Steps; set it to 0 before each.
type Steps int

// Key is where the steps stand in an environment. Nobody can write such a name.
const Key = "the steps"

// What the options put into an expression calls these.
const (
	stepFunction  = "one step"
	plusFunction  = "text and text"
	plainFunction = "no list"
	matchFunction = "text of pattern"
)

// Options bound an expression that is compiled with them.
func Options() []expr.Option {
	options := []expr.Option{
		expr.MaxNodes(MaxNodes),
		expr.Patch(patch{}),
		expr.Function(stepFunction, step, new(func(*Steps) bool)),
		expr.Function(plusFunction, plus, new(func(string, string) string), new(func(any, any) any)),
		expr.Function(plainFunction, plain, new(func(any) any)),
		expr.Function(matchFunction, match, new(func(string, string) bool)),
	}
	for name, f := range map[string]struct {
		do    func(args ...any) (any, error)
		types []any
	}{
		"repeat":  {repeat, []any{new(func(string, int) string)}},
		"replace": {replace, []any{new(func(string, string, string) string), new(func(string, string, string, int) string)}},
		"join": {join, []any{
			new(func([]string) string), new(func([]string, string) string), new(func([]any) string), new(func([]any, string) string),
		}},
		"toBase64": {toBase64, []any{new(func(string) string)}},
		"toJSON":   {toJSON, []any{new(func(any) string)}},
		"uniq":     {uniq, []any{new(func(any) []any)}},
	} {
		options = append(options, expr.DisableBuiltin(name), expr.Function(name, f.do, f.types...))
	}
	return options
}

// Place turns the index of a character into line and column, from 1.
func Place(text string, at int) (line, column int) {
	before := string([]rune(text)[:at])
	return 1 + strings.Count(before, "\n"), 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
}

func step(args ...any) (any, error) {
	steps := args[0].(*Steps)
	if *steps++; *steps > MaxSteps {
		return nil, fmt.Errorf("the expression takes more than %d steps", MaxSteps)
	}
	return true, nil
}

// text makes a text unless it is too long.
func text(by string, bytes int, do func() string) (any, error) {
	if bytes > MaxText {
		return nil, fmt.Errorf("%s makes a text of more than %d bytes", by, MaxText)
	}
	return do(), nil
}

func plus(args ...any) (any, error) {
	a, isText := args[0].(string)
	b, areTexts := args[1].(string)
	if !isText || !areTexts {
		return runtime.Add(args[0], args[1]), nil
	}
	return text("+", len(a)+len(b), func() string { return a + b })
}

// plain is what is no list. Lists of lists that share their elements would take for ever to be compared.
func plain(args ...any) (any, error) {
	switch reflect.ValueOf(args[0]).Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		return nil, errors.New("wanted a text, a number, or what is true or false, got a list: an expression makes no lists of lists")
	}
	return args[0], nil
}

// maxPattern bounds the parts of a compiled pattern.
const maxPattern = 5000

func match(args ...any) (any, error) {
	s, pattern := args[0].(string), args[1].(string)
	if !cheap(pattern) || len(s)*len(pattern) > MaxText*64 {
		return nil, errors.New("matches takes a pattern that costs too much")
	}
	return regexp.MatchString(pattern, s)
}

// cheap reports whether a pattern is quickly looked for, or is wrong, of which others tell.
func cheap(pattern string) bool {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return true
	}
	program, err := syntax.Compile(parsed.Simplify())
	return err != nil || len(program.Inst) <= maxPattern
}

func repeat(args ...any) (any, error) {
	s, n := args[0].(string), args[1].(int)
	if n < 0 || n > MaxText {
		return nil, fmt.Errorf("repeat takes a number from 0 to %d, got %d", MaxText, n)
	}
	return text("repeat", len(s)*n, func() string { return strings.Repeat(s, n) })
}

func replace(args ...any) (any, error) {
	s, old, by, n := args[0].(string), args[1].(string), args[2].(string), -1
	if len(args) > 3 {
		n = args[3].(int)
	}
	return text("replace", len(s)+strings.Count(s, old)*max(len(by)-len(old), 0), func() string { return strings.Replace(s, old, by, n) })
}

func join(args ...any) (any, error) {
	list, bytes, glue := reflect.ValueOf(args[0]), 0, ""
	if len(args) > 1 {
		glue = args[1].(string)
	}
	texts := make([]string, list.Len())
	for i := range texts {
		s, ok := list.Index(i).Interface().(string)
		if !ok {
			return nil, errors.New("join takes a list of texts")
		}
		texts[i] = s
		bytes += len(s) + len(glue)
	}
	return text("join", bytes, func() string { return strings.Join(texts, glue) })
}

func toBase64(args ...any) (any, error) {
	s := args[0].(string)
	return text("toBase64", base64.StdEncoding.EncodedLen(len(s)), func() string { return base64.StdEncoding.EncodeToString([]byte(s)) })
}

func toJSON(args ...any) (any, error) {
	if n := size(reflect.ValueOf(args[0])); n > MaxText {
		return text("toJSON", n, nil)
	}
	b, err := json.MarshalIndent(args[0], "", "  ")
	if err != nil {
		return nil, err
	}
	return text("toJSON", len(b), func() string { return string(b) })
}

// size is about how long a value is.
func size(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.Interface:
		return size(v.Elem())
	case reflect.String:
		return v.Len() + 2
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			n += size(v.Index(i))
		}
	case reflect.Map:
		for at := v.MapRange(); at.Next(); {
			n += size(at.Key()) + size(at.Value())
		}
	}
	return n + 1
}

func uniq(args ...any) (any, error) {
	list := reflect.ValueOf(args[0])
	if k := list.Kind(); k != reflect.Slice && k != reflect.Array || list.Len() > maxUnique {
		return nil, fmt.Errorf("uniq takes a list of at most %d elements", maxUnique)
	}
	var kept []any
	for i := range list.Len() {
		v := list.Index(i).Interface()
		if !slices.ContainsFunc(kept, func(k any) bool { return runtime.Equal(k, v) }) {
			kept = append(kept, v)
		}
	}
	return kept, nil
}
