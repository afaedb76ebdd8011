package live

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Term is one condition of a filter over exchanges.
type Term struct {
	Text  string
	Holds func(*Event) bool
}

// word is a kind of term: name:value.
type word struct {
	name  string
	help  string
	check func(value string) string // what is wrong with a value, or ""
	holds func(e *Event, value string) bool
}

// words are the terms of [ParseWords].
var words = []word{
	{"from", "From_Account; * stands for anything", nil, func(e *Event, v string) bool { return like(e.Request().FromAccount, v) }},
	{"to", "an account that is asked about; * stands for anything", nil, func(e *Event, v string) bool {
		return slices.ContainsFunc(e.Request().Items, func(f callback.Item) bool { return like(f.ToAccount, v) })
	}},
	{"effect", "allow or block: what Chat does with an account", oneOf("allow", "block"), func(e *Event, v string) bool {
		for _, verdict := range e.Judgement().Verdicts {
			if strings.EqualFold(string(verdict.Effect), v) {
				return true
			}
		}
		return false
	}},
	{"said", "allow, block or nothing: what the answer says of an account", oneOf("allow", "block", "nothing"), func(e *Event, v string) bool {
		for _, verdict := range e.Judgement().Verdicts {
			if string(verdict.Said) == v {
				return true
			}
		}
		return false
	}},
	{"cause", "why the effect is what it is, such as late", checkCause, func(e *Event, v string) bool {
		for _, verdict := range e.Judgement().Verdicts {
			if string(verdict.Cause) == v {
				return true
			}
		}
		return false
	}},
	{"rule", "id of a policy rule that decided, or of a conformance rule, or how it begins", nil, hasRule},
	{"fault", "id of a fault that acted", nil, func(e *Event, v string) bool {
		return slices.ContainsFunc(e.Faults, func(fault string) bool { return like(faultID(fault), v) })
	}},
	{"status", "HTTP status of the answer, 0 for none", func(v string) string {
		if _, err := strconv.Atoi(v); err != nil {
			return "wanted a number"
		}
		return ""
	}, func(e *Event, v string) bool { return strconv.Itoa(e.Status) == v }},
	{"refused", "yes or no: a strict server refused it", oneOf("yes", "no"), func(e *Event, v string) bool { return (e.Refused != "") == (v == "yes") }},
	{"guarded", "yes or no: a proxy's guard answered", oneOf("yes", "no"), func(e *Event, v string) bool { return e.Guarded == (v == "yes") }},
	{"seq", "number of the exchange", nil, func(e *Event, v string) bool { return strconv.FormatUint(e.Seq, 10) == v }},
}

// ParseWords reads a filter of words: name:value terms, words that must stand in the request's body, "words in quotes",
// and a hyphen before what must not be. All must hold.
func ParseWords(filter string) ([]Term, error) {
	var terms []Term
	for rest := strings.TrimSpace(filter); rest != ""; rest = strings.TrimSpace(rest) {
		var text string
		if text, rest = cutWord(rest); text == "" {
			return nil, fmt.Errorf("filter %q: a quote is not closed", filter)
		}
		plain, not := strings.CutPrefix(text, "-")
		holds, err := readWord(plain)
		if err != nil {
			return nil, fmt.Errorf("filter %q: %w", filter, err)
		}
		if not {
			is := holds
			holds = func(e *Event) bool { return !is(e) }
		}
		terms = append(terms, Term{text, holds})
	}
	return terms, nil
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

func readWord(text string) (func(*Event) bool, error) {
	name, value, named := strings.Cut(text, ":")
	if !named || strings.HasPrefix(text, `"`) {
		part := strings.ReplaceAll(text, `"`, "")
		return func(e *Event) bool { return strings.Contains(e.SentBody(), part) }, nil
	}
	value = strings.ReplaceAll(value, `"`, "")
	var names []string
	for i := range words {
		w := &words[i]
		names = append(names, w.name)
		if w.name != name {
			continue
		}
		if w.check != nil {
			if problem := w.check(value); problem != "" {
				return nil, fmt.Errorf("%s: %s, got %q", name, problem, value)
			}
		}
		return func(e *Event) bool { return w.holds(e, value) }, nil
	}
	return nil, fmt.Errorf("no word %q%s; there are %s, and others in quotes", name+":", nearest.Hint(name, names), strings.Join(names, ", "))
}

func oneOf(values ...string) func(string) string {
	return func(v string) string {
		if slices.Contains(values, v) {
			return ""
		}
		return "wanted " + strings.Join(values, " or ")
	}
}

func checkCause(v string) string {
	var names []string
	for _, c := range callback.Causes() {
		names = append(names, string(c))
	}
	if slices.Contains(names, v) {
		return ""
	}
	return "wanted one of " + strings.Join(names, ", ")
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

func hasRule(e *Event, v string) bool {
	if slices.ContainsFunc(e.Decisions(), func(d Decision) bool { return like(d.Rule, v) }) {
		return true
	}
	upper := strings.ToUpper(v)
	for i := range e.Findings {
		if strings.HasPrefix(e.Findings[i].Rule.ID, upper) {
			return true
		}
	}
	for _, f := range e.Judgement().Findings {
		if strings.HasPrefix(f.Rule.ID, upper) {
			return true
		}
	}
	return false
}

// faultID is the id in a part of a script, without its settings.
func faultID(part string) string {
	id, _, _ := strings.Cut(part, " ")
	id, _, _ = strings.Cut(id, "=")
	if id == "median" || id == "p99" {
		return "latency"
	}
	return id
}

// matches reports whether all terms hold.
func matches(e *Event, terms []Term) bool {
	for i := range terms {
		if !terms[i].Holds(e) {
			return false
		}
	}
	return true
}
