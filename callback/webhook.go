package callback

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Webhook describes one of Chat's webhooks: everything about it that is not the same for all. The commands, the judge,
// the expressions and the scenarios derive their names from it, so that adding a webhook is adding one value.
type Webhook struct {
	Command string  // the value of CallbackCommand, in the URL and in the body
	Title   string  // of the page
	Fields  []Field // the members of a request, in the page's order
	Items   []Field // the members of one of its items, in the page's order
	Sample  string  // the request that the page prints, byte for byte

	// Asks is a sentence for one item, such as "{from} asks to add {to}", and About one for {n} of them. They are texts of
	// package language, and stand in its catalogue.txt under the command for other languages.
	Asks, About string
	// Unwanted is From or To: the one of the two who may have to be kept away. The other one is protected.
	Unwanted Slot
	// Harmless is what an item says that makes nobody a friend, whatever is answered: such an item cannot leak. Zero is
	// nothing.
	Harmless Words

	item           string // name of the member that holds the items
	fields, items  [MaxSlots]*Field
	keys, itemKeys [2][]key // by Style, in the order of that style
	byKind         [kinds][]*Field
}

// Words are the text of a field.
type Words struct {
	Slot Slot
	Text string
}

// Define completes a description. It must be called before the webhook is used.
func Define(w Webhook) *Webhook {
	for i := range w.Fields {
		f := &w.Fields[i]
		w.fields[f.Slot] = f
		w.byKind[f.Kind] = append(w.byKind[f.Kind], f)
		if f.Kind == KindItems {
			w.item = f.Name
		}
	}
	for i := range w.Items {
		w.Items[i].OfItem = true
		w.byKind[w.Items[i].Kind] = append(w.byKind[w.Items[i].Kind], &w.Items[i])
		w.items[w.Items[i].Slot] = &w.Items[i]
	}
	w.keys, w.itemKeys = keysOf(w.Fields), keysOf(w.Items)
	return &w
}

// Pair names the two of an item, the unwanted one first, or the one of them that is known.
func (w *Webhook) Pair(from, to string) string {
	switch {
	case from == "" || to == "":
		return from + to
	case w.Unwanted == To:
		return to + " → " + from
	}
	return from + " → " + to
}

// MakesNobodyFriends reports whether an item is harmless, whatever is answered.
func (w *Webhook) MakesNobodyFriends(item *Item) bool {
	return w.Harmless.Text != "" && *item.Text(w.Harmless.Slot) == w.Harmless.Text
}

// Equal reports whether the two are the same webhook.
func (w *Webhook) Equal(other *Webhook) bool { return w.OrFirst() == other.OrFirst() }

// OrFirst is the webhook, or PrevFriendAdd for nil.
func (w *Webhook) OrFirst() *Webhook {
	if w == nil {
		return PrevFriendAdd
	}
	return w
}

// Field is the field of a request in a slot, or nil where the webhook has none.
func (w *Webhook) Field(s Slot) *Field { return w.fields[s] }

// Item is the field of an item in a slot, or nil where the webhook has none.
func (w *Webhook) Item(s Slot) *Field { return w.items[s] }

// OfKind lists the fields of a kind, those of items last. It is not to be changed.
func (w *Webhook) OfKind(k Kind) []*Field { return w.byKind[k] }

// ItemList is the name of the member that holds the items.
func (w *Webhook) ItemList() string { return w.item }

// Webhooks lists the webhooks that are known.
func Webhooks() []*Webhook { return slices.Clone(webhooks[:]) }

// Commands lists the commands of the webhooks that are known.
func Commands() []string {
	var names []string
	for _, w := range webhooks {
		names = append(names, w.Command)
	}
	return names
}

// Named is the webhook with this command, or nil.
func Named(command string) *Webhook { return named(command) }

func named[S string | []byte](command S) *Webhook {
	for _, w := range webhooks {
		if w.Command == string(command) {
			return w
		}
	}
	return nil
}

// Of is the webhook that the body of a request is of: the one whose command it has, else the one whose items it has,
// else the first.
func Of(body []byte) *Webhook {
	var byItems *Webhook
	var s rawjson.Scanner // on the stack, as it is not in members
	s.Reset(body)
	if s.Kind() != rawjson.Object {
		return webhooks[0]
	}
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		name := plain(s.Key())
		if string(name) == ParamCallbackCommand && s.Kind() == rawjson.String {
			if w := named(textOf(&s)); w != nil {
				return w
			}
			continue
		}
		for _, w := range webhooks {
			if byItems == nil && w.item == string(name) {
				byItems = w
			}
		}
		s.Skip()
	}
	return cmp.Or(byItems, webhooks[0])
}

// members calls read for each member of a body that is a JSON object, by its name without escapes, until it returns false. It
// need not read the value. The result is whether the body is such an object to its end.
func members(body []byte, read func(name []byte, s *rawjson.Scanner) bool) bool {
	var s rawjson.Scanner
	s.Reset(body)
	if s.Kind() != rawjson.Object {
		return false
	}
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		at := s.Offset()
		if !read(plain(s.Key()), &s) {
			return false
		}
		if s.Offset() == at {
			s.Skip()
		}
	}
	return s.End() == nil
}

// textOf is the string that comes next.
func textOf(s *rawjson.Scanner) []byte {
	spelt, _ := s.String()
	return plain(spelt)
}

func plain(spelt []byte) []byte {
	if bytes.IndexByte(spelt, '\\') < 0 {
		return spelt
	}
	return rawjson.Unescape(nil, spelt)
}

// Lookup finds the field with this name, or returns nil.
func Lookup[S string | []byte](fields []Field, name S) *Field {
	for i := range fields {
		if fields[i].Name == string(name) {
			return &fields[i]
		}
	}
	return nil
}
