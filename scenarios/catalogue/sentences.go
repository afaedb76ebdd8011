package catalogue

import (
	_ "embed" // for the sentences
	"slices"

	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

//go:embed sentences.yaml
var sentencesFile []byte

// Sentence is one sentence of the contract, and by what it is tested, or why it is not.
type Sentence struct {
	Text     string   `yaml:"text"`
	Tested   []string `yaml:"tested"` // ids of rules and scenarios
	Excluded string   `yaml:"excluded"`
}

// Sentences lists the sentences of the page, in its order, and those of the overview that it links to.
func Sentences() []Sentence {
	var f struct {
		Sentences []Sentence `yaml:"sentences"`
	}
	// The file is a list, which people can read on its own; strictyaml reads files that are mappings.
	text := append([]byte("sentences:\n"), sentencesFile...)
	if err := yamlfile.Read("sentences.yaml", text, &f).Err(); err != nil {
		panic(err) // embedded, and read by the tests
	}
	return f.Sentences
}

// Observed reports which of the rules and scenarios that test a sentence were at work in a run: the ids of the
// scenarios that ran, and of the passive rules, which judge every answer.
func (s *Sentence) Observed(run *result.Run) []string {
	ran := make(map[string]bool)
	judged := false
	for i := range run.Cases {
		c := &run.Cases[i]
		if c.Status != result.Skip && c.Status != result.Untestable && c.Status != result.Error {
			ran[c.Scenario] = true
			judged = judged || len(c.Steps) > 0
		}
	}
	var ids []string
	for _, id := range s.Tested {
		if sc := slices.ContainsFunc(builtin(), func(sc *scenarios.Scenario) bool { return sc.ID == id }); sc && ran[id] || !sc && judged {
			ids = append(ids, id)
		}
	}
	return ids
}
