package check

import (
	"slices"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// group is a part of the catalogue, with the cases of a run that belong to it.
type group struct {
	ID    string
	Title string
	Cases []*result.Case
	Count [skipped + 1]int // by kind
	Took  time.Duration
}

// groups sorts the cases of a run by the parts of the catalogue. Parts without cases are left out.
func groups(run *result.Run) []*group {
	var table []*group
	for _, g := range result.Groups() {
		table = append(table, &group{ID: g.ID, Title: g.In(run.Words())})
	}
	for i := range run.Cases {
		table[result.GroupOf(run.Cases[i].Scenario)].add(&run.Cases[i])
	}
	return slices.DeleteFunc(table, func(g *group) bool { return len(g.Cases) == 0 })
}

func groupID(scenario string) string { return result.Groups()[result.GroupOf(scenario)].ID }

func (g *group) add(c *result.Case) {
	g.Cases = append(g.Cases, c)
	g.Count[kindOf(c)]++
	g.Took += c.Took
}

// total sums up groups.
func total(words *language.Words, list []*group) *group {
	all := &group{Title: words.Say("check.all")}
	for _, g := range list {
		all.Cases = append(all.Cases, g.Cases...)
		all.Took += g.Took
		for k, n := range g.Count {
			all.Count[k] += n
		}
	}
	return all
}
