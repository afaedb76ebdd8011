package need

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// recorder is a test that notes how it ended.
type recorder struct {
	testing.TB
	outcome string
}

func (r *recorder) Helper() {}

func (r *recorder) Fatalf(format string, args ...any) {
	r.outcome = "failed: " + fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Skipf(format string, args ...any) {
	r.outcome = "skipped: " + fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func TestProgram(t *testing.T) {
	tests := []struct{ program, require, want string }{
		{"no-such-program", "", "skipped: the program no-such-program is not installed"},
		{"no-such-program", "all", "failed: the program no-such-program is not installed"},
		{"go", "all", ""},
	}
	for _, c := range tests {
		t.Run(c.program+"/"+c.require, func(t *testing.T) {
			t.Setenv(Variable, c.require)
			r := &recorder{TB: t}
			done := make(chan string)
			go func() {
				defer close(done)
				if path := Program(r, c.program); !strings.Contains(path, c.program) {
					t.Errorf("got %q, want the path of %s", path, c.program)
				}
			}()
			<-done
			if !strings.HasPrefix(r.outcome, c.want) || c.want == "" && r.outcome != "" {
				t.Errorf("got %q, want %q", r.outcome, c.want)
			}
		})
	}
}
