package settings

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/trust"
)

// nameIn finds the name of a file in the value of a flag: what stands before it, the name, and what follows.
func nameIn(place flags.Place, value string) []string {
	pattern := map[flags.Place]string{
		flags.Whole: `^()(.+)()$`, flags.AfterAt: `^(@)(.+)()$`, flags.AfterEquals: `^([^=]*=)(.+)()$`,
		flags.OfCapture: `^(capture:(?:.*,)?file=|capture:)([^,=]+)(|,.*)$`,
	}[place]
	return regexp.MustCompile(pattern).FindStringSubmatch(value)
}

// besides is what a value of a flag means in a configuration file. The name of a file that is read is relative to the folder of
// the configuration, so that it means the same in every folder below. What is written goes where the user is, and what the
// command line and the environment name is looked for there.
func besides(from source, f *pflag.Flag, value string) (string, error) {
	place, reads, writes := flags.NamesFile(f)
	if !reads && !writes {
		return value, nil
	}
	part := nameIn(place, value)
	if part == nil || part[2] == capture.Stdio {
		return value, nil
	}
	name, dir := part[2], filepath.Dir(from.name)
	here, err := os.Getwd()
	same := err == nil && dir == here // a name means the same there, and is shorter
	if reads && !same && !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	return part[1] + name + part[3], from.check(f.Name, name)
}

// check refuses a file that lies elsewhere than a configuration of another user may say.
func (s source) check(flag, name string) error {
	if s.inside == "" {
		return nil
	}
	if err := trust.Below(s.inside, name); err != nil {
		return fmt.Errorf("%s: %w; name the configuration file with --config to have it read", flag, err)
	}
	return nil
}
