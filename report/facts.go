package report

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
)

// Fact is a named text of what a report has to tell. The names are those of label.txt.
type Fact struct{ Name, Text string }

// Facts are what there is to tell, in the order of all reports.
type Facts []Fact

// Add adds a fact, unless there is nothing in it.
func (f *Facts) Add(name, text string) {
	if strings.TrimSpace(text) != "" {
		*f = append(*f, Fact{name, text})
	}
}

// AddSentence adds what is demanded as its source has it, and a translation that is marked as one.
func (f *Facts) AddSentence(words *language.Words, name, text string, source rule.Source) {
	if text == "" || source == "" {
		f.Add(name, text)
		return
	}
	f.Add(name, words.Say("report.sentence", "text", text, "source", words.Translate("", string(source))))
	if own, ok := words.Own("sentence." + text); ok {
		f.Add("translation", own)
	}
}

// Only leaves the facts of these names.
func (f Facts) Only(names ...string) Facts {
	return slices.DeleteFunc(slices.Clone(f), func(fact Fact) bool { return !slices.Contains(names, fact.Name) })
}

// Without leaves the facts of other names.
func (f Facts) Without(names ...string) Facts {
	return slices.DeleteFunc(slices.Clone(f), func(fact Fact) bool { return slices.Contains(names, fact.Name) })
}
