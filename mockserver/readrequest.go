package mockserver

import (
	"bytes"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/jsonscan"
)

// readRequest reads what a decision needs from a body, which is given as a string and as the same bytes. It is lenient:
// a receiver must live with members that it does not know, that are absent, or that are of another type. What it cannot
// do without, an object with an array FriendItem whose elements each have a To_Account, is named in the result.
//
// Texts without escapes are parts of text.
func readRequest(text string, raw []byte, q *callback.Request) (problem string) {
	d := requestReader{text: text, s: jsonscan.New(raw)}
	if d.s.Kind() == jsonscan.Object {
		d.object(q)
	} else {
		d.s.Skip()
		d.complain("the body is no JSON object")
	}
	if err := d.s.End(); err != nil {
		return "the body is not JSON: " + err.Error()
	}
	if !d.items {
		d.complain("there is no array FriendItem")
	}
	return d.problem
}

type requestReader struct {
	text    string
	s       *jsonscan.Scanner
	items   bool
	problem string // the first one
}

func (d *requestReader) complain(problem string) {
	if d.problem == "" {
		d.problem = problem
	}
}

func (d *requestReader) object(q *callback.Request) {
	d.s.Open()
	for n := 0; d.s.NextMember(n); n++ {
		switch string(d.name()) {
		case "CallbackCommand":
			d.str(&q.CallbackCommand)
		case "Requester_Account":
			d.str(&q.RequesterAccount)
		case "From_Account":
			d.str(&q.FromAccount)
		case "AddType":
			d.str(&q.AddType)
		case "ForceAddFlags":
			d.num(&q.ForceAddFlags)
		case "EventTime":
			d.num(&q.EventTime)
		case "FriendItem":
			d.friends(q)
		default:
			d.s.Skip()
		}
	}
}

func (d *requestReader) friends(q *callback.Request) {
	if d.items = d.s.Kind() == jsonscan.Array; !d.items {
		d.s.Skip()
		return
	}
	q.FriendItem = q.FriendItem[:0] // of two members of the same name the last one counts, as most parsers have it
	d.s.Open()
	for n := 0; d.s.NextElement(n); n++ {
		if d.s.Kind() != jsonscan.Object {
			d.s.Skip()
			d.complain("an element of FriendItem is no object")
			continue
		}
		var f callback.FriendItem
		if d.friend(&f) {
			q.FriendItem = append(q.FriendItem, f)
		} else {
			d.complain("an element of FriendItem has no To_Account that is a string")
		}
	}
}

func (d *requestReader) friend(f *callback.FriendItem) (named bool) {
	d.s.Open()
	for n := 0; d.s.NextMember(n); n++ {
		switch string(d.name()) {
		case "To_Account":
			named = d.str(&f.ToAccount)
		case "Remark":
			d.str(&f.Remark)
		case "GroupName":
			d.str(&f.GroupName)
		case "AddSource":
			d.str(&f.AddSource)
		case "AddWording":
			d.str(&f.AddWording)
		default:
			d.s.Skip()
		}
	}
	return named
}

// name is the current member's name with its escapes resolved.
func (d *requestReader) name() []byte {
	if key := d.s.Key(); bytes.IndexByte(key, '\\') < 0 {
		return key
	}
	return jsonscan.Unescape(nil, d.s.Key())
}

func (d *requestReader) str(dst *string) bool {
	if d.s.Kind() != jsonscan.String {
		d.s.Skip()
		return false
	}
	spelt, ok := d.s.String()
	if !ok {
		return false
	}
	end := d.s.Offset() - 1
	*dst = d.text[end-len(spelt) : end]
	if bytes.IndexByte(spelt, '\\') >= 0 {
		*dst = string(jsonscan.Unescape(nil, spelt))
	}
	return true
}

// num reads a whole number; others leave zero.
func (d *requestReader) num(dst *int64) {
	if d.s.Kind() != jsonscan.Number {
		d.s.Skip()
		return
	}
	spelt, ok := d.s.Number()
	if ok {
		*dst = wholeNumber(spelt)
	}
}

func wholeNumber(digits []byte) (n int64) {
	negative := digits[0] == '-'
	if negative {
		digits = digits[1:]
	}
	if len(digits) > 18 {
		return 0
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0
		}
		n = n*10 + int64(c-'0')
	}
	if negative {
		return -n
	}
	return n
}
