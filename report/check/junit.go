package check

import "github.com/chatcb/chatcb/result"

// The elements of JUnit XML. No standard defines them; those of the template are what the schema of Jenkins has, which others follow.
// A suite is a part of the catalogue. What breaks a rule is a failure, trouble of the tool an error, and what the baseline accepts
// is skipped.

// Element is the one that says what became of a case, or "".
func (c *caseView) Element() string {
	switch {
	case c.Kind == failing && c.Status == result.Error:
		return "error"
	case c.Kind == failing:
		return "failure"
	case c.Kind == accepted, c.Kind == skipped:
		return "skipped"
	}
	return ""
}

// Element is the one for what is wrong with the run as a whole: an empty run must not look green.
func (t trouble) Element() string {
	if t.Tool {
		return "error"
	}
	return "failure"
}

// Breaks is the rule that a case breaks, or its status where that is none.
func (c *caseView) Breaks() string {
	if w := c.Worst(); w != nil && !c.Unjudged() {
		return w.Rule
	}
	return string(c.Status)
}

// elements counts the cases, or the troubles, that have an element.
func elements[E interface{ Element() string }](list []E, name string) (n int) {
	for _, e := range list {
		if e.Element() == name {
			n++
		}
	}
	return n
}

// Elements counts the cases of an element in a part of the catalogue.
func (g *group) Elements(name string) int { return elements(g.Cases, name) }

// Elements counts the troubles of an element.
func (list troubles) Elements(name string) int { return elements(list, name) }

// Elements counts all of them in the run.
func (v *view) Elements(name string) int {
	return elements(v.Cases, name) + v.Troubles().Elements(name)
}

// Points are the cases, and what is wrong with the run as a whole.
func (v *view) Points() int { return len(v.Cases) + len(v.Troubles()) }
