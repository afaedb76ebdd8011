package flags

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/secret"
)

// Token gives the authentication token.
type Token struct {
	Value secret.Secret
	File  string
}

// Bind binds the flags; use says what the token is for.
func (t *Token) Bind(f *pflag.FlagSet, use string) {
	f.Var(&t.Value, "token", "authentication token, "+use+"; better in a file or in CHATCB_TOKEN, where other users cannot see it")
	f.StringVar(&t.File, "token-file", "", "file that holds the token")
}

// Read reads the file, if the token is in one, and takes off what an editor adds to a text.
func (t *Token) Read() error {
	flag, text := "--token", []byte(t.Value.Reveal())
	if t.File != "" {
		if !t.Value.Empty() {
			return exit.Usagef("--token and --token-file exclude each other")
		}
		var err error
		flag = "--token-file"
		if text, err = os.ReadFile(t.File); err != nil {
			return exit.Usagef("--token-file: %w", err)
		}
		flag += ": " + t.File
	}
	token, err := cleanToken(text)
	if err != nil {
		return exit.Usagef("%s: %w", flag, err)
	}
	if token == "" && t.File != "" {
		return exit.Usagef("--token-file: %s is empty", t.File)
	}
	t.Value = secret.Of(token)
	return nil
}

// cleanToken takes off the mark of UTF-8 and line ends. Whatever else nobody sees would only make every Sign wrong.
func cleanToken(text []byte) (string, error) {
	if bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff}) {
		return "", errors.New("the token is in UTF-16, which is twice as many bytes; save it as UTF-8 or plain text")
	}
	token := strings.TrimRight(strings.TrimPrefix(string(text), "\ufeff"), "\r\n")
	for i, r := range token {
		switch {
		case r == 0:
			return "", errors.New("the token has a zero byte; is it in UTF-16? save it as UTF-8 or plain text")
		case r == utf8.RuneError:
			return "", errors.New("the token is no text in UTF-8")
		case unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff':
			return "", fmt.Errorf("the token has a blank or a control character (%U at byte %d); a token has none", r, i+1)
		}
	}
	return token, nil
}
