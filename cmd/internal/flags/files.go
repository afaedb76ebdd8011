package flags

import (
	"io/fs"
	"os"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// Token gives the authentication token.
type Token struct {
	Value secret.Secret `flag:"token" excludes:"token-file"`
	File  string        `flag:"token-file" reads:"NAME"`
}

// Resolve reads the file, if the token is in one, and takes off what an editor adds to a text.
func (t *Token) Resolve() error {
	flag, text := "--token", []byte(t.Value.Reveal())
	if t.File != "" {
		var err error
		flag = "--token-file"
		if text, err = os.ReadFile(t.File); err != nil {
			return exit.Usagef("--token-file: %w", err)
		}
		flag += ": " + t.File
	}
	token, err := secret.Clean(text)
	if err != nil {
		return exit.Usagef("%s: %w", flag, err)
	}
	if token == "" && t.File != "" {
		return exit.Usagef("--token-file: %s is empty", t.File)
	}
	t.Value = secret.Of(token)
	return nil
}

// ReadPolicy reads the policy that a flag names; nil if it names none.
func ReadPolicy(flag, file string) (*policy.Policy, error) {
	if file == "" {
		return nil, nil
	}
	p, err := policy.Load(file)
	if err != nil {
		return nil, exit.Usagef("%s: %w", flag, err)
	}
	return p, nil
}

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
