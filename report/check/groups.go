package check

import (
	"strings"
	"time"

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

var groupTitles = []group{
	{ID: "TRN", Title: "Transport and framing"},
	{ID: "SEC", Title: "Security"},
	{ID: "FLD", Title: "Request variants"},
	{ID: "ROB", Title: "Hostile, generated input"},
	{ID: "CNC", Title: "Concurrency and repeats"},
	{ID: "LAT", Title: "Latency and deadline"},
	{ID: "POL", Title: "The user's own policy"},
}

// ownGroup gathers scenarios of the user's own that are named otherwise than the catalogue.
var ownGroup = group{ID: "OWN", Title: "Scenarios of your own"}

// groups sorts the cases of a run by the parts of the catalogue. Parts without cases are left out.
func groups(run *result.Run) []*group {
	table := make([]group, len(groupTitles), len(groupTitles)+1)
	copy(table, groupTitles)
	table = append(table, ownGroup)
	for i := range run.Cases {
		table[groupIndex(run.Cases[i].Scenario)].add(&run.Cases[i])
	}
	var list []*group
	for i := range table {
		if len(table[i].Cases) > 0 {
			list = append(list, &table[i])
		}
	}
	return list
}

// groupIndex is the place in groupTitles, or the one behind it.
func groupIndex(scenario string) int {
	prefix, _, _ := strings.Cut(scenario, "-")
	for i := range groupTitles {
		if groupTitles[i].ID == prefix {
			return i
		}
	}
	return len(groupTitles)
}

func groupID(scenario string) string {
	if i := groupIndex(scenario); i < len(groupTitles) {
		return groupTitles[i].ID
	}
	return ownGroup.ID
}

func (g *group) add(c *result.Case) {
	g.Cases = append(g.Cases, c)
	g.Count[kindOf(c)]++
	g.Took += c.Took
}

// total sums up groups.
func total(list []*group) *group {
	all := &group{Title: "all"}
	for _, g := range list {
		all.Cases = append(all.Cases, g.Cases...)
		all.Took += g.Took
		for k, n := range g.Count {
			all.Count[k] += n
		}
	}
	return all
}
