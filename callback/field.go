package callback

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Field is a member of a request or of an item.
type Field struct {
	Name     string // on the wire
	Slot     Slot
	Kind     Kind
	Limit    int      // in bytes of UTF-8, of a KindTag in letters after its Prefix; 0 for none
	Prefix   string   // of a KindTag
	Values   []string // of a KindWord
	Default  string   // of a KindWord: what an absent one stands for; "" where nothing does
	Optional bool     // whether Chat sends an empty one or leaves it out is undocumented
	Short    string   // its name in expressions and scenario files, and, with hyphens, of its flag
	Doc      string   // what it is, in a few words
	OfItem   bool     // set by Define
}

// Slot is where a [Request] or an [Item] keeps a field. It stands for what the field means, whatever a webhook calls it.
type Slot uint8

// MaxOwn is how many fields a request, or an item, can have that not all webhooks have.
const MaxOwn = 6

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
	KindCode                // of an answer: 0, or one of the backend's own
	kinds
)

// JSON is how values of the kind are spelt.
func (k Kind) JSON() rawjson.Kind {
	switch k {
	case KindFlag, KindTime, KindCode:
		return rawjson.Number
	case KindItems:
		return rawjson.Array
	}
	return rawjson.String
}

// FieldsOf lists the fields of webhooks that people set and ask for, each once, whatever the webhooks call it: who and
// whom, what is said about each, and then of the whole.
func FieldsOf(webhooks ...*Webhook) []*Field {
	var list []*Field
	add := func(f *Field) {
		same := func(known *Field) bool { return known.Short == f.Short }
		if f.Kind != KindItems && (f.OfItem || f.Slot != Command) && !slices.ContainsFunc(list, same) {
			list = append(list, f)
		}
	}
	for _, w := range webhooks {
		for i := range w.Fields {
			add(&w.Fields[i])
		}
		for i := range w.Items {
			add(&w.Items[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *Field) int { return cmp.Compare(a.rank(), b.rank()) })
	return list
}

func (f *Field) rank() int {
	for i, s := range []Slot{From, To, Requester} {
		if f.Kind == KindAccount && f.Slot == s {
			return i
		}
	}
	switch {
	case f.OfItem:
		return 3
	case f.Slot == EventTime:
		return 5
	}
	return 4
}

// Flag is the name of the field on the command line.
func (f *Field) Flag() string { return strings.ReplaceAll(f.Short, "_", "-") }

// Words are the short forms of the field's Values, such as single for Add_Type_Single.
func (f *Field) Words() []string {
	var words []string
	for _, v := range f.Values {
		var b strings.Builder
		for i, c := range v[strings.LastIndexByte(v, '_')+1:] {
			if i > 0 && c >= 'A' && c <= 'Z' {
				b.WriteByte('-')
			}
			b.WriteRune(c | 0x20)
		}
		words = append(words, b.String())
	}
	return words
}

// Full is the value that a text is short for: one of Words, or the letters after Prefix. Any other is itself.
func (f *Field) Full(text string) string {
	switch i := slices.Index(f.Words(), text); {
	case i >= 0:
		return f.Values[i]
	case f.Prefix != "" && text != "" && !strings.HasPrefix(text, f.Prefix):
		return f.Prefix + text
	}
	return text
}

// Names are what webhooks call the field, each once.
func (f *Field) Names(webhooks ...*Webhook) []string {
	var names []string
	for _, w := range webhooks {
		for _, one := range FieldsOf(w) {
			if one.Short == f.Short && !slices.Contains(names, one.Name) {
				names = append(names, one.Name)
			}
		}
	}
	return names
}

// In is the field as the webhook has it, or nil.
func (f *Field) In(w *Webhook) *Field {
	own := w.fields[:]
	if f.OfItem {
		own = w.items[:]
	}
	if one := own[f.Slot]; one != nil && one.Short == f.Short {
		return one
	}
	return nil
}

// Text is what a request has in the field, in its item i where it is one of items; of a number its digits.
func (f *Field) Text(q *Request, i int) string {
	switch {
	case f.OfItem:
		return *q.Items[i].Text(f.Slot)
	case f.Kind.JSON() == rawjson.Number:
		return strconv.FormatInt(*q.Number(f.Slot), 10)
	}
	return *q.Text(f.Slot)
}

// Set changes the field of a request, in all its items where it is one of items. Who asks is also who initiates the
// request. A text that is no number leaves a number as it is.
func (f *Field) Set(q *Request, text string) {
	switch {
	case f.OfItem:
		for i := range q.Items {
			*q.Items[i].Text(f.Slot) = text
		}
	case f.Kind.JSON() == rawjson.Number:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			*q.Number(f.Slot) = n
		}
	case f.Slot == From:
		q.FromAccount, q.RequesterAccount = text, text
	default:
		*q.Text(f.Slot) = text
	}
}

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
