package rule

import (
	"cmp"
	"fmt"
	"strings"
)

// Wording is how findings of one kind read in a language. In its texts {name} stands for an argument of the finding, and
// {name:q} for it as fmt's verb %q writes it.
type Wording struct {
	Kind     string // "" for the only kind of a rule
	Message  string // one sentence without its full stop
	Expected string
	Received string
	Fix      string // what to do about this kind, where more is known than the rule's fix says
}

// More is how often a rule is broken beside the place that a finding tells of; it reads as nothing where that is all.
type More int

// Term is an argument that is a word of the language too: the message of this kind takes its place.
type Term string

// spelt is the kind of findings that come in words.
const spelt = "spelt"

var speltWording = Wording{Kind: spelt, Message: "{message}", Expected: "{expected}", Received: "{received}", Fix: "{fix}"}

func (f *Finding) wording() *Wording {
	if f.Kind == spelt {
		return &speltWording
	}
	return f.Rule.wording(f.Kind)
}

func (r *Rule) wording(kind string) *Wording {
	for i := range r.English {
		if r.English[i].Kind == kind {
			return &r.English[i]
		}
	}
	return new(Wording)
}

// render puts the arguments into a text. A brace that encloses no argument's name stands for itself.
func (f *Finding) render(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		name, verb, _ := strings.Cut(name, ":")
		value, ok := f.arg(name)
		if !ok {
			b.WriteByte('{')
			text = rest
			continue
		}
		f.write(&b, verb, value)
		text = after
	}
}

func (f *Finding) arg(name string) (value any, ok bool) {
	for i := 0; i+1 < len(f.Args); i += 2 {
		if f.Args[i] == name {
			return f.Args[i+1], true
		}
	}
	return nil, false
}

func (f *Finding) write(b *strings.Builder, verb string, value any) {
	switch v := value.(type) {
	case Term:
		b.WriteString(f.render(f.Rule.wording(string(v)).Message))
	case More:
		if v > 0 {
			fmt.Fprintf(b, " (and %d more)", v)
		}
	case []string:
		b.WriteString(listed(v, verb))
	default:
		fmt.Fprintf(b, "%"+cmp.Or(verb, "v"), v)
	}
}

// mostNames is how many texts of a list are written.
const mostNames = 8

// listed joins the first few texts.
func listed(texts []string, verb string) string {
	var b strings.Builder
	for i, text := range texts[:min(len(texts), mostNames)] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%"+cmp.Or(verb, "v"), text)
	}
	if n := len(texts) - mostNames; n > 0 {
		fmt.Fprintf(&b, " and %d more", n)
	}
	return b.String()
}

// Excerpt is the start of a text that is not what it should be.
type Excerpt struct {
	start string
	more  bool
}

// ExcerptOf takes the start of a text.
func ExcerptOf(text []byte) Excerpt {
	const most = 24
	return Excerpt{string(text[:min(len(text), most)]), len(text) > most}
}

// String quotes it.
func (e Excerpt) String() string {
	switch {
	case e.more:
		return fmt.Sprintf("%q…", e.start)
	case e.start == "":
		return "nothing"
	}
	return fmt.Sprintf("%q", e.start)
}
