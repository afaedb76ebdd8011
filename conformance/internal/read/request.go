package read

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// The parameters of the URL: indexes into Params.
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

// param is a parameter of the URL: the first of its name.
type param struct {
	Value string // unescaped
	Times int
	Cased string // its name as it stands in another case
}

// RequestItem is one item of a request.
type RequestItem struct {
	Kind     rawjson.Kind
	Fields   [callback.MaxOwn + 1]Field // by their slots
	Misnamed uint16                     // slots, as bits
}

// Request is what one pass over a request finds, and the memory it takes, which is used again.
type Request struct {
	walk
	Hook *callback.Webhook // that the body is of
	Head []byte            // the header lines, or nil
	// The values of some headers, each the first of its name, or nil.
	Host, ContentType, ContentLength, TransferEncoding []byte

	Params    [7]param
	BadEscape string

	Object   bool                     // the body is one JSON object
	Top      [callback.MaxSlots]Field // by their slots
	Misnamed uint16                   // slots, as bits
	Items    []RequestItem
}

func (a *Request) Open(target string, head, body []byte) {
	a.readHead(head)
	a.Params, a.BadEscape = [7]param{}, ""
	_, query, _ := strings.Cut(target, "?")
	for query != "" {
		var part string
		part, query, _ = strings.Cut(query, "&")
		if part != "" {
			a.param(part)
		}
	}
	if w := callback.Named(a.Params[ParamCommand].Value); w != nil {
		a.Hook = w
	}
	a.ReadRequest(body)
}

func (a *Request) readHead(head []byte) {
	a.Head, a.Host, a.ContentType, a.ContentLength, a.TransferEncoding = head, nil, nil, nil, nil
	for name, value := range http1.Fields(head) {
		to := &a.Host
		switch {
		case http1.EqualFold(name, "host"):
		case http1.EqualFold(name, "content-type"):
			to = &a.ContentType
		case http1.EqualFold(name, "content-length"):
			to = &a.ContentLength
		case http1.EqualFold(name, "transfer-encoding"):
			to = &a.TransferEncoding
		default:
			continue
		}
		if *to == nil {
			*to = value
		}
	}
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

// ReadRequest reads the body: as one of the webhook that the one before was of, and again if it is another's.
func (a *Request) ReadRequest(body []byte) {
	a.Hook = a.Hook.OrFirst()
	a.readBody(body)
	if string(a.Top[callback.Command].Text) == a.Hook.Command {
		return
	}
	if w := callback.Of(a.Body); w != a.Hook {
		a.Hook = w
		a.readBody(body)
	}
}

// readBody walks the body once.
func (a *Request) readBody(body []byte) {
	a.scratch, a.Top, a.Items = a.scratch[:0], [callback.MaxSlots]Field{}, a.Items[:0]
	a.Misnamed, a.Strangers, a.Facts = 0, a.Strangers[:0], 0
	a.begin(body)
	if a.Kind == rawjson.Object {
		a.readTop()
	} else {
		a.Scan.Skip()
	}
	a.Object = a.Scan.End() == nil && a.Kind == rawjson.Object && a.Shift == 0
	if !a.Object {
		a.Facts = Came | NotObject
		return
	}
	a.Facts |= Came | Whole
	a.noteTexts()
}

func (a *Request) readTop() {
	s, list := &a.Scan, &a.Top[callback.ItemList]
	a.members(a.Hook.Fields, AtTop, &a.Misnamed, func(f *callback.Field) {
		switch {
		case f == nil:
			a.nested()
		case f.Slot == callback.ItemList && s.Kind() == rawjson.Array && list.Kind == rawjson.Invalid:
			list.Kind = rawjson.Array
			a.readItems()
		default:
			a.valueOf(&a.Top[f.Slot], f)
		}
	})
}

// valueOf reads the value of a member that the page has.
func (a *Request) valueOf(v *Field, of *callback.Field) {
	a.value(v)
	if v.Mistyped(of.Kind.JSON()) {
		a.Facts |= Mistyped
	}
}

// Number reads a number of the request that is to be an Integer.
func (a *Request) Number(s callback.Slot) Integer {
	if f := &a.Top[s]; f.Kind == rawjson.Number {
		return readInteger(f.Text)
	}
	return Integer{Form: unreadable}
}

func (a *Request) readItems() {
	s := &a.Scan
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		a.Items = slices.Grow(a.Items, 1)[:n+1]
		item := &a.Items[n]
		*item = RequestItem{}
		item.Kind = s.Kind()
		if item.Kind != rawjson.Object {
			a.Facts |= Mistyped
			a.nested()
			continue
		}
		a.members(a.Hook.Items, n, &item.Misnamed, func(f *callback.Field) {
			if f == nil {
				a.nested()
			} else {
				a.valueOf(&item.Fields[f.Slot], f)
			}
		})
	}
}

// Account is the account of the item. It is a string in an item that can be answered.
func (item *RequestItem) Account() *Field { return &item.Fields[callback.To] }

// Named reports whether the item can be answered.
func (item *RequestItem) Named() bool {
	return item.Kind == rawjson.Object && item.Account().Kind == rawjson.String
}

// Spelling is the text of a string, a part of text where it has no escapes.
func (a *Request) Spelling(f *Field, text string) string {
	if bytes.IndexByte(f.Text, '\\') >= 0 {
		return string(rawjson.Unescape(nil, f.Text))
	}
	start := a.Shift + f.At + len(`"`)
	return text[start : start+len(f.Text)]
}
