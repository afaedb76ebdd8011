package traffic

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/internal/yamlfile"
)

func TestReadWorld(t *testing.T) {
	got, err := ReadWorld("w.yaml", []byte(`
seed: 18446744073709551615
start: 2026-03-01T20:00:00Z
users: 5000
zipf: 1.2
languages: {en: 3, ja: 1}
max_items: 1
wordings: {en: ["hi {f}"]}
campaigns:
  - spam-blast:share=2%,senders=3
  - {kind: burst, share: 30%, start: 5s, length: 2s, every: 9s, text: "a, b"}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := World{
		Seed: 1<<64 - 1, Start: time.Date(2026, 3, 1, 20, 0, 0, 0, time.UTC), Users: 5000, Zipf: 1.2,
		Languages: map[string]float64{"en": 3, "ja": 1}, MaxItems: 1, Wordings: map[string][]string{"en": {"hi {f}"}},
		Campaigns: []Campaign{
			{Kind: "spam-blast", Share: 0.02, Senders: 3},
			{Kind: "burst", Share: 0.3, Senders: 50, Start: 5 * time.Second, Length: 2 * time.Second, Every: 9 * time.Second, Text: "a, b"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	mustNew(t, got)
}

func TestReadWorldPointsAtMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"sed: 1":                               "w.yaml:1:1: ",
		"seed: -1":                             "w.yaml:1:7: wanted a whole number from 0",
		"start: noon":                          "w.yaml:1:8: wanted a time such as",
		"campaigns: [{share: 5%}]":             "wanted the key kind",
		"campaigns: [{kind: spam}]":            `unknown campaign "spam"`,
		"campaigns: [{kind: burst, rate: 3}]":  `unknown parameter "rate"`,
		"campaigns: [{kind: burst, share: 0}]": "share: wanted more than 0",
		"campaigns: [burst:share=x]":           "share: wanted a share",
	} {
		if _, err := ReadWorld("w.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

// The schema that editors use is that of the reader. With CHATCB_UPDATE set it is written anew.
func TestWorldSchemaIsCurrent(t *testing.T) {
	const file = "../../report/schema/world.json"
	if os.Getenv("CHATCB_UPDATE") != "" {
		if err := os.WriteFile(file, worldSchema(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != string(worldSchema()) {
		t.Errorf("%s is not what worldSchema says (%v)", file, err)
	}
}

func FuzzReadWorld(f *testing.F) {
	f.Add("seed: 1\ncampaigns: [spam-blast, {kind: burst, share: 30%}]")
	f.Add("languages: {en: .nan}\nhours: [1]\naccounts: [a, b]")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := ReadWorld("w.yaml", []byte(text))
		if err != nil {
			return
		}
		if g, err := New(w); err == nil {
			g.Draw(0, 0, new(Draw))
			_ = g.Digest()
		}
	})
}

// worldSchema is the JSON Schema of world files.
func worldSchema() []byte {
	return yamlfile.Schema("https://github.com/chatcb/chatcb/schema/world.json", "A world of chatcb simulate", World{})
}

// YAMLSchema is the schema of what ReadYAML reads.
func (Campaign) YAMLSchema() map[string]any {
	names := []any{}
	for _, k := range kinds {
		names = append(names, string(k.Name))
	}
	properties := map[string]any{"kind": map[string]any{"enum": names}}
	for _, p := range Parameters() {
		properties[p.Name] = map[string]any{"type": []any{"string", "number"}, "description": p.Meaning}
	}
	return map[string]any{"anyOf": []any{
		map[string]any{"type": "string"},
		map[string]any{"type": "object", "required": []any{"kind"}, "properties": properties, "additionalProperties": false},
	}}
}
