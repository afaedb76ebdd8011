package completion

import (
	"maps"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture/formats"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/examples"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/report/replay"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
	"github.com/chatcb/chatcb/scenarios/denials"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// lists are what flags, arguments and help name by a word: values, and behind a tab what each means.
func lists() map[string]func() []string {
	return map[string]func() []string{
		"assumptions":      assumptions,
		"campaigns":        campaigns,
		"commands":         callback.Commands,
		"denials":          func() []string { return append(denials.Kinds(), result.Expected) },
		"depths":           depths,
		"event-time":       func() []string { return []string{"now"} },
		"explained":        func() []string { return append(ruleIDs(), scenarioIDs()...) },
		"faults":           faults,
		"languages":        language.Names,
		"loads":            loads,
		"people":           func() []string { return []string{"from:\twhat a sender asks", "to:\trequests to add an account"} },
		"platforms":        callback.ClientPlatforms,
		"readable":         formats.Readable,
		"receivers":        examples.Languages,
		"replay_reports":   func() []string { return replay.Formats().Names() },
		"reports":          func() []string { return check.Formats().Names() },
		"request-id":       func() []string { return []string{"none"} },
		"requirements":     scenarios.Requirements,
		"rules":            ruleIDs,
		"scenarios":        scenarioIDs,
		"selectors":        selectors,
		"simulate_reports": func() []string { return simulation.Formats().Names() },
		"timing": func() []string {
			return []string{"original\tas recorded", "x\ttimes faster: x10", "rate=\tper second", "max\tas fast as it goes"}
		},
		"writable": formats.Writable,
	}
}

// Words are those of a tag: a,b,c or @LIST, without what they mean; nil for none.
func Words(tag string) (words []string) {
	if tag == "" {
		return nil
	}
	name, isList := strings.CutPrefix(tag, "@")
	if !isList {
		return strings.Split(tag, ",")
	}
	for _, value := range lists()[name]() {
		word, _, _ := strings.Cut(value, "\t")
		words = append(words, word)
	}
	return words
}

// selectors are what selects scenarios: their ids, and their tags.
func selectors() []string {
	tags := map[string]bool{}
	for _, s := range catalogue.All() {
		for _, tag := range s.Tags {
			tags[tag] = true
		}
	}
	list := scenarioIDs()
	for _, tag := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, tag+"\ta tag")
	}
	return list
}

func depths() (list []string) {
	for _, depth := range scenarios.Depths() {
		list = append(list, string(depth))
	}
	return list
}

func ruleIDs() (list []string) {
	for r := range conformance.AllRules() {
		list = append(list, r.ID+"\t"+r.Title)
	}
	return list
}

func scenarioIDs() (list []string) {
	for _, s := range catalogue.All() {
		list = append(list, s.ID+"\t"+s.Title)
	}
	return list
}

func assumptions() (list []string) {
	for _, s := range conformance.Switches() {
		list = append(list, s.Name+"="+s.Other+"\t"+s.When, s.Name+"="+s.Default+"\tthe default")
	}
	return list
}

func faults() (list []string) {
	for f := range fault.All() {
		list = append(list, f.ID+"\t"+f.Title)
	}
	return list
}

func campaigns() (list []string) {
	for _, k := range traffic.Kinds() {
		list = append(list, string(k.Name)+"\t"+k.Summary)
	}
	return list
}

func loads() (list []string) {
	for _, s := range load.LoadShapes() {
		list = append(list, s.Name+":\t"+s.Meaning)
	}
	return list
}
