package catalogue

import (
	"errors"
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/scenarios"
)

// ReadFiles reads files of scenarios; an id must not stand in two of them, nor be one of the catalogue's.
// Vars and env give the values of ${VAR}, and deprecated is told of old spellings, as those of [spec.Loader].
func ReadFiles(
	files []string, vars map[string]string, env func(string) (string, bool), deprecated func(string),
) ([]*scenarios.Scenario, error) {
	loader := NewLoader(vars, env)
	loader.Deprecated = deprecated
	var all []*scenarios.Scenario
	var failed []error
	for _, file := range files {
		list, err := loader.ReadFile(file)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		for _, sc := range list {
			if other := slices.IndexFunc(all, func(o *scenarios.Scenario) bool { return o.ID == sc.ID }); other >= 0 {
				failed = append(failed, fmt.Errorf("%s: the id %q stands at %s too", sc.File, sc.ID, all[other].File))
			}
			if _, builtin := Explain(sc.ID); builtin {
				failed = append(failed, fmt.Errorf("%s: the id %q is one of the catalogue's; choose another", sc.File, sc.ID))
			}
		}
		all = append(all, list...)
	}
	if len(failed) > 0 {
		return nil, errors.Join(failed...)
	}
	return all, nil
}
