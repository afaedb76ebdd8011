package traffic

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/nearest"
)

// Campaign is one misuse of friend requests, as plain data. Zero fields take the defaults of its kind; see [Kinds].
type Campaign struct {
	// Kind names what is done; see [Kinds].
	Kind Label `yaml:"kind"`
	// Share is how much of all requests it makes up while it is under way, from 0 to 1.
	Share float64 `yaml:"share"`
	// Senders is how many accounts take part at a time. An account that has asked as often as the platform lets it is
	// replaced by a new one.
	Senders int `yaml:"senders"`
	// Victims is how many accounts it aims at, at a time; zero, where the kind allows it, means everybody.
	Victims int `yaml:"victims"`
	// Start and Length say when it is under way, after the start of the world; no length means until the end. With
	// Every it comes again, after as long.
	Start  time.Duration `yaml:"start"`
	Length time.Duration `yaml:"length"`
	Every  time.Duration `yaml:"every"`
	// Language is that of all who take part; empty means one for each account, or one for all where the victims are few.
	Language string `yaml:"language"`
	// Trick is how an evasion hides its text, by its name (see [Tricks]); empty means all of them in turns.
	Trick string `yaml:"trick"`
	// Text replaces the built-in wordings. It may use {f} for the victim's name and {l} for a link.
	Text string `yaml:"text"`
}

// Parameter explains one parameter of a campaign as it is given on the command line.
type Parameter struct{ Name, Meaning string }

// Parameters lists what ParseCampaign understands.
func Parameters() []Parameter {
	return []Parameter{
		{"share", "how much of all requests while it is under way: 5% or 0.05"},
		{"senders", "accounts that take part at a time"},
		{"victims", "accounts that it aims at, at a time; 0 for everybody"},
		{"start", "when it begins, after the start of the run: 10s"},
		{"length", "how long it lasts; 0s for until the end"},
		{"every", "after how long it comes again, counted from its start; 0s for never"},
		{"language", "code of the language of all who take part: " + strings.Join(Languages(), ", ")},
		{"trick", "how an evasion hides its text: " + strings.Join(TrickNames(), ", ")},
		{"text", "the wording, instead of the built-in ones; must come last, may hold commas"},
	}
}

// ParseCampaign reads a campaign as it is given on the command line: a kind, and after a colon its parameters, such as
// "spam-blast:share=5%,senders=20,start=10s". What is not given takes the kind's default.
func ParseCampaign(text string) (Campaign, error) {
	name, rest, _ := strings.Cut(text, ":")
	k, err := kindOf(Label(name))
	if err != nil {
		return Campaign{}, err
	}
	c := k.Defaults
	for rest != "" {
		var part string
		if strings.HasPrefix(rest, "text=") {
			part, rest = rest, ""
		} else {
			part, rest, _ = strings.Cut(rest, ",")
		}
		key, value, ok := strings.Cut(part, "=")
		if !ok {
			return Campaign{}, fmt.Errorf("campaign %s: wanted parameter=value, got %q", name, part)
		}
		if err := c.set(key, value); err != nil {
			return Campaign{}, fmt.Errorf("campaign %s: %w", name, err)
		}
	}
	if err := c.validate(); err != nil {
		return Campaign{}, err
	}
	return c, nil
}

func (c *Campaign) set(key, value string) (err error) {
	want := ""
	switch key {
	case "share":
		c.Share, err = ParseShare(value)
		want = "a share such as 5% or 0.05"
	case "senders":
		c.Senders, err = strconv.Atoi(value)
		want = "a number"
	case "victims":
		c.Victims, err = strconv.Atoi(value)
		want = "a number"
	case "start":
		c.Start, err = time.ParseDuration(value)
		want = "a time such as 10s"
	case "length":
		c.Length, err = time.ParseDuration(value)
		want = "a time such as 10s"
	case "every":
		c.Every, err = time.ParseDuration(value)
		want = "a time such as 10s"
	case "language":
		c.Language = value
	case "trick":
		c.Trick = value
	case "text":
		c.Text = value
	default:
		var names []string
		for _, p := range Parameters() {
			names = append(names, p.Name)
		}
		return fmt.Errorf("unknown parameter %q%s: wanted one of %s", key, nearest.Hint(key, names), strings.Join(names, ", "))
	}
	if err != nil {
		return fmt.Errorf("%s: wanted %s, got %q", key, want, value)
	}
	return nil
}

// ParseShare reads a share such as 5% or 0.05.
func ParseShare(text string) (float64, error) {
	number, percent := strings.CutSuffix(text, "%")
	s, err := strconv.ParseFloat(number, 64)
	if percent {
		s /= 100
	}
	if err == nil && math.IsNaN(s) {
		err = errors.New("not a number")
	}
	return s, err
}

// String writes the campaign as ParseCampaign reads it: its share and senders, and what else is not the kind's default.
func (c Campaign) String() string {
	var usual Campaign
	if k, err := kindOf(c.Kind); err == nil {
		usual = k.Defaults
	}
	s := fmt.Sprintf("%s:share=%s,senders=%d", c.Kind, formatShare(c.Share), c.Senders)
	for _, p := range []struct{ name, value, usual string }{
		{"victims", strconv.Itoa(c.Victims), strconv.Itoa(usual.Victims)},
		{"start", c.Start.String(), usual.Start.String()},
		{"length", c.Length.String(), usual.Length.String()},
		{"every", c.Every.String(), usual.Every.String()},
		{"language", c.Language, usual.Language},
		{"trick", c.Trick, usual.Trick},
		{"text", c.Text, usual.Text}, // last, for it may hold anything
	} {
		if p.value != p.usual {
			s += "," + p.name + "=" + p.value
		}
	}
	return s
}

func formatShare(s float64) string {
	percent := strconv.FormatFloat(s*100, 'g', -1, 64) + "%"
	if again, err := ParseShare(percent); err == nil && again == s && len(percent) <= 6 {
		return percent
	}
	return strconv.FormatFloat(s, 'g', -1, 64)
}
