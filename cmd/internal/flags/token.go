package flags

import (
	"os"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/secret"
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
