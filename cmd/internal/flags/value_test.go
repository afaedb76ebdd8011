package flags

import (
	"testing"
	"time"

	"github.com/spf13/pflag"
)

// What a flag refuses is told with what was wanted, and leaves it as it was.
func TestValues(t *testing.T) {
	t.Parallel()
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	var order string
	OneOf(f, &order, "order", "wire", "wire", "documented")
	count := f.Int("count", 5, "")
	rate := f.Float64("rate", 1, "")
	trial := f.Duration("trial", time.Minute, "")
	AtLeast(f, 1, "count", "trial")
	Positive(f, "rate")
	for _, test := range []struct{ name, value, want string }{
		{"order", "documented", ""},
		{"order", "documentd", `wanted wire, documented, got "documentd" (did you mean "documented"?)`},
		{"count", "0", `wanted 1 or more, got "0"`},
		{"count", "1", ""},
		{"count", "x", `must be an integer`},
		{"trial", "999ms", `wanted 1s or more, got "999ms"`},
		{"trial", "1s", ""},
		{"rate", "0", `wanted more than 0, got "0"`},
		{"rate", "0.1", ""},
	} {
		got := ""
		if err := f.Lookup(test.name).Value.Set(test.value); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("--%s %s: got %s, want %s", test.name, test.value, got, test.want)
		}
	}
	if order != "documented" || *count != 1 || *rate != 0.1 || *trial != time.Second {
		t.Errorf("got %s, %d, %v, %v", order, *count, *rate, *trial)
	}
}
