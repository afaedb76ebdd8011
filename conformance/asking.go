package conformance

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// The parameters of the URL: indexes into asking.params.
const (
	paramAppID = iota
	paramCommand
	paramContentType
	paramClientIP
	paramPlatform
	paramSign
	paramTime
	requiredParams = paramSign // those before it are always there
)

var paramNames = [...]string{
	paramAppID: callback.ParamSdkAppid, paramCommand: callback.ParamCallbackCommand, paramContentType: callback.ParamContentType,
	paramClientIP: callback.ParamClientIP, paramPlatform: callback.ParamOptPlatform,
	paramSign: callback.ParamSign, paramTime: callback.ParamRequestTime,
}

// The members of the request and of a FriendItem: indexes into asking.top and friend.fields.
const (
	askCommand = iota
	askRequester
	askFrom
	askItems
	askAddType
	askForce
	askTime
)

const (
	friendAccount = iota
	friendRemark
	friendGroup
	friendSource
	friendWording
)

var (
	askNames = [...]string{
		askCommand: "CallbackCommand", askRequester: "Requester_Account", askFrom: "From_Account", askItems: "FriendItem",
		askAddType: "AddType", askForce: "ForceAddFlags", askTime: "EventTime",
	}
	friendNames = [...]string{
		friendAccount: "To_Account", friendRemark: "Remark", friendGroup: "GroupName", friendSource: "AddSource", friendWording: "AddWording",
	}
)

// param is a parameter of the URL: the first of its name.
type param struct {
	value string // unescaped
	times int
	cased string // its name as it stands in another case
}

// friend is one element of FriendItem.
type friend struct {
	kind     rawjson.Kind
	at       int
	fields   [5]field
	misnamed uint8
}

// asking is what one pass over a request finds, and the memory it takes, which is used again.
type asking struct {
	walk
	head []byte // the header lines, or nil

	params    [7]param
	badEscape string

	object    bool // the body is one JSON object
	top       [7]field
	misnamed  uint8
	strangers []stranger // the members that are the page's but for their spelling
	force     integer
	time      integer
	friends   []friend
}

func (a *asking) open(target string, head, body []byte) {
	a.head = head
	a.params, a.badEscape = [7]param{}, ""
	_, query, _ := strings.Cut(target, "?")
	for query != "" {
		var part string
		part, query, _ = strings.Cut(query, "&")
		if part != "" {
			a.param(part)
		}
	}
	a.readRequest(body)
}

// param reads one parameter.
func (a *asking) param(part string) {
	spelt, value, _ := strings.Cut(part, "=")
	name := a.unescape(spelt)
	for i, known := range paramNames {
		if name == known {
			if p := &a.params[i]; p.times == 0 {
				p.value = a.unescape(value)
			}
			a.params[i].times++
			return
		}
	}
	for i, known := range paramNames {
		if strings.EqualFold(name, known) {
			a.params[i].cased = name
		}
	}
	a.unescape(value)
}

func (a *asking) unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	u, err := url.QueryUnescape(s)
	if err != nil {
		a.badEscape = s
		return s
	}
	return u
}

// readRequest walks the body once.
func (a *asking) readRequest(body []byte) {
	a.scratch, a.top, a.friends = a.scratch[:0], [7]field{}, a.friends[:0]
	a.misnamed, a.strangers, a.force, a.time = 0, a.strangers[:0], integer{}, integer{}
	a.begin(body)
	if a.kind == rawjson.Object {
		a.readTop()
	} else {
		a.scan.Skip()
	}
	a.object = a.scan.End() == nil && a.kind == rawjson.Object && a.shift == 0
}

func (a *asking) readTop() {
	s := &a.scan
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		i := a.member(askMember)
		switch {
		case i < 0:
			a.stranger(atTop, a.others.top, askNames[:], &a.misnamed)
		case i == askItems && s.Kind() == rawjson.Array && a.top[askItems].kind == rawjson.Invalid:
			a.readFriends()
		default:
			a.value(&a.top[i])
		}
	}
	a.force, a.time = whole(&a.top[askForce]), whole(&a.top[askTime])
}

// whole reads a member that is to be an Integer.
func whole(f *field) integer {
	if f.kind == rawjson.Number {
		return readInteger(f.text)
	}
	return integer{form: unreadable}
}

func (a *asking) readFriends() {
	s, f := &a.scan, &a.top[askItems]
	f.kind, f.at = rawjson.Array, s.Offset()
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		a.friends = append(a.friends, friend{kind: s.Kind()})
		f := &a.friends[len(a.friends)-1]
		f.at = s.Offset()
		if f.kind != rawjson.Object {
			a.nested()
			continue
		}
		clear(a.others.item)
		s.Open()
		for m := 0; s.NextMember(m); m++ {
			if i := a.member(friendMember); i >= 0 {
				a.value(&f.fields[i])
			} else {
				a.stranger(n, a.others.item, friendNames[:], &f.misnamed)
			}
		}
	}
}

// stranger reads a member that the page does not have. Real callbacks have some, so that only misspelt ones matter.
func (a *asking) stranger(index int, others map[string]bool, known []string, misnamed *uint8) {
	a.noteName(others)
	name := a.str(a.scan.Key())
	if i := misspelt(name, known); i >= 0 {
		*misnamed |= 1 << i
		a.strangers = append(a.strangers, stranger{name, a.scan.KeyOffset(), index, i})
	}
	a.nested()
}

// header is the value of the first header of this name, which is in lower case.
func (a *asking) header(name string) (value []byte, ok bool) {
	for lines := a.head; len(lines) > 0; {
		line := lines
		if i := bytes.IndexByte(lines, '\n'); i >= 0 {
			line, lines = lines[:i], lines[i+1:]
		} else {
			lines = nil
		}
		if n := len(name); len(line) > n && line[n] == ':' && equalName(line[:n], name) {
			return bytes.TrimSpace(line[n+1:]), true
		}
	}
	return nil, false
}

// equalName compares the name of a header with one in lower case.
func equalName(spelt []byte, name string) bool {
	for i := range spelt {
		if c := spelt[i]; c != name[i] && (c < 'A' || c > 'Z' || c|0x20 != name[i]) {
			return false
		}
	}
	return true
}

func (f *friend) named() bool {
	return f.kind == rawjson.Object && f.fields[friendAccount].kind == rawjson.String
}

// spelling is the text of a string, a part of text where it has no escapes.
func (a *asking) spelling(f *field, text string) string {
	if bytes.IndexByte(f.text, '\\') >= 0 {
		return string(rawjson.Unescape(nil, f.text))
	}
	start := a.shift + f.at + len(`"`)
	return text[start : start+len(f.text)]
}
