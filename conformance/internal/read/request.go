package read

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// The parameters of the URL: indexes into asking.params.
const (
	ParamAppID = iota
	ParamCommand
	ParamContentType
	ParamClientIP
	ParamPlatform
	ParamSign
	ParamTime
	RequiredParams = ParamSign // those before it are always there
)

var ParamNames = [...]string{
	ParamAppID: callback.ParamSdkAppid, ParamCommand: callback.ParamCallbackCommand, ParamContentType: callback.ParamContentType,
	ParamClientIP: callback.ParamClientIP, ParamPlatform: callback.ParamOptPlatform,
	ParamSign: callback.ParamSign, ParamTime: callback.ParamRequestTime,
}

// The members of the request and of a FriendItem: indexes into asking.top and friend.fields.
const (
	TopCommand = iota
	TopRequester
	TopFrom
	TopFriends
	TopAddType
	TopForce
	TopTime
)

const (
	FriendAccount = iota
	FriendRemark
	FriendGroup
	FriendSource
	FriendWording
)

var (
	RequestNames = [...]string{
		TopCommand: "CallbackCommand", TopRequester: "Requester_Account", TopFrom: "From_Account", TopFriends: "FriendItem",
		TopAddType: "AddType", TopForce: "ForceAddFlags", TopTime: "EventTime",
	}
	FriendNames = [...]string{
		FriendAccount: "To_Account", FriendRemark: "Remark", FriendGroup: "GroupName", FriendSource: "AddSource", FriendWording: "AddWording",
	}
)

// param is a parameter of the URL: the first of its name.
type param struct {
	Value string // unescaped
	Times int
	Cased string // its name as it stands in another case
}

// friend is one element of FriendItem.
type friend struct {
	Kind     rawjson.Kind
	At       int
	Fields   [5]Field
	Misnamed uint8
}

// Request is what one pass over a request finds, and the memory it takes, which is used again.
type Request struct {
	walk
	Head []byte // the header lines, or nil

	Params    [7]param
	BadEscape string

	Object    bool // the body is one JSON object
	Top       [7]Field
	Misnamed  uint8
	Strangers []Stranger // the members that are the page's but for their spelling
	Force     Integer
	Time      Integer
	Friends   []friend
}

func (a *Request) Open(target string, head, body []byte) {
	a.Head = head
	a.Params, a.BadEscape = [7]param{}, ""
	_, query, _ := strings.Cut(target, "?")
	for query != "" {
		var part string
		part, query, _ = strings.Cut(query, "&")
		if part != "" {
			a.param(part)
		}
	}
	a.ReadRequest(body)
}

// param reads one parameter.
func (a *Request) param(part string) {
	spelt, value, _ := strings.Cut(part, "=")
	name := a.unescape(spelt)
	for i, known := range ParamNames {
		if name == known {
			if p := &a.Params[i]; p.Times == 0 {
				p.Value = a.unescape(value)
			}
			a.Params[i].Times++
			return
		}
	}
	for i, known := range ParamNames {
		if strings.EqualFold(name, known) {
			a.Params[i].Cased = name
		}
	}
	a.unescape(value)
}

func (a *Request) unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	u, err := url.QueryUnescape(s)
	if err != nil {
		a.BadEscape = s
		return s
	}
	return u
}

// ReadRequest walks the body once.
func (a *Request) ReadRequest(body []byte) {
	a.scratch, a.Top, a.Friends = a.scratch[:0], [7]Field{}, a.Friends[:0]
	a.Misnamed, a.Strangers, a.Force, a.Time = 0, a.Strangers[:0], Integer{}, Integer{}
	a.begin(body)
	if a.Kind == rawjson.Object {
		a.readTop()
	} else {
		a.Scan.Skip()
	}
	a.Object = a.Scan.End() == nil && a.Kind == rawjson.Object && a.Shift == 0
}

func (a *Request) readTop() {
	s := &a.Scan
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		i := a.member(requestMember)
		switch {
		case i < 0:
			a.stranger(atTop, a.Others.top, RequestNames[:], &a.Misnamed)
		case i == TopFriends && s.Kind() == rawjson.Array && a.Top[TopFriends].Kind == rawjson.Invalid:
			a.readFriends()
		default:
			a.value(&a.Top[i])
		}
	}
	a.Force, a.Time = Whole(&a.Top[TopForce]), Whole(&a.Top[TopTime])
}

// Whole reads a member that is to be an Integer.
func Whole(f *Field) Integer {
	if f.Kind == rawjson.Number {
		return readInteger(f.Text)
	}
	return Integer{Form: unreadable}
}

func (a *Request) readFriends() {
	s, f := &a.Scan, &a.Top[TopFriends]
	f.Kind, f.At = rawjson.Array, s.Offset()
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		a.Friends = append(a.Friends, friend{Kind: s.Kind()})
		f := &a.Friends[len(a.Friends)-1]
		f.At = s.Offset()
		if f.Kind != rawjson.Object {
			a.nested()
			continue
		}
		clear(a.Others.Item)
		s.Open()
		for m := 0; s.NextMember(m); m++ {
			if i := a.member(friendMember); i >= 0 {
				a.value(&f.Fields[i])
			} else {
				a.stranger(n, a.Others.Item, FriendNames[:], &f.Misnamed)
			}
		}
	}
}

// stranger reads a member that the page does not have. Real callbacks have some, so that only misspelt ones matter.
func (a *Request) stranger(index int, others map[string]bool, known []string, misnamed *uint8) {
	a.noteName(others)
	name := a.Str(a.Scan.Key())
	if i := misspelt(name, known); i >= 0 {
		*misnamed |= 1 << i
		a.Strangers = append(a.Strangers, Stranger{name, a.Scan.KeyOffset(), index, i})
	}
	a.nested()
}

// Header is the value of the first header of this name, which is in lower case.
func (a *Request) Header(name string) (value []byte, ok bool) {
	for lines := a.Head; len(lines) > 0; {
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

func (f *friend) Named() bool {
	return f.Kind == rawjson.Object && f.Fields[FriendAccount].Kind == rawjson.String
}

// Spelling is the text of a string, a part of text where it has no escapes.
func (a *Request) Spelling(f *Field, text string) string {
	if bytes.IndexByte(f.Text, '\\') >= 0 {
		return string(rawjson.Unescape(nil, f.Text))
	}
	start := a.Shift + f.At + len(`"`)
	return text[start : start+len(f.Text)]
}
