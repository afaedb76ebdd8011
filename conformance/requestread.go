package conformance

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// RequestReading is what a [RequestJudge] read of a request while it judged, so that a receiver need not read it again.
// It is lenient, as a receiver must be: members that are unknown, absent or of another type do not keep the rest from
// being read. It is good until the Judgement judges the next request.
type RequestReading struct{ a *read.Request }

// Reading is what was read of the request that was judged last.
func (j *Judgement) Reading() RequestReading { return RequestReading{&j.request.Request} }

// ReadRequest reads the body of a request by itself; see [RequestReading.Request] and [RequestReading.Problem].
func ReadRequest(body string) (q callback.Request, problem string) {
	var a read.Request
	a.ReadRequest([]byte(body))
	r := RequestReading{&a}
	r.Request(body, &q)
	return q, r.Problem()
}

// Problem says what keeps a receiver from answering: that the body is no JSON object, has no array of items, or has an item
// without an account that is a string. It is "" for a request that can be answered.
func (r RequestReading) Problem() string {
	a := r.a
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
func (r RequestReading) AppendAccounts(dst []string, text string) []string {
	if r.Readable() {
		for i := range r.a.Items {
			if item := &r.a.Items[i]; item.Named() {
				dst = append(dst, r.a.Spelling(item.Account(), text))
			}
		}
	}
	return dst
}

// Readable reports whether the body is a JSON object.
func (r RequestReading) Readable() bool { return r.a.Object }

// Parameter is the first value of one of the parameters of the URL that the page has.
func (r RequestReading) Parameter(name string) string {
	for i, known := range read.ParamNames {
		if known == name {
			return r.a.Params[i].Value
		}
	}
	return ""
}

// Request fills q with what could be read; members that could not are left as they are. Text is the body; texts that
// are spelt without escapes are parts of it.
func (r RequestReading) Request(text string, q *callback.Request) {
	a := r.a
	if !a.Object {
		return
	}
	q.Webhook = a.Hook
	for i := range a.Hook.Fields {
		f := &a.Hook.Fields[i]
		switch of := &a.Top[f.Slot]; f.Kind.JSON() {
		case rawjson.String:
			r.copyText(of, text, q.Text(f.Slot))
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
			r.copyText(&a.Items[i].Fields[slot], text, item.Text(slot))
		}
	}
}

// copyText sets dst to the text of a member that is one.
func (r RequestReading) copyText(f *read.Field, text string, dst *string) {
	if f.Kind == rawjson.String {
		*dst = r.a.Spelling(f, text)
	}
}
