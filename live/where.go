package live

import (
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/filter"
)

// Terms are the conditions of a filter over exchanges: all must hold. They are for one goroutine.
type Terms []Term

// Term is one condition.
type Term struct {
	Text    string
	matcher *filter.Matcher
}

// ParseTerms reads a filter, of words such as from:alice or an expression; see chatcb help where. An empty one has no terms.
func ParseTerms(text string) (Terms, error) {
	if text == "" {
		return nil, nil
	}
	compiled, err := filter.Compile(text)
	if err != nil {
		return nil, err
	}
	var terms Terms
	for _, one := range compiled.Terms() {
		terms = append(terms, Term{one.String(), one.Matcher(conformance.Judge{})})
	}
	return terms, nil
}

// unmet lists the terms that do not hold, at most limit of them. One that cannot be evaluated does not hold.
func (t Terms) unmet(e *Event, limit int) (texts []string) {
	if len(t) == 0 {
		return nil
	}
	of := filter.Subject{Exchange: e.Exchange(), Extra: e.Extra(), Judgement: e.Judgement}
	for i := range t {
		if holds, err := t[i].matcher.Match(of); holds && err == nil {
			continue
		}
		if texts = append(texts, t[i].Text); len(texts) == limit {
			break
		}
	}
	return texts
}

func (t Terms) hold(e *Event) bool { return len(t.unmet(e, 1)) == 0 }
