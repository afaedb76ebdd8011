package scenarios

import (
	"embed"
	"maps"
	"slices"
	"sync"

	"github.com/chatcb/chatcb/internal/yamlfile"
)

// nativeFiles are the words of the scenarios whose behaviour is Go.
//
//go:embed native/*.yaml
var nativeFiles embed.FS

var nativeWords = sync.OnceValue(func() map[string]Scenario {
	all := make(map[string]Scenario)
	files, _ := nativeFiles.ReadDir("native") // embedded: they are there
	for _, file := range files {
		text, _ := nativeFiles.ReadFile("native/" + file.Name())
		var f struct {
			Version   int        `yaml:"version" need:"yes"`
			Scenarios []Scenario `yaml:"scenarios" need:"yes"`
		}
		if err := yamlfile.Read(file.Name(), text, &f).Err(); err != nil {
			panic(err) // embedded, and read by the tests
		}
		for i := range f.Scenarios {
			all[f.Scenarios[i].ID] = f.Scenarios[i]
		}
	}
	return all
})

// Native are the scenarios with these cases, by their ids, in the order of the ids. All else that there is to a scenario stands
// in the folder native.
func Native(cases map[string][]Variant) []*Scenario {
	var list []*Scenario
	for _, id := range slices.Sorted(maps.Keys(cases)) {
		sc, ok := nativeWords()[id]
		if !ok {
			panic("no words for the scenario " + id)
		}
		sc.Variants = cases[id]
		list = append(list, &sc)
	}
	return list
}
