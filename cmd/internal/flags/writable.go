package flags

import (
	"io/fs"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/newfile"
)

// Force is the flag of commands that write files.
type Force struct {
	On bool `flag:"force" once:"yes"`
}

// Options are those of a file that is written. Whole has it take its name when it is complete; reads are the files that the
// command reads.
func (f *Force) Options(whole bool, perm fs.FileMode, reads ...string) newfile.Options {
	return newfile.Options{Force: f.On, Whole: whole, Perm: perm, Reads: reads}
}

// Check finds out whether a file that is written at the end of a run could be written, so that no run is lost for it.
func (f *Force) Check(flag, name string) error {
	if name == "" {
		return nil
	}
	if err := newfile.Check(name, f.Options(true, 0)); err != nil {
		return exit.Usagef("%s: %w", flag, err)
	}
	return nil
}

// Write writes a file at once. It is there whole or not at all.
func (f *Force) Write(name string, perm fs.FileMode, text []byte) error {
	return newfile.Write(name, text, f.Options(true, perm))
}
