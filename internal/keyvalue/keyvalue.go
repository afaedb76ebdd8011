// Package keyvalue reads settings of the form "key=value,key=value" into typed variables, and writes them again.
//
//	settings := keyvalue.Settings{Keys: []keyvalue.Key{
//		{Name: "share", Value: keyvalue.Share(&share), Meaning: "how much of all requests"},
//		{Name: "start", Value: keyvalue.Duration(&start), Meaning: "when it begins"},
//	}}
//	err := settings.Read("share=5%,start=10s")
//
// Blanks after a comma do not matter. What is not given keeps the value that the variable has. An unknown key, one that
// stands twice and a value that cannot be read are errors that say what was wanted.
package keyvalue

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
)

// Key is one key and its variable.
type Key struct {
	Name    string
	Value   Value
	Meaning string // in words, for help; nothing here reads it
	// Rest says that the value goes on to the end of the text, commas included.
	Rest bool
}

// Settings are the keys that there are.
type Settings struct {
	Keys []Key
	Noun string // what a key is, in errors; "" means parameter
}

// Read reads all settings of a text; an empty text has none.
func (s Settings) Read(text string) error {
	seen := make(map[string]bool)
	for text != "" {
		text = strings.TrimLeft(text, " ")
		key, rest, ok := strings.Cut(text, "=")
		if ok && !strings.Contains(key, ",") && s.takesRest(key) {
			return s.Set(key, rest)
		}
		part, after, more := strings.Cut(text, ",")
		key, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		switch {
		case !ok:
			return fmt.Errorf("wanted %s=value, got %q", s.noun(), part)
		case seen[key]:
			return fmt.Errorf("%s is given twice", key)
		case more && after == "":
			return fmt.Errorf("wanted another %s after the last comma of %q", s.noun(), text)
		}
		seen[key] = true
		if err := s.Set(key, value); err != nil {
			return err
		}
		text = after
	}
	return nil
}

func (s Settings) takesRest(key string) bool {
	i := s.index(key)
	return i >= 0 && s.Keys[i].Rest
}

// Set reads the value of one key.
func (s Settings) Set(key, value string) error {
	i := s.index(key)
	if i < 0 {
		names := s.Names()
		return fmt.Errorf("unknown %s %q%s: wanted one of %s", s.noun(), key, nearest.Hint(key, names), strings.Join(names, ", "))
	}
	if err := s.Keys[i].Value.set(value); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

func (s Settings) index(key string) int {
	return slices.IndexFunc(s.Keys, func(k Key) bool { return k.Name == key })
}

// Names lists the keys.
func (s Settings) Names() []string {
	names := make([]string, len(s.Keys))
	for i := range s.Keys {
		names[i] = s.Keys[i].Name
	}
	return names
}

// Changes writes the settings whose values are not those of usual, which has the same keys, as Read reads them. Those
// named always are written in any case.
func (s Settings) Changes(usual Settings, always ...string) string {
	var set []string
	for i := range s.Keys {
		name, text := s.Keys[i].Name, s.Keys[i].Value.String()
		if text != usual.Keys[i].Value.String() || slices.Contains(always, name) {
			set = append(set, name+"="+text)
		}
	}
	return strings.Join(set, ",")
}

func (s Settings) noun() string { return cmp.Or(s.Noun, "parameter") }
