package conformance

import (
	"bytes"
	"fmt"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// RequestOf reads from the body of a request what it asked. It takes requests that are wrong on purpose: what has no
// To_Account that is a string is left out, and an error says that the body is not JSON, or not one object with a
// FriendItem array; what was read up to there is returned all the same.
func RequestOf(requestBody []byte) (Request, error) {
	var a Request
	err := a.readBody(requestBody)
	return a, err
}

// RequestIn reads what the request of an exchange asked, and counts the Sign in its URL among the secrets.
func RequestIn(x *exchange.Exchange) (Request, error) {
	var a Request
	err := a.Read(x)
	return a, err
}

// Read is [AskedBy] into a, whose memory it uses again, so that reading many exchanges does not allocate for what they
// have in common. What a held is gone.
func (a *Request) Read(x *exchange.Exchange) error {
	a.Accounts, a.Secrets = a.Accounts[:0], a.Secrets[:0]
	a.Hostile = false
	err := a.readBody(x.SentBody())
	line, _, _ := bytes.Cut(x.Sent, []byte("\r\n"))
	if _, target, ok := bytes.Cut(line, []byte{' '}); ok {
		target, _, _ = bytes.Cut(target, []byte{' '})
		a.addSign(target)
	}
	return err
}

func (a *Request) readBody(body []byte) error {
	from := a.From
	a.From = ""
	var s rawjson.Scanner
	s.Reset(bytes.TrimPrefix(body, read.ByteOrderMark)) // chatcb itself sends one now and then
	if s.Kind() != rawjson.Object {
		return fmt.Errorf("the request is no JSON object: it starts with %s", rule.ExcerptOf(body))
	}
	found := false
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		switch kind := s.Kind(); {
		case kind == rawjson.String && keyIs(&s, "From_Account"):
			text, _ := s.String()
			a.From = resolved(text, from)
		case kind == rawjson.Array && keyIs(&s, "FriendItem"):
			found = true
			a.readItems(&s)
		default:
			s.Skip()
		}
	}
	if err := s.End(); err != nil {
		return fmt.Errorf("the request is not JSON: %w", err)
	}
	if !found {
		return fmt.Errorf("the request has no array FriendItem")
	}
	return nil
}

// keyIs reports whether the current member has this name, however it is spelt.
func keyIs(s *rawjson.Scanner, name string) bool {
	key := s.Key()
	return string(key) == name || bytes.IndexByte(key, '\\') >= 0 && string(rawjson.Unescape(nil, key)) == name
}

// resolved is the text that a string spelt so stands for: last itself, where it is that again.
func resolved(spelt []byte, last string) string {
	switch {
	case bytes.IndexByte(spelt, '\\') >= 0:
		return string(rawjson.Unescape(nil, spelt))
	case string(spelt) == last:
		return last
	}
	return string(spelt)
}

func (a *Request) readItems(s *rawjson.Scanner) {
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		if s.Kind() == rawjson.Object {
			a.readItem(s)
		} else {
			s.Skip()
		}
	}
}

// readItem reads one FriendItem; where To_Account stands twice, the last one counts, as most parsers have it.
func (a *Request) readItem(s *rawjson.Scanner) {
	var spelt []byte
	found := false
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		if s.Kind() == rawjson.String && keyIs(s, "To_Account") {
			if text, ok := s.String(); ok {
				spelt, found = text, true
			}
		} else {
			s.Skip()
		}
	}
	if found {
		a.Accounts = appendAgain(a.Accounts, spelt)
	}
}

// appendAgain appends a string to a slice that was cut back, and takes the one that stood there where it is the same.
func appendAgain(list []string, spelt []byte) []string {
	last := ""
	if n := len(list); n < cap(list) {
		last = list[:n+1][n]
	}
	return append(list, resolved(spelt, last))
}

// AddSign adds the Sign in a request-target ("/path?Sign=…") or URL to the secrets, if there is one.
func (a *Request) AddSign(target string) { a.addSign([]byte(target)) }

func (a *Request) addSign(target []byte) {
	target, _, _ = bytes.Cut(target, []byte{'#'})
	_, query, _ := bytes.Cut(target, []byte{'?'})
	for param := range bytes.SplitSeq(query, []byte{'&'}) {
		name, value, _ := bytes.Cut(param, []byte{'='})
		found := string(name) == callback.ParamSign
		if bytes.ContainsAny(param, "%+") {
			var text string
			text, found = callback.ParseQuery(string(param)).Get(callback.ParamSign)
			value = []byte(text)
		}
		if found && len(value) != 0 {
			a.Secrets = appendAgain(a.Secrets, value)
		}
		if found {
			return
		}
	}
}
