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
	name       string
	values     []string // that it can have; nil where any
	expression string   // with the value as a text, or as it is where it must be a number
}

var yesOrNo = []string{"yes", "no"}

// wordList is the words that there are.
var wordList = []word{
	{"from", nil, `like(from, %[1]q)`},
	{"to", nil, `any(to, like(#, %[1]q))`},
	{"effect", []string{"allow", "block"}, `effect == upper(%[1]q)`},
	{"said", words("said"), `said == %[1]q`},
	{"cause", words("cause"), `cause == %[1]q`},
	{"rule", nil, `any(decided_by, like(#, %[1]q)) or any(rule, # startsWith upper(%[1]q)) or any(broken, # startsWith upper(%[1]q))`},
	{"fault", nil, `any(faults, like(#, %[1]q))`},
	{"status", nil, `status == %[1]s`},
	{"refused", yesOrNo, `refused == (%[1]q == "yes")`},
	{"guarded", yesOrNo, `guarded == (%[1]q == "yes")`},
	{"seq", nil, `seq == %[1]s`},
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
		_, err := strconv.ParseUint(value, 10, 32)
		switch {
		case w.values != nil && !slices.Contains(w.values, value):
			return "", fmt.Errorf("%s: wanted %s, got %q", name, oneOf(w.values), value)
		case err != nil && strings.Contains(w.expression, "%[1]s"):
			return "", fmt.Errorf("%s: wanted a number, got %q", name, value)
		}
		return fmt.Sprintf(w.expression, value), nil
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
