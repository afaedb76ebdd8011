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
// account that is a string is left out, and an error says that the body is not JSON, or not one object with an array of
// items; what was read up to there is returned all the same.
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

// Read is [RequestIn] into a, whose memory it uses again, so that reading many exchanges does not allocate for what they
// have in common. What a held is gone.
func (a *Request) Read(x *exchange.Exchange) error {
	a.Accounts, a.Secrets = a.Accounts[:0], a.Secrets[:0]
	a.Hostile, a.Other = false, ""
	body := x.SentBody()
	err := a.readBody(body)
	line, _, _ := bytes.Cut(x.Sent, []byte("\r\n"))
	if _, target, ok := bytes.Cut(line, []byte{' '}); ok {
		target, _, _ = bytes.Cut(target, []byte{' '})
		a.addSign(target)
		if a.Other = callback.Other(target, body); a.Other != "" {
			a.Accounts, err = a.Accounts[:0], nil
		}
	}
	return err
}

// Take reads what a request asks that is written by its fields.
func (a *Request) Take(q *callback.Request) {
	a.Webhook, a.From = q.Hook(), q.FromAccount
	a.Accounts, a.Harmless, a.Unnamed = a.Accounts[:0], a.Harmless[:0], 0
	for i := range q.Items {
		a.add(q.Items[i].ToAccount, a.Webhook.MakesNobodyFriends(&q.Items[i]))
	}
}

// add appends an account, and whether its item is harmless.
func (a *Request) add(account string, harmless bool) {
	a.Accounts = append(a.Accounts, account)
	if harmless {
		for len(a.Harmless) < len(a.Accounts) {
			a.Harmless = append(a.Harmless, false)
		}
		a.Harmless[len(a.Accounts)-1] = true
	}
}

// isHarmless reports whether all items about an account are harmless.
func (a *Request) isHarmless(account string) bool {
	all := false
	for i, id := range a.Accounts {
		if id == account {
			if all = i < len(a.Harmless) && a.Harmless[i]; !all {
				return false
			}
		}
	}
	return all
}

func (a *Request) readBody(body []byte) error {
	from := a.From
	a.From, a.Harmless, a.Unnamed = "", a.Harmless[:0], 0
	body = bytes.TrimPrefix(body, read.ByteOrderMark) // chatcb itself sends one now and then
	a.Webhook = callback.Of(body)
	var s rawjson.Scanner
	s.Reset(body)
	if s.Kind() != rawjson.Object {
		return fmt.Errorf("the request is no JSON object: it starts with %s", rule.ExcerptOf(body))
	}
	found := false
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		switch f, kind := field(&s, a.Webhook.Fields), s.Kind(); {
		case f != nil && f.Slot == callback.From && kind == rawjson.String:
			text, _ := s.String()
			a.From = resolved(text, from)
		case f != nil && f.Slot == callback.ItemList && kind == rawjson.Array:
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
		return fmt.Errorf("the request has no array %s", a.Webhook.ItemList())
	}
	return nil
}

// field is the one of these fields that the current member is, however it is spelt, or nil.
func field(s *rawjson.Scanner, fields []callback.Field) *callback.Field {
	key := s.Key()
	if bytes.IndexByte(key, '\\') >= 0 {
		key = rawjson.Unescape(nil, key)
	}
	return callback.Lookup(fields, key)
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
			a.Unnamed++
			s.Skip()
		}
	}
}

// readItem reads one item; where a member stands twice, the last one counts, as most parsers have it.
func (a *Request) readItem(s *rawjson.Scanner) {
	var account []byte
	found, harmless := false, false
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		f := field(s, a.Webhook.Items)
		if f == nil || s.Kind() != rawjson.String {
			s.Skip()
			continue
		}
		text, ok := s.String()
		switch {
		case f.Slot == callback.To && ok:
			if found && !bytes.Equal(account, text) {
				a.Unnamed++
			}
			account, found = text, true
		case f.Slot == a.Webhook.Harmless.Slot:
			harmless = a.Webhook.Harmless.Text != "" && string(text) == a.Webhook.Harmless.Text
		}
	}
	if found {
		a.add(resolved(account, next(a.Accounts)), harmless)
	} else {
		a.Unnamed++
	}
}

// next is what stands after the end of a slice that was cut back: the text that may be the same again.
func next(list []string) string {
	if n := len(list); n < cap(list) {
		return list[:n+1][n]
	}
	return ""
}

// AddSign adds the Sign in a request-target ("/path?Sign=…") or URL to the secrets, if there is one.
func (a *Request) AddSign(target string) { a.addSign([]byte(target)) }

func (a *Request) addSign(target []byte) {
	target, _, _ = bytes.Cut(target, []byte{'#'})
	_, query, _ := bytes.Cut(target, []byte{'?'})
	escaped := bytes.IndexByte(query, '%') >= 0 || bytes.IndexByte(query, '+') >= 0
	for param := range bytes.SplitSeq(query, []byte{'&'}) {
		name, value, _ := bytes.Cut(param, []byte{'='})
		found := string(name) == callback.ParamSign
		if escaped {
			var text string
			text, found = callback.ParseQuery(string(param)).Get(callback.ParamSign)
			value = []byte(text)
		}
		if found && len(value) != 0 {
			a.Secrets = append(a.Secrets, resolved(value, next(a.Secrets)))
		}
		if found {
			return
		}
	}
}
