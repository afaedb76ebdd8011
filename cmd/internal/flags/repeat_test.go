package flags

import (
	"slices"
	"testing"

	"github.com/spf13/cobra"
)

// A command that is printed to be repeated means what was given, flags with an optional value included.
func TestRepeated(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ given, want []string }{
		{nil, nil},
		{[]string{"--text", "a b", "--list", "x", "--list=y"}, []string{"--list x", "--list y", "--text 'a b'"}},
		{[]string{"--yes"}, []string{"--yes"}},
		{[]string{"--yes=false"}, []string{"--yes=false"}},
		{[]string{"--maybe"}, []string{"--maybe"}},
		{[]string{"--maybe=some"}, []string{"--maybe=some"}},
		{[]string{"--force", "--strict"}, []string{"--strict"}},
		{[]string{"--count", "3", "--jobs", "4", "--kept", "5"}, []string{"--kept 5"}},
	} {
		c := &cobra.Command{}
		Bind(c, &struct {
			Text  string   `flag:"text"`
			List  []string `flag:"list"`
			Yes   bool     `flag:"yes" default:"true"`
			Maybe string   `flag:"maybe" bare:"any"`
			Count int      `flag:"count" once:"yes"`
			Force Force    `once:"*"`
			Load  struct {
				Jobs int `flag:"jobs"`
				Kept int `flag:"kept"`
			} `once:"jobs"`
			Strict bool `flag:"strict"`
		}{})
		if err := c.ParseFlags(tt.given); err != nil {
			t.Fatal(err)
		}
		if got := Repeated(c); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.given, got, tt.want)
		}
	}
}
