package conformance

import (
	"bytes"
	"fmt"
	"net/url"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/jsonscan"
)

// AskedOf reads from the body of a request what it asked. It takes requests that are wrong on purpose: what has no
// To_Account that is a string is left out, and an error says that the body is not JSON, or not one object with a
// FriendItem array; what was read up to there is returned all the same.
func AskedOf(requestBody []byte) (Asked, error) {
	var a Asked
	s := jsonscan.New(requestBody)
	if s.Kind() != jsonscan.Object {
		return a, fmt.Errorf("the request is no JSON object: it starts with %s", startOf(requestBody))
	}
	found := false
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		switch name := jsonscan.Unescape(nil, s.Key()); {
		case string(name) == "From_Account" && s.Kind() == jsonscan.String:
			text, _ := s.String()
			a.From = string(jsonscan.Unescape(nil, text))
		case string(name) == "FriendItem" && s.Kind() == jsonscan.Array:
			found = true
			a.readItems(s)
		default:
			s.Skip()
		}
	}
	if err := s.End(); err != nil {
		return a, fmt.Errorf("the request is not JSON: %w", err)
	}
	if !found {
		return a, fmt.Errorf("the request has no array FriendItem")
	}
	return a, nil
}

func (a *Asked) readItems(s *jsonscan.Scanner) {
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		if s.Kind() != jsonscan.Object {
			s.Skip()
			continue
		}
		if account, ok := readToAccount(s); ok {
			a.Accounts = append(a.Accounts, account)
		}
	}
}

// readToAccount reads one FriendItem; where To_Account stands twice, the last one counts, as most parsers have it.
func readToAccount(s *jsonscan.Scanner) (account string, ok bool) {
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		if string(jsonscan.Unescape(nil, s.Key())) != "To_Account" || s.Kind() != jsonscan.String {
			s.Skip()
			continue
		}
		text, _ := s.String()
		account, ok = string(jsonscan.Unescape(nil, text)), true
	}
	return account, ok
}

// AskedBy reads what the request of an exchange asked, and counts the Sign in its URL among the secrets.
func AskedBy(x *callback.Exchange) (Asked, error) {
	a, err := AskedOf(x.SentBody())
	line, _, _ := bytes.Cut(x.Sent, []byte("\r\n"))
	if _, target, ok := bytes.Cut(line, []byte{' '}); ok {
		target, _, _ = bytes.Cut(target, []byte{' '})
		a.AddSign(string(target))
	}
	return a, err
}

// AddSign adds the Sign in a request-target ("/path?Sign=…") or URL to the secrets, if there is one.
func (a *Asked) AddSign(target string) {
	u, err := url.Parse(target)
	if err != nil {
		return
	}
	if sign, ok := callback.ParseQuery(u.RawQuery).Get(callback.ParamSign); ok && sign != "" {
		a.Secrets = append(a.Secrets, sign)
	}
}

// startOf shows the start of a text that is not what it should be.
func startOf(text []byte) string {
	const most = 24
	switch {
	case len(text) == 0:
		return "nothing"
	case len(text) > most:
		return fmt.Sprintf("%q…", text[:most])
	}
	return fmt.Sprintf("%q", text)
}
