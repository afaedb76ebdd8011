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

// Problem says what keeps a receiver from answering: that the body is no JSON object, has no array FriendItem, or has an
// element of it without a To_Account that is a string. It is "" for a request that can be answered.
func (r RequestReading) Problem() string {
	a := r.a
	switch {
	case !a.Object && a.Scan.Err() != nil:
		return "the body is not JSON: " + a.Scan.Err().Error()
	case !a.Object && a.Shift > 0:
		return "the body begins with a byte order mark"
	case !a.Object:
		return "the body is no JSON object"
	case a.Top[read.TopFriends].Kind != rawjson.Array:
		return "there is no array FriendItem"
	}
	for i := range a.Friends {
		if !a.Friends[i].Named() {
			return "an element of FriendItem has no To_Account that is a string"
		}
	}
	return ""
}

// AppendAccounts appends the accounts that are asked about, in order. Text is the body; accounts that are spelt without
// escapes are parts of it.
func (r RequestReading) AppendAccounts(dst []string, text string) []string {
	if r.Readable() {
		for i := range r.a.Friends {
			if f := &r.a.Friends[i]; f.Named() {
				dst = append(dst, r.a.Spelling(&f.Fields[read.FriendAccount], text))
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
	str := func(f *read.Field, dst *string) {
		if f.Kind == rawjson.String {
			*dst = a.Spelling(f, text)
		}
	}
	str(&a.Top[read.TopCommand], &q.CallbackCommand)
	str(&a.Top[read.TopRequester], &q.RequesterAccount)
	str(&a.Top[read.TopFrom], &q.FromAccount)
	str(&a.Top[read.TopAddType], &q.Texts[callback.AddType])
	if a.Force.Readable() && !a.Force.Huge {
		q.Numbers[callback.Force] = a.Force.Value
	}
	if a.Time.Readable() && !a.Time.Huge {
		q.EventTime = a.Time.Value
	}
	if a.Top[read.TopFriends].Kind != rawjson.Array {
		return
	}
	q.Items = make([]callback.Item, 0, len(a.Friends))
	for i := range a.Friends {
		f := &a.Friends[i]
		if !f.Named() {
			continue
		}
		var item callback.Item
		str(&f.Fields[read.FriendAccount], &item.ToAccount)
		str(&f.Fields[read.FriendRemark], &item.Texts[callback.Remark])
		str(&f.Fields[read.FriendGroup], &item.Texts[callback.Group])
		str(&f.Fields[read.FriendSource], &item.Texts[callback.Source])
		str(&f.Fields[read.FriendWording], &item.Texts[callback.Wording])
		q.Items = append(q.Items, item)
	}
}
