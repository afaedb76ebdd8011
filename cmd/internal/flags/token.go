package flags

import (
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
)

// Token give the authentication token.
type Token struct {
	Value string
	File  string
}

// Bind binds the flags; use says what the token is for.
func (t *Token) Bind(f *pflag.FlagSet, use string) {
	f.StringVar(&t.Value, "token", "", "authentication token, "+use+"; better in a file or in CHATCB_TOKEN, where other users cannot see it")
	f.StringVar(&t.File, "token-file", "", "file that holds the token")
}

// Read reads the file, if the token is in one.
func (t *Token) Read() error {
	if t.File == "" {
		return nil
	}
	if t.Value != "" {
		return exit.Usagef("--token and --token-file exclude each other")
	}
	text, err := os.ReadFile(t.File)
	if err != nil {
		return exit.Usagef("--token-file: %w", err)
	}
	t.Value = strings.TrimRight(string(text), "\r\n")
	if t.Value == "" {
		return exit.Usagef("--token-file: %s is empty", t.File)
	}
	return nil
}
