package filter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
)

// word is a short way to write an expression: name:value.
type word struct {
	name   string
	values []string // that it can have; nil where any
	expr   func(value string) string
}

var yesOrNo = []string{"yes", "no"}

// wordList is the words that there are.
var wordList = []word{
	{"from", nil, func(v string) string { return "like(from, " + strconv.Quote(v) + ")" }},
	{"to", nil, func(v string) string { return "any(to, like(#, " + strconv.Quote(v) + "))" }},
	{"effect", []string{"allow", "block"}, func(v string) string { return "effect == " + strconv.Quote(strings.ToUpper(v)) }},
	{"said", words("said"), equals("said")},
	{"cause", words("cause"), equals("cause")},
	{"rule", nil, func(v string) string {
		begins := ", # startsWith " + strconv.Quote(strings.ToUpper(v)) + ")"
		return "any(decided_by, like(#, " + strconv.Quote(v) + ")) or any(rule" + begins + " or any(broken" + begins
	}},
	{"fault", nil, func(v string) string { return "any(faults, like(#, " + strconv.Quote(v) + "))" }},
	{"status", nil, number("status")},
	{"refused", yesOrNo, func(v string) string { return "refused == " + strconv.FormatBool(v == "yes") }},
	{"guarded", yesOrNo, func(v string) string { return "guarded == " + strconv.FormatBool(v == "yes") }},
	{"seq", nil, number("seq")},
}

func equals(name string) func(string) string {
	return func(v string) string { return name + " == " + strconv.Quote(v) }
}

// number compares with a number; with anything else the result is "".
func number(name string) func(string) string {
	return func(v string) string {
		if _, err := strconv.ParseUint(v, 10, 32); err != nil {
			return ""
		}
		return name + " == " + v
	}
}

// readWords reads a filter of words: name:value, texts that must stand in the request's body, "texts in quotes", and a
// hyphen before what must not be. Ok is false where it is none of words.
func readWords(text string) (terms []term, ok bool, err error) {
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimSpace(rest) {
		var one string
		if one, rest = cutWord(rest); one == "" {
			return nil, true, fmt.Errorf("filter %q: a quote is not closed", text)
		}
		plain, not := strings.CutPrefix(one, "-")
		if !isWord(plain) {
			return nil, false, nil
		}
		expression, err := expressionOf(plain)
		if err != nil {
			return nil, true, fmt.Errorf("filter %q: %w", text, err)
		}
		if not {
			expression = "not (" + expression + ")"
		}
		terms = append(terms, term{text: one, expression: expression})
	}
	return terms, true, nil
}

// cutWord cuts the first word off; blanks within quotes belong to it.
func cutWord(s string) (first, rest string) {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ' ' && !quoted:
			return s[:i], s[i:]
		}
	}
	if quoted {
		return "", ""
	}
	return s, ""
}

// isWord reports whether a word is none of an expression. Values, and what is in quotes, may be anything.
func isWord(s string) bool {
	if name, _, named := strings.Cut(s, ":"); named && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") == "" {
		return true
	}
	if strings.HasPrefix(s, `"`) {
		return true
	}
	return s != "" && !strings.ContainsAny(s, "()=<>!&|[]{}#?,") &&
		!slices.Contains([]string{"and", "or", "not", "in", "contains", "matches", "startsWith", "endsWith"}, s)
}

func expressionOf(text string) (string, error) {
	name, value, named := strings.Cut(text, ":")
	value = strings.ReplaceAll(value, `"`, "")
	if !named || strings.HasPrefix(text, `"`) {
		return "body contains " + strconv.Quote(strings.ReplaceAll(text, `"`, "")), nil
	}
	var names []string
	for i := range wordList {
		w := &wordList[i]
		if names = append(names, w.name); w.name != name {
			continue
		}
		expression := w.expr(value)
		switch {
		case w.values != nil && !slices.Contains(w.values, value):
			return "", fmt.Errorf("%s: wanted %s, got %q", name, oneOf(w.values), value)
		case expression == "":
			return "", fmt.Errorf("%s: wanted a number, got %q", name, value)
		}
		return expression, nil
	}
	return "", fmt.Errorf("no word %q%s; there are %s, and others in quotes", name+":", nearest.Hint(name, names), strings.Join(names, ", "))
}

// like compares with a pattern in which * stands for anything.
func like(text, pattern string) bool {
	first, rest, star := strings.Cut(pattern, "*")
	if !star {
		return text == pattern
	}
	text, ok := strings.CutPrefix(text, first)
	for ok && rest != "" {
		var part string
		part, rest, star = strings.Cut(rest, "*")
		if !star {
			return strings.HasSuffix(text, part)
		}
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return ok
}
