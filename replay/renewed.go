package replay

import (
	"slices"
	"strings"
)

// Renewed is a set of what was renewed in a request.
type Renewed uint16

// Renewable lists what can be renewed. The last is the opposite: a Sign that was kept for want of a token.
func Renewable() []string {
	return []string{
		"EventTime", "RequestTime", "Sign", "SdkAppid", "edits", "parameters", "path", "Host", "Content-Length", "headers",
		"Sign kept: no token",
	}
}

// note adds a name to the set, or another where the name has none of its own.
func (r *Renewed) note(name, otherwise string) {
	at := func(name string) int {
		return slices.IndexFunc(Renewable(), func(known string) bool { return strings.EqualFold(known, name) })
	}
	i := at(name)
	if i < 0 {
		i = at(otherwise)
	}
	*r |= 1 << i
}

// Names lists what is in the set.
func (r Renewed) Names() []string {
	var names []string
	for i, name := range Renewable() {
		if r&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}
