package check

import (
	"slices"
	"time"

	"github.com/chatcb/chatcb/result"
)

// group is a part of the catalogue, with the cases of a run that belong to it.
type group struct {
	ID    string
	Title string
	Cases []*caseView
	Count map[kind]int
	Took  time.Duration
}

// Groups sorts the cases of a run by the parts of the catalogue. Parts without cases are left out.
func (v *view) Groups() []*group {
	var table []*group
	for _, g := range result.Groups() {
		table = append(table, &group{ID: g.ID, Title: g.In(v.words), Count: map[kind]int{}})
	}
	for _, c := range v.Cases {
		table[result.GroupOf(c.Scenario)].add(c)
	}
	return slices.DeleteFunc(table, func(g *group) bool { return len(g.Cases) == 0 })
}

func groupID(scenario string) string { return result.Groups()[result.GroupOf(scenario)].ID }

func (g *group) add(c *caseView) {
	g.Cases = append(g.Cases, c)
	g.Count[c.Kind]++
	g.Took += c.Took
}

// Rows are the groups and, where there are several, their total.
func (v *view) Rows() []*group {
	list := v.Groups()
	if len(list) > 1 {
		list = append(list, v.total())
	}
	return list
}

// total is all cases of the run as one group.
func (v *view) total() *group {
	all := &group{Title: v.words.Say("check.all"), Count: map[kind]int{}}
	for _, c := range v.Cases {
		all.add(c)
	}
	return all
}

// Columns are the kinds worth a column: PASS and FAIL always, the others where they occur.
func (v *view) Columns() (kinds []kind) {
	all := v.total()
	for _, k := range []kind{passed, noted, warned, accepted, failing, skipped} {
		if k == passed || k == failing || all.Count[k] > 0 {
			kinds = append(kinds, k)
		}
	}
	return kinds
}
