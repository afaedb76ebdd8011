package callback

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Style is the order and spacing in which a request is written.
type Style uint8

const (
	// Wire is how captured callbacks look: compact, members and parameters in ASCII order at every level, a RequestId
	// in the URL. Observed, not documented.
	Wire Style = iota
	// Documented is how the page prints its sample: logical order, a blank after each colon.
	Documented
)

// UnmarshalText reads wire or documented.
func (s *Style) UnmarshalText(text []byte) error {
	i := slices.Index([]string{"wire", "documented"}, string(text))
	if i < 0 {
		return fmt.Errorf("wanted wire or documented, got %q", text)
	}
	*s = Style(i)
	return nil
}

// Encoding says how a request is spelt. The tags are flags of chatcb.
type Encoding struct {
	Style Style `flag:"order" default:"wire" oneof:"wire,documented"`
	// OmitEmpty leaves out the texts of an item that are empty. Whether Chat omits or sends empty ones is undocumented.
	OmitEmpty bool `flag:"omit-empty"`
	// UTF8 says that the texts are known to be UTF-8, so that nobody need look.
	UTF8 bool
}

// key is a field and how its name is spelt between two values: a comma, the name in quotes, and all up to the value.
type key struct {
	name     string
	slot     Slot
	kind     rawjson.Kind
	optional bool
	len      uint8
	spelt    [longestKey]byte
}

const longestKey = 32

// spell spells the names of fields in both styles, in their order.
func spell(fields []Field) (keys [2][]key) {
	for style := range keys {
		for i := range fields {
			keys[style] = append(keys[style], newKey(&fields[i], Style(style)))
		}
	}
	return keys
}

// keysOf spells the names in the order of each style.
func keysOf(fields []Field) [2][]key {
	keys := spell(fields)
	slices.SortFunc(keys[Wire], func(a, b key) int { return strings.Compare(a.name, b.name) })
	return keys
}

func newKey(f *Field, style Style) key {
	text := `,"` + f.Name + `":`
	if style == Documented {
		text += " "
	}
	k := key{name: f.Name, slot: f.Slot, kind: f.Kind.JSON(), optional: f.Optional}
	switch k.kind {
	case rawjson.String:
		text += `"`
	case rawjson.Array:
		text += `[`
	}
	k.len = uint8(copy(k.spelt[:], text))
	if int(k.len) < len(text) {
		panic("callback: the name of the field " + f.Name + " is too long")
	}
	return k
}

// append appends the key. It copies as many bytes whatever its length is, which takes half the time.
func (k *key) append(dst []byte) []byte {
	n := len(dst)
	if cap(dst)-n < longestKey {
		return append(dst, k.spelt[:k.len]...)
	}
	*(*[longestKey]byte)(dst[n : n+longestKey]) = k.spelt
	return dst[:n+int(k.len)]
}

// Append appends the request as JSON text to dst. It does not allocate when dst has room, the texts are UTF-8 and there
// is no Extra. Bytes that are not UTF-8 become U+FFFD. In Wire style Extra members are sorted into their places, in
// Documented style they come last.
func (e Encoding) Append(dst []byte, q *Request) []byte {
	w, start, extra := q.Hook(), len(dst), e.sorted(q.Extra)
	keys := w.keys[e.Style]
	for i := range keys {
		k := &keys[i]
		if len(extra) > 0 {
			dst, extra = e.before(k.name, dst, extra)
		}
		dst = k.append(dst)
		switch k.kind {
		case rawjson.String:
			dst = append(rawjson.AppendText(dst, *q.Text(k.slot), e.UTF8), '"')
		case rawjson.Number:
			dst = strconv.AppendInt(dst, *q.Number(k.slot), 10)
		default:
			for j := range q.Items {
				if j > 0 {
					dst = append(dst, ',')
				}
				dst = e.appendItem(dst, w.itemKeys[e.Style], &q.Items[j])
			}
			dst = append(dst, ']')
		}
	}
	return e.close(dst, start, extra)
}

func (e Encoding) appendItem(dst []byte, keys []key, item *Item) []byte {
	start, extra := len(dst), e.sorted(item.Extra)
	for i := range keys {
		k := &keys[i]
		text := *item.Text(k.slot)
		if text == "" && e.OmitEmpty && k.optional {
			continue
		}
		if len(extra) > 0 {
			dst, extra = e.before(k.name, dst, extra)
		}
		dst = append(rawjson.AppendText(k.append(dst), text, e.UTF8), '"')
	}
	return e.close(dst, start, extra)
}

// sorted are the extra members in the order in which the style writes them.
func (e Encoding) sorted(extra []Member) []Member {
	if len(extra) > 1 && e.Style == Wire && !slices.IsSortedFunc(extra, byName) {
		extra = slices.Clone(extra) // the caller's order is the caller's
		slices.SortStableFunc(extra, byName)
	}
	return extra
}

func byName(a, b Member) int { return strings.Compare(a.Name, b.Name) }

// before writes the extra members that come before a name, and returns those that come after it.
func (e Encoding) before(name string, dst []byte, extra []Member) ([]byte, []Member) {
	for len(extra) > 0 && e.Style == Wire && extra[0].Name < name {
		dst, extra = e.appendMember(dst, &extra[0]), extra[1:]
	}
	return dst, extra
}

func (e Encoding) appendMember(dst []byte, m *Member) []byte {
	dst = append(rawjson.AppendString(append(dst, ','), m.Name), ':')
	if e.Style == Documented {
		dst = append(dst, ' ')
	}
	return append(dst, m.Value...)
}

// close ends the object whose members began at start, each with a comma before it: the first of them becomes the brace.
func (e Encoding) close(dst []byte, start int, extra []Member) []byte {
	for i := range extra {
		dst = e.appendMember(dst, &extra[i])
	}
	dst[start] = '{'
	return append(dst, '}')
}
