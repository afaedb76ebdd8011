package callback

import (
	"bytes"
	"fmt"
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
	d, q := decoder{text: text, s: rawjson.New(text)}, &Request{Webhook: w}
	d.object("", w.Fields, &q.Extra, func(f *Field, path string) {
		switch f.Kind.JSON() {
		case rawjson.Array:
			q.Items = d.items(path, w.Items)
		case rawjson.Number:
			*q.Number(f.Slot) = d.number(path)
		default:
			*q.Text(f.Slot) = d.string()
		}
	})
	if d.s.End() != nil && d.err == nil {
		at := d.s.Err()
		d.failAt(at.Offset, "", at.Want, at.Got)
	}
	if d.err != nil {
		return nil, d.err
	}
	return q, nil
}

// decoder reads up to the first error, which is its own or the scanner's.
type decoder struct {
	text []byte
	s    *rawjson.Scanner
	err  *DecodeError
}

func (d *decoder) failAt(offset int, path, want, got string) {
	if d.err == nil {
		d.err = NewDecodeError(d.text, offset, path, want, got)
	}
}

func NewDecodeError(text []byte, offset int, path, want, got string) *DecodeError {
	before := text[:offset]
	line := bytes.LastIndexByte(before, '\n')
	return &DecodeError{path, offset, 1 + bytes.Count(before, []byte{'\n'}), offset - line, want, got}
}

// kind checks the kind of the next value. Where the text is not JSON at all, the scanner's own error is the better one.
func (d *decoder) kind(want rawjson.Kind, path string) bool {
	got, at := d.s.Kind(), d.s.Offset()
	if got != want && d.s.Skip() {
		d.failAt(at, path, "a JSON "+want.String(), "a JSON "+got.String())
	}
	return got == want
}

// object reads the object that comes next: read the values of its fields, which have their kind, and extra gets all others.
func (d *decoder) object(path string, fields []Field, extra *[]Member, read func(f *Field, path string)) {
	if !d.kind(rawjson.Object, path) {
		return
	}
	d.s.Open()
	seen := make(map[string]bool)
	for n := 0; d.err == nil && d.s.NextMember(n); n++ {
		name := string(rawjson.Unescape(nil, d.s.Key()))
		sub := name
		if path != "" {
			sub = path + "." + name
		}
		if seen[name] {
			d.failAt(d.s.KeyOffset(), sub, "one member of this name", "a second one")
			return
		}
		seen[name] = true
		if f := Lookup(fields, name); f == nil {
			if value, ok := d.s.Value(); ok {
				*extra = append(*extra, Member{name, string(value)})
			}
		} else if d.kind(f.Kind.JSON(), sub) {
			read(f, sub)
		}
	}
}

func (d *decoder) items(path string, fields []Field) []Item {
	items := []Item{}
	d.s.Open()
	for n := 0; d.err == nil && d.s.NextElement(n); n++ {
		items = append(items, Item{})
		item := &items[n]
		d.object(path+"["+strconv.Itoa(n)+"]", fields, &item.Extra, func(f *Field, _ string) { *item.Text(f.Slot) = d.string() })
	}
	return items
}

func (d *decoder) string() string {
	spelt, _ := d.s.String()
	return string(rawjson.Unescape(nil, spelt))
}

func (d *decoder) number(path string) int64 {
	at := d.s.Offset()
	text, ok := d.s.Number()
	n, err := strconv.ParseInt(string(text), 10, 64)
	if ok && err != nil {
		d.failAt(at, path, "a whole number of 64 bits", string(text))
	}
	return n
}
