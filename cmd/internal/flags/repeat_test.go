package flags

import (
	"slices"
	"testing"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/help"
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
		{[]string{"--force", "--strict"}, []string{"--force", "--strict"}}, // --force is the flag of a field here
		{[]string{"--count", "3", "--require-denial", "any"}, nil},
	} {
		c := &cobra.Command{}
		f := c.Flags()
		f.String("text", "", "")
		f.StringArray("list", nil, "")
		f.Bool("yes", true, "")
		f.String("maybe", "", "")
		f.Lookup("maybe").NoOptDefVal = "any"
		f.Int("count", 1, "")
		f.Bool("force", false, "")
		f.Lookup("force").Annotations = map[string][]string{help.FieldFlag: nil}
		f.Bool("strict", false, "")
		f.String("require-denial", "", "")
		if err := c.ParseFlags(tt.given); err != nil {
			t.Fatal(err)
		}
		if got := Repeated(c); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.given, got, tt.want)
		}
	}
}
