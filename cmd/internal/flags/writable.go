package flags

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/report/schema"
)

// Force is the flag of commands that write files.
type Force struct{ on bool }

// Bind binds --force.
func (f *Force) Bind(flags *pflag.FlagSet) {
	flags.BoolVar(&f.on, "force", false, "")
}

// Options are those of a file that is written. Whole has it take its name when it is complete; reads are the files that the
// command reads.
func (f *Force) Options(whole bool, perm fs.FileMode, reads ...string) newfile.Options {
	return newfile.Options{Force: f.on, Whole: whole, Perm: perm, Reads: reads}
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

// WriteWithSchema writes a file to start from, and beside it, unless one is there, the schema of this name, which its first
// line tells editors of.
func (f *Force) WriteWithSchema(name string, perm fs.FileMode, text []byte, kind string) error {
	if err := f.Write(name, perm, text); err != nil {
		return err
	}
	described, err := schema.Document(kind)
	if err != nil {
		return err
	}
	err = newfile.Write(filepath.Join(filepath.Dir(name), "chatcb-"+kind+".schema.json"), described, newfile.Options{Whole: true})
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}
