package callback

import (
	"bytes"
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
	var s rawjson.Scanner
	s.Reset(body)
	if s.Kind() != rawjson.Object {
		return webhooks[0]
	}
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		key := s.Key()
		if bytes.IndexByte(key, '\\') >= 0 {
			key = rawjson.Unescape(nil, key)
		}
		if string(key) == ParamCallbackCommand && s.Kind() == rawjson.String {
			command, _ := s.String()
			if bytes.IndexByte(command, '\\') >= 0 {
				command = rawjson.Unescape(nil, command)
			}
			if w := named(command); w != nil {
				return w
			}
			continue
		}
		for _, w := range webhooks {
			if byItems == nil && w.item == string(key) {
				byItems = w
			}
		}
		s.Skip()
	}
	if byItems != nil {
		return byItems
	}
	return webhooks[0]
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
