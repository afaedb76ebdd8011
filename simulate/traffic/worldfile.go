package traffic

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/internal/yamlfile"
)

// worldFile is a world as people write it.
type worldFile struct {
	Seed         seedText            `yaml:"seed" doc:"makes another world of the same shape: a whole number from 0"`
	Start        timeText            `yaml:"start" doc:"time of the first request, RFC 3339; decides on the hours"`
	Users        int                 `yaml:"users" min:"2" max:"50000000" doc:"how many people there are"`
	Accounts     []string            `yaml:"accounts" doc:"the UserIDs of the people, instead of invented ones"`
	Zipf         float64             `yaml:"zipf" doc:"exponent of Zipf's law for how active users are; 1 if not given"`
	Languages    map[string]float64  `yaml:"languages" doc:"share of users by language code, in any unit"`
	Hours        []float64           `yaml:"hours" doc:"how active people are in the 24 hours of their own day, in any unit"`
	SeveralItems float64             `yaml:"several_items" doc:"share of requests with more than one FriendItem; 0.03 if not given"`
	MaxItems     int                 `yaml:"max_items" min:"1" max:"100" doc:"how many friends those ask for at most; 3 if not given"`
	IPv6         float64             `yaml:"ipv6" doc:"share of users with an IPv6 address; whether Chat sends such a ClientIP is undocumented"`
	Wordings     map[string][]string `yaml:"wordings" doc:"by language, instead of the built-in ones; {n} writer, {f} friend, {p} what they have in common"`
	Remarks      map[string][]string `yaml:"remarks" doc:"by language, instead of the built-in ones"`
	Groups       map[string][]string `yaml:"groups" doc:"by language, instead of the built-in ones"`
	Campaigns    []campaignEntry     `yaml:"campaigns" doc:"played among the others' requests"`
}

// ReadWorld reads a world file. The error points at every place that is wrong.
func ReadWorld(name string, text []byte) (World, error) {
	var f worldFile
	d := yamlfile.Read(name, text, &f)
	if err := d.Err(); err != nil {
		return World{}, err
	}
	w := World{
		Seed: uint64(f.Seed), Start: time.Time(f.Start), Users: f.Users, Accounts: f.Accounts, Zipf: f.Zipf, Languages: f.Languages,
		Hours: f.Hours, SeveralItems: f.SeveralItems, MaxItems: f.MaxItems, IPv6: f.IPv6, Wordings: f.Wordings,
		Remarks: f.Remarks, Groups: f.Groups,
	}
	for _, c := range f.Campaigns {
		w.Campaigns = append(w.Campaigns, Campaign(c))
	}
	return w, nil
}

// WorldSchema is the JSON Schema of world files.
func WorldSchema() []byte {
	return yamlfile.Schema("https://github.com/chatcb/chatcb/schema/world.json", "A world of chatcb simulate", worldFile{})
}

type seedText uint64

func (s *seedText) ReadYAML(n yamlfile.Node) {
	var text string
	n.Into(&text)
	v, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		n.Fail("wanted a whole number from 0, got %q", text)
	}
	*s = seedText(v)
}

func (seedText) YAMLSchema() map[string]any { return map[string]any{"type": "integer", "minimum": 0} }

type timeText time.Time

func (s *timeText) ReadYAML(n yamlfile.Node) {
	var text string
	n.Into(&text)
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		n.Fail("wanted a time such as 2026-01-01T08:00:00Z, got %q", text)
	}
	*s = timeText(t)
}

func (timeText) YAMLSchema() map[string]any {
	return map[string]any{"type": "string", "format": "date-time"}
}

// campaignEntry is a campaign in a file: its kind, and the parameters of the command line as keys.
type campaignEntry Campaign

func (e *campaignEntry) ReadYAML(n yamlfile.Node) {
	if n.IsScalar() {
		var text string
		n.Into(&text)
		c, err := ParseCampaign(text)
		if err != nil {
			n.Fail("%v", err)
		}
		*e = campaignEntry(c)
		return
	}
	kind, ok := n.Get("kind")
	if !ok {
		n.Fail("wanted the key kind")
		return
	}
	var name string
	kind.Into(&name)
	k, err := kindOf(Label(name))
	if err != nil {
		kind.Fail("%v", err)
		return
	}
	c := k.Defaults
	settings := c.settings()
	n.Pairs(func(key string, at, value yamlfile.Node) {
		if key == "kind" {
			return
		}
		var text string
		value.Into(&text)
		if err := settings.Set(key, text); err != nil {
			at.Fail("%v", err)
		}
	})
	if err := c.validate(); err != nil {
		n.Fail("%v", err)
	}
	*e = campaignEntry(c)
}

func (campaignEntry) YAMLSchema() map[string]any {
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

// Describe says in a line what the world is.
func (g *Generator) Describe() string {
	return strconv.Itoa(g.world.Users) + " users, " + strconv.Itoa(len(g.regions)) + " languages, seed " +
		strconv.FormatUint(g.world.Seed, 10)
}
