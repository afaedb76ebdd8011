package result

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/language"
)

// Wording is what puts a finding into words, in any language.
type Wording interface {
	In(w *language.Words) Words
}

// Words are the texts of a finding.
type Words struct{ Title, Expected, Received, Message, Why, Fix string }

// In is the run with all that it says to people in the language of the words. What is English stays the run itself.
func (r *Run) In(w *language.Words) *Run {
	if w.Name() == language.English().Name() {
		return r
	}
	own := *r
	own.words = w
	if r.Says != nil {
		own.Cause = r.Says.SayIn(w)
	}
	own.Cases = slices.Clone(r.Cases)
	for i := range own.Cases {
		own.Cases[i] = own.Cases[i].in(w)
	}
	return &own
}

// Words are those that the run is said in.
func (r *Run) Words() *language.Words { return r.words }

func (c Case) in(w *language.Words) Case {
	key := "scenarios." + c.Scenario
	c.Title = w.Translate(key+".title", c.Title)
	c.Sent = w.Translate(key+".sent", c.Sent)
	c.Expected = w.Translate(key+".expected", c.Expected)
	c.Why = w.Translate(key+".why", c.Why)
	c.Fix = w.Translate(key+".fix", c.Fix)
	c.Lacks, c.Reason = w.Translate("", c.Lacks), w.Translate("", c.Reason)
	if c.Says != nil {
		c.Message = c.Says.SayIn(w)
	}
	c.Steps = slices.Clone(c.Steps)
	for i := range c.Steps {
		c.Steps[i].Name = stepName(w, c.Steps[i].Name)
	}
	c.Findings = slices.Clone(c.Findings)
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Says == nil {
			continue
		}
		said := f.Says.In(w)
		f.Title, f.Expected, f.Received, f.Message, f.Why, f.Fix = said.Title, said.Expected, said.Received, said.Message, said.Why, said.Fix
	}
	return c
}

var numbers = lazy.Regexp(`[0-9]+`)

// stepName is the name of an exchange of a case in the language of the words: by step.txt, in whose names N is a number.
func stepName(w *language.Words, name string) string {
	if after, ok := strings.CutPrefix(name, aliveAfter); ok {
		return w.Say("result.alive-after", "what", w.Translate("", after))
	}
	said, ok := w.Own("step." + numbers().ReplaceAllString(name, "N"))
	if !ok {
		return name
	}
	for _, number := range numbers().FindAllString(name, -1) {
		said = strings.Replace(said, "N", number, 1)
	}
	return said
}

// aliveAfter begins the name of the exchange that tells whether a receiver still answers.
const aliveAfter = "alive after "

// In is the title of the group in the language of the words.
func (g Group) In(w *language.Words) string { return w.Translate("", g.Title) }
