package flags

import (
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// What a flag refuses is told with what was wanted, and leaves it as it was.
func TestValues(t *testing.T) {
	t.Parallel()
	o := struct {
		Order string        `flag:"order" default:"wire" oneof:"wire,documented"`
		Count int           `flag:"count" default:"5" atleast:"1"`
		Rate  float64       `flag:"rate" default:"1" above:"0"`
		Trial time.Duration `flag:"trial" default:"1m" atleast:"1"`
		Yes   bool          `flag:"yes"`
	}{}
	c := &cobra.Command{}
	Bind(c, &o)
	for _, test := range []struct{ name, value, want string }{
		{"order", "documented", ""},
		{"order", "documentd", `wanted wire, documented, got "documentd" (did you mean "documented"?)`},
		{"count", "0", `wanted 1 or more, got "0"`},
		{"count", "1", ""},
		{"count", "x", `wanted a whole number, got "x"`},
		{"count", "99999999999999999999", `wanted a number closer to 0, got "99999999999999999999"`},
		{"yes", "perhaps", `wanted true or false, got "perhaps"`},
		{"trial", "999ms", `wanted 1s or more, got "999ms"`},
		{"trial", "1s", ""},
		{"rate", "0", `wanted more than 0, got "0"`},
		{"rate", "0.1", ""},
	} {
		got := ""
		if err := c.Flags().Lookup(test.name).Value.Set(test.value); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("--%s %s: got %s, want %s", test.name, test.value, got, test.want)
		}
	}
	if o.Order != "documented" || o.Count != 1 || o.Rate != 0.1 || o.Trial != time.Second {
		t.Errorf("got %+v", o)
	}
}
