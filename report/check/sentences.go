package check

import (
	"slices"

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

// Shown are the ids by which the sentence is tested, or was, in order.
func (s *Sentence) Shown() []string {
	if s.Status == "observed" {
		return slices.Sorted(slices.Values(s.Observed))
	}
	return slices.Sorted(slices.Values(s.By))
}

// ShowSentences prints sentences, and how many of each status there are.
func ShowSentences(t *term.Terminal, list []Sentence) {
	count := map[string]int{}
	for i := range list {
		count[list[i].Status]++
	}
	show(t, "sentences.txt", map[string]any{"List": list, "Count": count})
}
