package traffic

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// Campaign is one misuse of friend requests, as plain data. Zero fields take the defaults of its kind; see [Kinds].
type Campaign struct {
	// Kind names what is done; see [Kinds].
	Kind Label
	// Share is how much of all requests it makes up while it is under way, from 0 to 1.
	Share float64
	// Senders is how many accounts take part at a time. An account that has sent as many requests as the platform lets it is
	// replaced by a new one.
	Senders int
	// Victims is how many accounts it aims at, at a time; zero, where the kind allows it, means everybody.
	Victims int
	// Start and Length say when it is under way, after the start of the world; no length means until the end. With
	// Every it comes again, after as long.
	Start  time.Duration
	Length time.Duration
	Every  time.Duration
	// Language is that of all who take part; empty means one for each account, or one for all where the victims are few.
	Language string
	// Trick is how an evasion hides its text, by its name (see [Tricks]); empty means all of them.
	Trick string
	// Text replaces the built-in wordings. It may use {f} for the victim's name and {l} for a link.
	Text string
}

// settings are the parameters of a campaign as they are given on the command line and in world files.
func (c *Campaign) settings() keyvalue.Settings {
	languages, tricks := strings.Join(Languages(), ", "), strings.Join(trickNames(), ", ")
	return keyvalue.Settings{Keys: []keyvalue.Key{
		{Name: "share", Value: keyvalue.Share(&c.Share), Meaning: "how much of all requests while it is under way: 5% or 0.05"},
		{Name: "senders", Value: keyvalue.Int(&c.Senders), Meaning: "accounts that take part at a time"},
		{Name: "victims", Value: keyvalue.Int(&c.Victims), Meaning: "accounts that it aims at, at a time; 0 for everybody"},
		{Name: "start", Value: keyvalue.Duration(&c.Start), Meaning: "when it begins, after the start of the run: 10s"},
		{Name: "length", Value: keyvalue.Duration(&c.Length), Meaning: "how long it lasts; 0s for until the end"},
		{
			Name: "every", Value: keyvalue.Duration(&c.Every),
			Meaning: "after how long it comes again, counted from its start; 0s for never",
		},
		{Name: "language", Value: keyvalue.Text(&c.Language), Meaning: "code of the language of all who take part: " + languages},
		{Name: "trick", Value: keyvalue.Text(&c.Trick), Meaning: "how an evasion hides its text: " + tricks},
		{
			Name: "text", Value: keyvalue.Text(&c.Text), Rest: true,
			Meaning: "the wording, instead of the built-in ones; must come last, may hold commas",
		},
	}}
}

// Parameters lists what ParseCampaign understands.
func Parameters() []keyvalue.Key { return new(Campaign).settings().Keys }

// ParseCampaign reads a campaign as it is given on the command line: a kind, and after a colon its parameters, such as
// "spam-blast:share=5%,senders=20,start=10s". What is not given takes the kind's default.
func ParseCampaign(text string) (Campaign, error) {
	name, rest, _ := strings.Cut(text, ":")
	k, err := kindOf(Label(name))
	if err != nil {
		return Campaign{}, err
	}
	c := k.Defaults
	if err := c.settings().Read(rest); err != nil {
		return Campaign{}, fmt.Errorf("campaign %s: %w", name, err)
	}
	if err := c.validate(); err != nil {
		return Campaign{}, err
	}
	return c, nil
}

// String writes the campaign as ParseCampaign reads it: its share and senders, and what else is not the kind's default.
func (c Campaign) String() string {
	var usual Campaign
	if k, err := kindOf(c.Kind); err == nil {
		usual = k.Defaults
	}
	return string(c.Kind) + ":" + c.settings().Changes(usual.settings(), "share", "senders")
}

// ReadWorld reads a world file. The error points at every place that is wrong.
func ReadWorld(name string, text []byte) (World, error) {
	var w World
	err := yamlfile.Read(name, text, &w).Err()
	return w, err
}

// ReadYAML reads a campaign of a world file: as on the command line, or its kind and its parameters as keys.
func (c *Campaign) ReadYAML(n yamlfile.Node) {
	failed := func(at yamlfile.Node, err error) bool {
		if err != nil {
			at.Fail("%v", err)
		}
		return err != nil
	}
	var text string
	var err error
	if n.IsScalar() {
		n.Into(&text)
		*c, err = ParseCampaign(text)
		failed(n, err)
		return
	}
	kind, ok := n.Get("kind")
	if !ok {
		n.Fail("wanted the key kind")
		return
	}
	kind.Into(&text)
	k, err := kindOf(Label(text))
	if failed(kind, err) {
		return
	}
	*c = k.Defaults
	settings := c.settings()
	n.Pairs(func(key string, at, value yamlfile.Node) {
		if key != "kind" {
			var text string
			value.Into(&text)
			failed(at, settings.Set(key, text))
		}
	})
	failed(n, c.validate())
}
