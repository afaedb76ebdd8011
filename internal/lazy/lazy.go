// Package lazy puts off work from the start of the program to its first use. Most runs of a command line use little of
// what it can do, and a regular expression costs more to compile than a small command takes to run.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns a function that compiles the pattern when it is first called, and panics then if the pattern is wrong.
func Regexp(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
