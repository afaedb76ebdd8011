package result

import (
	"slices"
	"strings"
)

// Group is a part of the catalogue: the scenarios whose ids begin with its own.
type Group struct{ ID, Title string }

// Groups lists the parts of the catalogue, in its order.
func Groups() []Group {
	return []Group{
		{"TRN", "Transport and framing"},
		{"SEC", "Security"},
		{"FLD", "Request variants"},
		{"ROB", "Hostile, generated input"},
		{"CNC", "Concurrency and repeats"},
		{"LAT", "Latency and deadline"},
		{"DNY", "Denials that take effect"},
		{"POL", "The user's own policy"},
		{OwnGroup, "Scenarios of your own"},
	}
}

// OwnGroup gathers scenarios of the user's own that are named otherwise than the catalogue.
const OwnGroup = "OWN"

// GroupOf is the place in Groups of the group that a scenario belongs to.
func GroupOf(scenario string) int {
	prefix, _, _ := strings.Cut(scenario, "-")
	all := Groups()
	i := slices.IndexFunc(all, func(g Group) bool { return g.ID == prefix })
	if i < 0 {
		return len(all) - 1
	}
	return i
}
