package read

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// Problem says what keeps a receiver from answering: that the body is no JSON object, has no array of items, or has an item
// without an account that is a string. It is "" for a request that can be answered.
func (a *Request) Problem() string {
	switch {
	case !a.Object && a.Scan.Err() != nil:
		return "the body is not JSON: " + a.Scan.Err().Error()
	case !a.Object && a.Shift > 0:
		return "the body begins with a byte order mark"
	case !a.Object:
		return "the body is no JSON object"
	case a.Top[callback.ItemList].Kind != rawjson.Array:
		return "there is no array " + a.Hook.ItemList()
	}
	for i := range a.Items {
		if !a.Items[i].Named() {
			return "an element of " + a.Hook.ItemList() + " has no " + a.Hook.Item(callback.To).Name + " that is a string"
		}
	}
	return ""
}

// AppendAccounts appends the accounts that are asked about, in order. Text is the body; accounts that are spelt without
// escapes are parts of it.
func (a *Request) AppendAccounts(dst []string, text string) []string {
	for i := range a.Items {
		if item := &a.Items[i]; a.Object && item.Named() {
			dst = append(dst, a.Spelling(item.Account(), text))
		}
	}
	return dst
}

// Parameter is the first value of one of the parameters of the URL that the page has.
func (a *Request) Parameter(name string) string {
	for i, known := range ParamNames {
		if known == name {
			return a.Params[i].Value
		}
	}
	return ""
}

// Fill fills q with what could be read; members that could not are left as they are. Text is the body; texts that
// are spelt without escapes are parts of it.
func (a *Request) Fill(text string, q *callback.Request) {
	if !a.Object {
		return
	}
	q.Webhook = a.Hook
	for i := range a.Hook.Fields {
		f := &a.Hook.Fields[i]
		switch of := &a.Top[f.Slot]; f.Kind.JSON() {
		case rawjson.String:
			a.copyText(of, text, q.Text(f.Slot))
		case rawjson.Number:
			if n := a.Number(f.Slot); n.Readable() && !n.Huge {
				*q.Number(f.Slot) = n.Value
			}
		}
	}
	if a.Top[callback.ItemList].Kind != rawjson.Array {
		return
	}
	q.Items = make([]callback.Item, 0, len(a.Items))
	for i := range a.Items {
		if !a.Items[i].Named() {
			continue
		}
		q.Items = append(q.Items, callback.Item{})
		item := &q.Items[len(q.Items)-1]
		for k := range a.Hook.Items {
			slot := a.Hook.Items[k].Slot
			a.copyText(&a.Items[i].Fields[slot], text, item.Text(slot))
		}
	}
}

// copyText sets dst to the text of a member that is one.
func (a *Request) copyText(f *Field, text string, dst *string) {
	if f.Kind == rawjson.String {
		*dst = a.Spelling(f, text)
	}
}
