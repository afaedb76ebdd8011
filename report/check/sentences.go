package check

import (
	"slices"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios/catalogue"
)

// Sentence is a sentence of the contract, and by what it is tested.
type Sentence struct {
	Text     string   `json:"text"`
	Status   string   `json:"status"`
	By       []string `json:"by,omitempty"`
	Observed []string `json:"observed,omitempty"`
	Reason   string   `json:"reason,omitempty"`
}

// Sentences are those of the contract. With a run each says what was at work in it.
func Sentences(run *result.Run) []Sentence {
	var list []Sentence
	for _, s := range catalogue.Sentences() {
		j := Sentence{Text: s.Text, Status: "tested", By: s.Tested, Reason: s.Excluded}
		switch {
		case s.Excluded != "":
			j.Status = "excluded"
		case run != nil:
			if j.Observed = s.Observed(run); len(j.Observed) > 0 {
				j.Status = "observed"
			}
		}
		list = append(list, j)
	}
	return list
}

// ShowSentences prints sentences, and how many of each status there are.
func ShowSentences(t *term.Terminal, list []Sentence) {
	count := map[string]int{}
	for _, s := range list {
		count[s.Status]++
		by, below := s.By, s.Reason
		if s.Status == "observed" {
			by = s.Observed
		}
		if below = t.Words.Translate("", below); below == "" {
			below = firstIDs(t.Words, by)
		}
		t.Printf("%-8s %s\n", t.Strong(t.Words.Label(s.Status)), s.Text)
		if own, ok := t.Words.Own("sentence." + s.Text); ok {
			t.Printf("         %s\n", t.Say("listing.translation", "text", own))
		}
		t.Printf("         %s\n\n", t.Faint(below))
	}
	t.Printf("%s\n", t.Say("listing.sentences", "n", len(list), "observed", count["observed"], "tested", count["tested"],
		"excluded", count["excluded"]))
}

// firstIDs lists the first few ids in order.
func firstIDs(words *language.Words, list []string) string {
	list = slices.Clone(list)
	slices.Sort(list)
	return words.Say("list.few", "list", list)
}
