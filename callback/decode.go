package callback

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// DecodeError is a place in a request where it is not what the contract says.
type DecodeError struct {
	Path   string // such as "FriendItem[1].To_Account"; "" for the request as a whole
	Offset int    // byte index into the text
	Line   int    // from 1
	Column int    // from 1, in bytes
	Want   string
	Got    string
}

func (e *DecodeError) Error() string {
	at := fmt.Sprintf("line %d, column %d", e.Line, e.Column)
	if e.Path != "" {
		at += " (" + e.Path + ")"
	}
	return fmt.Sprintf("%s: wanted %s, got %s", at, e.Want, e.Got)
}

// DecodeRequest reads the body of a callback of the webhook that it is of, as [Of] tells; see [Webhook.Decode].
func DecodeRequest(text []byte) (*Request, error) { return Of(text).Decode(text) }

// Decode reads the body of a callback of this webhook. Members that the page does not list are kept in Extra, absent ones
// are left zero; a member of another type than the page's, or one that stands twice, is a *DecodeError. Half a surrogate
// pair in a string becomes U+FFFD, bytes that are not UTF-8 are kept.
func (w *Webhook) Decode(text []byte) (*Request, error) {
	d := decoder{text: text, s: rawjson.New(text)}
	q := &Request{Webhook: w}
	d.request(q)
	if d.s.End() != nil && d.err == nil {
		at := d.s.Err()
		d.failAt(at.Offset, "", at.Want, at.Got)
	}
	if d.err != nil {
		return nil, d.err
	}
	return q, nil
}

type decoder struct {
	text []byte
	s    *rawjson.Scanner
	buf  []byte
	err  *DecodeError
}

func (d *decoder) failAt(offset int, path, want, got string) bool {
	if d.err == nil {
		d.err = NewDecodeError(d.text, offset, path, want, got)
	}
	return false
}

func NewDecodeError(text []byte, offset int, path, want, got string) *DecodeError {
	before := text[:offset]
	line := bytes.LastIndexByte(before, '\n')
	return &DecodeError{path, offset, 1 + bytes.Count(before, []byte{'\n'}), offset - line, want, got}
}

// kind checks the kind of the next value. Where the text is not JSON at all, the scanner's own error is the better one.
func (d *decoder) kind(want rawjson.Kind, path string) bool {
	got := d.s.Kind()
	if got == want {
		return true
	}
	at := d.s.Offset()
	if !d.s.Skip() {
		return false
	}
	return d.failAt(at, path, "a JSON "+want.String(), "a JSON "+got.String())
}

// members calls read for each member of the object that comes next, with its field if it is one of those, until one fails
// or stands twice.
func (d *decoder) members(path string, fields *nameIndex, read func(f *Field, name, path string) bool) bool {
	if !d.kind(rawjson.Object, path) {
		return false
	}
	d.s.Open()
	seen := nameSet{}
	for n := 0; d.s.NextMember(n); n++ {
		at := d.s.KeyOffset()
		f, name := d.name(fields, d.s.Key())
		sub := name
		if path != "" {
			sub = path + "." + name
		}
		if !seen.add(name) {
			return d.failAt(at, sub, "one member of this name", "a second one")
		}
		if !read(f, name, sub) || d.err != nil {
			return false
		}
	}
	return d.s.Err() == nil
}

// unescape returns the text that a string spelt so stands for.
func (d *decoder) unescape(spelt []byte) string {
	d.buf = rawjson.Unescape(d.buf[:0], spelt)
	return string(d.buf)
}

// name is unescape for a member's name, with its field, whose name is not made anew.
func (d *decoder) name(fields *nameIndex, spelt []byte) (*Field, string) {
	d.buf = rawjson.Unescape(d.buf[:0], spelt)
	if f := fields.lookup(d.buf); f != nil {
		return f, f.Name
	}
	return nil, string(d.buf)
}

// nameSet holds the names of one object: a few in a list, as is usual, and all in a map once they are many.
type nameSet struct {
	few  [16]string
	n    int
	many map[string]bool
}

// add reports whether name was not in the set.
func (s *nameSet) add(name string) bool {
	if s.many == nil && s.n < len(s.few) {
		if slices.Contains(s.few[:s.n], name) {
			return false
		}
		s.few[s.n] = name
		s.n++
		return true
	}
	if s.many == nil {
		s.many = make(map[string]bool)
		for _, few := range s.few {
			s.many[few] = true
		}
	}
	fresh := !s.many[name]
	s.many[name] = true
	return fresh
}

func (d *decoder) request(q *Request) {
	d.members("", &q.Webhook.byName, func(f *Field, name, path string) bool {
		if f == nil {
			return d.other(name, &q.Extra)
		}
		switch f.Kind.JSON() {
		case rawjson.Array:
			return d.items(path, q)
		case rawjson.Number:
			return d.num(path, q.Number(f.Slot))
		}
		return d.str(path, q.Text(f.Slot))
	})
}

func (d *decoder) items(path string, q *Request) bool {
	if !d.kind(rawjson.Array, path) {
		return false
	}
	d.s.Open()
	q.Items = []Item{}
	for n := 0; d.s.NextElement(n); n++ {
		q.Items = append(q.Items, Item{})
		item := &q.Items[n]
		if !d.members(path+"["+strconv.Itoa(n)+"]", &q.Webhook.itemByName, func(f *Field, name, path string) bool {
			if f == nil {
				return d.other(name, &item.Extra)
			}
			return d.str(path, item.Text(f.Slot))
		}) {
			return false
		}
	}
	return d.s.Err() == nil
}

func (d *decoder) str(path string, dst *string) bool {
	if !d.kind(rawjson.String, path) {
		return false
	}
	spelt, ok := d.s.String()
	if ok {
		*dst = d.unescape(spelt)
	}
	return ok
}

func (d *decoder) num(path string, dst *int64) bool {
	if !d.kind(rawjson.Number, path) {
		return false
	}
	at := d.s.Offset()
	text, ok := d.s.Number()
	if !ok {
		return false
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return d.failAt(at, path, "a whole number of 64 bits", string(text))
	}
	*dst = n
	return true
}

func (d *decoder) other(name string, extra *[]Member) bool {
	value, ok := d.s.Value()
	if ok {
		*extra = append(*extra, Member{name, string(value)})
	}
	return ok
}
