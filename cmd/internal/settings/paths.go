package settings

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/internal/lazy"
)

// How values name a file: what stands before the name, the name, and what follows.
var (
	asValue   = lazy.Regexp(`^()(.+)()$`)
	afterAt   = lazy.Regexp(`^(@)(.+)()$`)
	asCapture = lazy.Regexp(`^(capture:(?:.*,)?file=|capture:)([^,=]+)(|,.*)$`)
)

// readers are the flags that name a file to read. In a configuration file the name is relative to the folder of that
// file, so that it means the same in every folder below. What is written goes where the user is, and what the command line
// and the environment name is looked for there.
var readers = map[string]nameIn{
	"baseline": asValue, "body": afterAt, "cacert": asValue, "compare": asValue, "faults-from": asValue, "key-file": asValue,
	"load": asCapture, "original": asValue, "policy": asValue, "redact-key": asValue, "request": asValue, "run": asValue,
	"scenarios": asValue, "shadow": asValue, "tls-cert": asValue, "tls-key": asValue, "token-file": asValue, "world": asValue,
}

// nameIn finds the name of a file in the value of a flag.
type nameIn = func() *regexp.Regexp

// besides is what the values of a key of a configuration file mean.
func besides(file, key string) func(string) string {
	find, reads := readers[key[strings.LastIndexByte(key, '.')+1:]]
	dir := filepath.Dir(file)
	if here, err := os.Getwd(); err == nil && dir == here {
		reads = false // it means the same, and is shorter
	}
	return func(value string) string {
		if !reads {
			return value
		}
		part := find().FindStringSubmatch(value)
		if part == nil || part[2] == capture.Stdio || filepath.IsAbs(part[2]) {
			return value
		}
		return part[1] + filepath.Join(dir, part[2]) + part[3]
	}
}

// ReadFlags are the names of the flags that name a file to read.
func ReadFlags() []string { return slices.Sorted(maps.Keys(readers)) }
