package settings

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/internal/trust"
)

// How values name a file: what stands before the name, the name, and what follows.
var (
	asValue     = lazy.Regexp(`^()(.+)()$`)
	afterAt     = lazy.Regexp(`^(@)(.+)()$`)
	afterEquals = lazy.Regexp(`^([^=]*=)(.+)()$`)
	asCapture   = lazy.Regexp(`^(capture:(?:.*,)?file=|capture:)([^,=]+)(|,.*)$`)
)

// readers are the flags that name a file to read. In a configuration file the name is relative to the folder of that
// file, so that it means the same in every folder below. What is written goes where the user is, and what the command line
// and the environment name is looked for there.
var readers = map[string]nameIn{
	"baseline": asValue, "body": afterAt, "cacert": asValue, "compare": asValue, "faults-from": asValue, "key-file": asValue,
	"load": asCapture, "original": asValue, "policy": asValue, "redact-key": asValue, "request": asValue, "run": asValue,
	"scenarios": asValue, "shadow": asValue, "tls-cert": asValue, "tls-key": asValue, "token-file": asValue, "world": asValue,
}

// writers are the flags that name a file or a folder to write.
var writers = map[string]nameIn{
	"data": asValue, "hdr": asValue, "hunt-out": asValue, "out": asValue, "ready-file": asValue, "record": asValue, "report": afterEquals,
	"result": asValue, "tls-save": asValue,
}

// nameIn finds the name of a file in the value of a flag.
type nameIn = func() *regexp.Regexp

// besides is what the values of a key of a configuration file mean.
func besides(from source, key string) func(string) (string, error) {
	flag := key[strings.LastIndexByte(key, '.')+1:]
	find, reads := readers[flag]
	written, writes := writers[flag]
	dir := filepath.Dir(from.name)
	here, err := os.Getwd()
	same := err == nil && dir == here // a name means the same there, and is shorter
	return func(value string) (string, error) {
		switch {
		case reads:
			part := find().FindStringSubmatch(value)
			if part == nil || part[2] == capture.Stdio {
				return value, nil
			}
			name := part[2]
			if !same && !filepath.IsAbs(name) {
				name = filepath.Join(dir, name)
			}
			return part[1] + name + part[3], from.check(flag, name)
		case writes:
			part := written().FindStringSubmatch(value)
			if part == nil || part[2] == capture.Stdio {
				return value, nil
			}
			return value, from.check(flag, part[2])
		}
		return value, nil
	}
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

// FileFlags are the names of the flags that name a file to read, and of those that name one to write.
func FileFlags() (read, written []string) {
	return slices.Sorted(maps.Keys(readers)), slices.Sorted(maps.Keys(writers))
}
