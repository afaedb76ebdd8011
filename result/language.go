package result

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/language"
)

// Words are the texts of a finding.
type Words struct{ Title, Expected, Received, Message, Why, Fix string }

// Saying is the finding with its words, which are English in its texts.
func (f Finding) Saying(says func(*language.Words) Words) Finding {
	f.Says = says
	f.say(language.English())
	return f
}

func (f *Finding) say(w *language.Words) {
	if f.Says == nil {
		return
	}
	said := f.Says(w)
	f.Title, f.Expected, f.Received, f.Message, f.Why, f.Fix = said.Title, said.Expected, said.Received, said.Message, said.Why, said.Fix
}

// InWords is what a scenario says of itself in the language of the words. Its sentence stays as its source has it.
func (a About) InWords(w *language.Words, scenario string) About {
	for name, text := range map[string]*string{
		"title": &a.Title, "sent": &a.Sent, "expected": &a.Expected, "why": &a.Why, "fix": &a.Fix,
	} {
		*text = w.Translate("scenarios."+scenario+"."+name, *text)
	}
	return a
}

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
	c.About = c.InWords(w, c.Scenario)
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
		c.Findings[i].say(w)
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
