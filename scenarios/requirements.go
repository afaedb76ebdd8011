package scenarios

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/internal/nearest"
)

// requirementFiles hold the frozen lists: the ids of rules and scenarios that a run in the name of a month is judged by.
//
//go:embed requirements/*.txt
var requirementFiles embed.FS

// Requirements lists the names of the frozen lists, the oldest first.
func Requirements() []string {
	entries, _ := requirementFiles.ReadDir("requirements") // embedded: it is there
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".txt")
	}
	return slices.Sorted(slices.Values(names))
}

// RequirementIDs returns the ids of a frozen list.
func RequirementIDs(name string) ([]string, error) {
	text, err := requirementFiles.ReadFile("requirements/" + name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("requirements %q: there are %s%s", name, strings.Join(Requirements(), ", "), nearest.Hint(name, Requirements()))
	}
	return strings.Fields(string(text)), nil
}

func (s *Suite) checkRequirements() error {
	if s.Requirements == "" {
		return nil
	}
	ids, err := RequirementIDs(s.Requirements)
	s.frozen = ids
	return err
}

// later reports whether a built-in scenario is younger than the requirements of the run. What users write themselves
// always counts.
func (s *Suite) later(sc *Scenario) bool { return sc.File == "" && s.laterRule(sc.ID) }

func (s *Suite) laterRule(id string) bool {
	return s.frozen != nil && ownID().MatchString(id) && !slices.Contains(s.frozen, id)
}

// ownID is the form of the catalogue's ids.
var ownID = lazy.Regexp(`^[A-Z]{3}-[0-9]{3}$`)
