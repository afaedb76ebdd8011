package live

import (
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/filter"
)

// Terms are the conditions of a filter over exchanges: all must hold. They are for one goroutine. The zero value has none.
type Terms struct{ of *filter.Matcher }

// ParseTerms reads a filter, of words such as from:alice or an expression; see chatcb help where. An empty one has no terms.
func ParseTerms(text string) (Terms, error) {
	if text == "" {
		return Terms{}, nil
	}
	compiled, err := filter.Compile(text)
	if err != nil {
		return Terms{}, err
	}
	return Terms{compiled.Matcher(conformance.Judge{})}, nil
}

// unmet lists the terms that do not hold, at most limit of them. One that cannot be evaluated does not hold.
func (t Terms) unmet(e *Event, limit int) (texts []string) {
	if t.of == nil {
		return nil
	}
	return t.of.Unmet(filter.Subject{Exchange: e.Exchange(), Extra: e.Extra(), Judgement: e.Judgement}, limit)
}

func (t Terms) hold(e *Event) bool { return len(t.unmet(e, 1)) == 0 }
