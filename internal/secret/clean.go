package secret

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is the token in a text: it takes off the mark of UTF-8 and line ends. Whatever else nobody sees would only make every Sign wrong.
func Clean(text []byte) (string, error) {
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
