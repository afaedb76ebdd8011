package callback

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Webhook describes one of Chat's webhooks: everything about it that is not the same for all. The commands, the judge,
// the expressions and the scenarios derive their names from it, so that adding a webhook is adding one value.
type Webhook struct {
	Command string  // the value of CallbackCommand, in the URL and in the body
	Fields  []Field // the members of a request, in the page's order
	Items   []Field // the members of one of its items, in the page's order
	Sample  string  // the request that the page prints, byte for byte

	// Asks is what From_Account does with To_Account, such as "asks to add".
	Asks string
	// Unwanted is From or To: the one of the two who may have to be kept away. The other one is protected.
	Unwanted Slot
	// Harmless is what an item says that makes nobody a friend, whatever is answered: such an item cannot leak. A zero
	// Harmless is never said.
	Harmless struct {
		Slot Slot
		Text string
	}

	item               string // name of the member that holds the items
	fields, items      [MaxSlots]*Field
	keys, itemKeys     [2][]key // by Style, in the order of that style
	byName, itemByName nameIndex
}

// Field is a member of a request or of an item.
type Field struct {
	Name     string // on the wire
	Slot     Slot
	Kind     Kind
	Limit    int      // in bytes of UTF-8, of a KindTag in letters after its Prefix; 0 for none
	Prefix   string   // of a KindTag
	Values   []string // of a KindWord, the default first
	Optional bool     // whether Chat sends an empty one or leaves it out is undocumented
	Short    string   // its name in expressions and scenario files, and, with hyphens, of its flag
	Doc      string   // what it is, in a few words
}

// Flag is the name of the field on the command line.
func (f *Field) Flag() string { return strings.ReplaceAll(f.Short, "_", "-") }

// Slot is where a [Request] or an [Item] keeps a field. It stands for what the field means, whatever a webhook calls it.
type Slot uint8

// The slots of what only some webhooks have in a request.
const (
	AddType Slot = iota
	Force
)

// The slots of what all webhooks have in a request.
const (
	Command Slot = MaxOwn + iota
	Requester
	From
	ItemList
	EventTime
	MaxSlots = MaxOwn + iota
)

// The slots of what only some webhooks have in an item, and of what all have.
const (
	Remark Slot = iota
	Group
	Source
	Wording

	To Slot = MaxOwn
)

// MaxOwn is how many fields a request, or an item, can have that not all webhooks have.
const MaxOwn = 6

// Kind is what the values of a field are.
type Kind uint8

// The kinds.
const (
	KindText    Kind = iota // any text
	KindAccount             // a UserID
	KindWord                // one of the field's Values
	KindTag                 // the field's Prefix, and letters
	KindFlag                // 0 or 1
	KindTime                // Unix time in milliseconds
	KindItems               // the array of items
)

// JSON is how values of the kind are spelt.
func (k Kind) JSON() rawjson.Kind {
	switch k {
	case KindFlag, KindTime:
		return rawjson.Number
	case KindItems:
		return rawjson.Array
	}
	return rawjson.String
}

// Define completes a description. It must be called before the webhook is used.
func Define(w Webhook) *Webhook {
	for i := range w.Fields {
		f := &w.Fields[i]
		w.fields[f.Slot] = f
		if f.Kind == KindItems {
			w.item = f.Name
		}
	}
	for i := range w.Items {
		w.items[w.Items[i].Slot] = &w.Items[i]
	}
	w.keys, w.itemKeys = keysOf(w.Fields), keysOf(w.Items)
	w.byName, w.itemByName = indexed(w.Fields), indexed(w.Items)
	return &w
}

// Equal reports whether the two are the same webhook.
func (w *Webhook) Equal(other *Webhook) bool { return w.orFirst() == other.orFirst() }

func (w *Webhook) orFirst() *Webhook {
	if w == nil {
		return PrevFriendAdd
	}
	return w
}

// Field is the field of a request in a slot, or nil where the webhook has none.
func (w *Webhook) Field(s Slot) *Field { return w.fields[s] }

// Item is the field of an item in a slot, or nil where the webhook has none.
func (w *Webhook) Item(s Slot) *Field { return w.items[s] }

// ItemList is the name of the member that holds the items.
func (w *Webhook) ItemList() string { return w.item }

// Webhooks lists the webhooks that are known.
func Webhooks() []*Webhook { return slices.Clone(webhooks[:]) }

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

// nameIndex finds fields by their names.
type nameIndex struct {
	names  []string
	fields []Field
}

func indexed(fields []Field) nameIndex {
	x := nameIndex{fields: fields}
	for i := range fields {
		x.names = append(x.names, fields[i].Name)
	}
	return x
}

func (x *nameIndex) lookup(name []byte) *Field {
	for i, known := range x.names {
		if known == string(name) {
			return &x.fields[i]
		}
	}
	return nil
}

// Lookup finds the field of a request with this name, or returns nil.
func (w *Webhook) Lookup(name []byte) *Field { return w.byName.lookup(name) }

// LookupItem finds the field of an item with this name, or returns nil.
func (w *Webhook) LookupItem(name []byte) *Field { return w.itemByName.lookup(name) }

// Check reports what keeps text from being a value of the field, or "" if nothing does.
func (f *Field) Check(text string) string {
	switch {
	case f.Kind == KindAccount:
		return ValidAccount(text)
	case f.Kind == KindWord && !slices.Contains(f.Values, text):
		return "is not " + strings.Join(f.Values, " or ")
	case f.Kind == KindTag && text != "":
		return f.checkTag(text)
	case f.Kind == KindText && f.Limit > 0 && len(text) > f.Limit:
		return fmt.Sprintf("is longer than %d bytes", f.Limit)
	}
	return ""
}

func (f *Field) checkTag(text string) string {
	letters, ok := strings.CutPrefix(text, f.Prefix)
	switch {
	case !ok:
		return "does not start with " + f.Prefix
	case letters == "" || len(letters) > f.Limit:
		return fmt.Sprintf("has not 1 to %d letters after %s", f.Limit, f.Prefix)
	}
	for i := range len(letters) {
		if c := letters[i] | 0x20; c < 'a' || c > 'z' {
			return "has something other than letters after " + f.Prefix
		}
	}
	return ""
}
