package cmd

import (
	"os"
	"strings"

	"github.com/spf13/pflag"
)

// tokenFlags give the authentication token.
type tokenFlags struct {
	value string
	file  string
}

// bind binds the flags; use says what the token is for.
func (t *tokenFlags) bind(f *pflag.FlagSet, use string) {
	f.StringVar(&t.value, "token", "", "authentication token, "+use+"; better in a file or in CHATCB_TOKEN, where other users cannot see it")
	f.StringVar(&t.file, "token-file", "", "file that holds the token")
}

// read reads the file, if the token is in one.
func (t *tokenFlags) read() error {
	if t.file == "" {
		return nil
	}
	if t.value != "" {
		return usagef("--token and --token-file exclude each other")
	}
	text, err := os.ReadFile(t.file)
	if err != nil {
		return usagef("--token-file: %w", err)
	}
	t.value = strings.TrimRight(string(text), "\r\n")
	if t.value == "" {
		return usagef("--token-file: %s is empty", t.file)
	}
	return nil
}
