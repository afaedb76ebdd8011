package scenarios

import (
	"cmp"
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// builtinFiles are the scenarios for which data is enough.
//
//go:embed builtin/*.yaml
var builtinFiles embed.FS

// firstID opens a run, lastID ends it.
const (
	firstID = "TRN-001"
	lastID  = "CNC-005"
)

// firstRequirements is the frozen list that all scenarios up to now are on.
const firstRequirements = "2026-11"

// Builtin lists the catalogue in its order. The scenarios are shared: they are not to be changed.
func Builtin() []*Scenario { return slices.Clone(builtin()) }

var builtin = sync.OnceValue(func() []*Scenario {
	all := goScenarios()
	for _, f := range readBuiltin() {
		list, err := new(Loader).read(f.name, f.text)
		if err != nil {
			panic(err) // embedded, and read by the tests
		}
		for i, sc := range list {
			sc.File, sc.YAML = "", f.part(i)
		}
		all = append(all, list...)
	}
	for _, sc := range all {
		sc.Since = cmp.Or(sc.Since, firstRequirements)
	}
	slices.SortStableFunc(all, func(a, b *Scenario) int {
		return cmp.Or(groupIndex(a)-groupIndex(b), strings.Compare(a.ID, b.ID))
	})
	return all
})

// groupIndex is the place of a scenario's group in the catalogue.
func groupIndex(sc *Scenario) int {
	return slices.Index([]string{"TRN", "SEC", "FLD", "ROB", "CNC", "LAT", "POL"}, sc.Group())
}

// goScenarios are the scenarios for which behaviour is needed.
func goScenarios() []*Scenario {
	return slices.Concat(
		transportScenarios(), segmentScenarios(), slowScenarios(), tlsScenarios(), framingScenarios(), appIDScenarios(), signScenarios(), replayScenarios(),
		payloadScenarios(), unicodeScenarios(), sizeScenarios(), brokenScenarios(), propertyScenarios(), metamorphicScenarios(),
		concurrencyScenarios(), latencyScenarios(), policyScenarios(),
	)
}

// builtinFile is one of the embedded files.
type builtinFile struct {
	name string
	text []byte
}

// part is the text of scenario i.
func (f *builtinFile) part(i int) string {
	const begin = "\n  - id: "
	parts := strings.Split(string(f.text), begin)
	return strings.TrimRight("  - id: "+parts[i+1], "\n") + "\n"
}

func readBuiltin() []builtinFile {
	entries, _ := builtinFiles.ReadDir("builtin") // embedded: it is there
	var files []builtinFile
	for _, e := range entries {
		text, _ := builtinFiles.ReadFile("builtin/" + e.Name())
		files = append(files, builtinFile{e.Name(), text})
	}
	return files
}

// builtinNodes are the scenarios in YAML as they are written, by id, for what extends them.
func builtinNodes() map[string]yamlfile.Node {
	all := make(map[string]yamlfile.Node)
	for _, f := range readBuiltin() {
		var form struct {
			Version   int            `yaml:"version"`
			Scenarios []scenarioNode `yaml:"scenarios"`
		}
		yamlfile.Read(f.name, f.text, &form)
		for _, s := range form.Scenarios {
			id, ok := s.node.Get("id")
			if ok {
				var name string
				id.Into(&name)
				all[name] = s.node
			}
		}
	}
	return all
}

// Explain finds the scenario with this id, in any case of its letters.
func Explain(id string) (*Scenario, bool) {
	for _, sc := range builtin() {
		if strings.EqualFold(sc.ID, id) {
			return sc, true
		}
	}
	return nil, false
}

// The sentences that several scenarios stand on.
const (
	postSentence       = "During this callback, the Chat backend initiates an HTTP POST request to the app backend."
	httpsSentence      = "The request protocol is HTTPS and the request method is POST."
	persistentSentence = "The webhooks use persistent connection mode by default."
	signSentence       = "Sign=sha256(Token RequestTime)"
	freshSentence      = "A RequestTime more than one minute off means an invalid request (replay protection)."
	timeoutSentence    = "The timeout period for Chat webhooks to the app backend is two seconds."
	appIDSentence      = "the app backend must check whether the SDKAppID contained in the request URL is the SDKAppID of the app."
)

// advisory fills in what most of the robustness scenarios share.
func advisory(sc Scenario) *Scenario {
	sc.Severity = cmp.Or(sc.Severity, conformance.Advisory)
	sc.Level = cmp.Or(sc.Level, conformance.Note)
	sc.Source = cmp.Or(sc.Source, conformance.Robustness)
	sc.Profile = cmp.Or(sc.Profile, CI)
	return &sc
}
