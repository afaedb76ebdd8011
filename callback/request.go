package callback

import (
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Request is the body of the callback (page, "Request fields"). Field names are the page's without underscores.
type Request struct {
	CallbackCommand  string       // Command
	RequesterAccount string       // who initiates the request
	FromAccount      string       // who asks to add a friend
	FriendItem       []FriendItem // whom; client SDKs send one at a time
	AddType          string       // AddTypeSingle or AddTypeBoth
	ForceAddFlags    int64        // 1 when an admin forces the friend, else 0
	EventTime        int64        // Unix time in milliseconds
	Extra            []Member     // members that the page does not list, as they came
}

// FriendItem is one user to be added as a friend.
type FriendItem struct {
	ToAccount  string
	Remark     string
	GroupName  string
	AddSource  string
	AddWording string
	Extra      []Member
}

// Member is a member of a JSON object that the contract does not know: its name, and its value as JSON text.
type Member struct {
	Name  string
	Value string
}

// Accounts lists the accounts that the request asks about, in its order, repeats included.
func (q *Request) Accounts() []string {
	ids := make([]string, len(q.FriendItem))
	for i := range q.FriendItem {
		ids[i] = q.FriendItem[i].ToAccount
	}
	return ids
}

// Style is the order and spacing in which a request is written.
type Style uint8

const (
	// Wire is how captured callbacks look: compact, members and parameters in ASCII order at every level, a RequestId
	// in the URL. Observed, not documented.
	Wire Style = iota
	// Documented is how the page prints its sample: logical order, a blank after each colon.
	Documented
)

// Encoding says how a request is spelt.
type Encoding struct {
	Style Style
	// OmitEmpty leaves out Remark, GroupName, AddSource and AddWording where they are empty. Whether Chat omits or
	// sends empty ones is undocumented.
	OmitEmpty bool
}

// Append appends the request as JSON text to dst. It does not allocate when dst has room, the texts are UTF-8 and there
// is no Extra. Bytes that are not UTF-8 become U+FFFD. In Wire style Extra members are sorted into their places, in
// Documented style they come last.
func (e Encoding) Append(dst []byte, q *Request) []byte {
	if e == (Encoding{}) && len(q.Extra) == 0 {
		return appendWire(dst, q)
	}
	o := e.open(dst, q.Extra)
	if e.Style == Wire {
		o.str(`"AddType":"`, q.AddType)
		o.str(`"CallbackCommand":"`, q.CallbackCommand)
		o.num(`"EventTime":`, q.EventTime)
		o.num(`"ForceAddFlags":`, q.ForceAddFlags)
		o.items(q.FriendItem)
		o.str(`"From_Account":"`, q.FromAccount)
		o.str(`"Requester_Account":"`, q.RequesterAccount)
		return o.close()
	}
	o.str(`"CallbackCommand":"`, q.CallbackCommand)
	o.str(`"Requester_Account":"`, q.RequesterAccount)
	o.str(`"From_Account":"`, q.FromAccount)
	o.items(q.FriendItem)
	o.str(`"AddType":"`, q.AddType)
	o.num(`"ForceAddFlags":`, q.ForceAddFlags)
	o.num(`"EventTime":`, q.EventTime)
	return o.close()
}

func (e Encoding) appendItem(dst []byte, f *FriendItem) []byte {
	o := e.open(dst, f.Extra)
	if e.Style == Wire {
		o.optional(`"AddSource":"`, f.AddSource)
		o.optional(`"AddWording":"`, f.AddWording)
		o.optional(`"GroupName":"`, f.GroupName)
		o.optional(`"Remark":"`, f.Remark)
		o.str(`"To_Account":"`, f.ToAccount)
		return o.close()
	}
	o.str(`"To_Account":"`, f.ToAccount)
	o.optional(`"Remark":"`, f.Remark)
	o.optional(`"GroupName":"`, f.GroupName)
	o.optional(`"AddSource":"`, f.AddSource)
	o.optional(`"AddWording":"`, f.AddWording)
	return o.close()
}

// object appends the members of one JSON object, each with a comma after it; close makes the last one a brace. A key
// given to its methods is a name in its quotes with all up to the value: the colon, and the quote of a string.
type object struct {
	Encoding
	dst   []byte
	extra []Member // still to be written
}

func (e Encoding) open(dst []byte, extra []Member) object {
	if e.Style == Wire && !slices.IsSortedFunc(extra, byName) {
		extra = slices.Clone(extra) // the caller's order is the caller's
		slices.SortStableFunc(extra, byName)
	}
	return object{e, append(dst, '{'), extra}
}

func byName(a, b Member) int { return strings.Compare(a.Name, b.Name) }

func (o *object) close() []byte {
	for len(o.extra) > 0 {
		o.member()
	}
	o.dst[len(o.dst)-1] = '}'
	return o.dst
}

// member writes the next of the extra members.
func (o *object) member() {
	m := o.extra[0]
	o.extra = o.extra[1:]
	o.dst = append(rawjson.AppendString(o.dst, m.Name), ':')
	if o.Style == Documented {
		o.dst = append(o.dst, ' ')
	}
	o.dst = append(append(o.dst, m.Value...), ',')
}

// key writes a key, after the extra members that come before it.
func (o *object) key(key string) {
	if len(o.extra) > 0 && o.Style == Wire {
		name, _, _ := strings.Cut(key[1:], `"`)
		for len(o.extra) > 0 && o.extra[0].Name < name {
			o.member()
		}
	}
	if o.Style == Wire {
		o.dst = append(o.dst, key...)
		return
	}
	colon := strings.IndexByte(key, ':') + 1
	o.dst = append(append(o.dst, key[:colon]...), ' ')
	o.dst = append(o.dst, key[colon:]...)
}

func (o *object) str(key, value string) {
	o.key(key)
	o.dst = append(rawjson.AppendText(o.dst, value), '"', ',')
}

func (o *object) optional(key, value string) {
	if value != "" || !o.OmitEmpty {
		o.str(key, value)
	}
}

func (o *object) num(key string, value int64) {
	o.key(key)
	o.dst = append(strconv.AppendInt(o.dst, value, 10), ',')
}

func (o *object) items(items []FriendItem) {
	o.key(`"FriendItem":`)
	o.dst = append(o.dst, '[')
	for i := range items {
		if i > 0 {
			o.dst = append(o.dst, ',')
		}
		o.dst = o.appendItem(o.dst, &items[i])
	}
	o.dst = append(o.dst, "],"...)
}
