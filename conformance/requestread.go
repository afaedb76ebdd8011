package conformance

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// RequestReading is what a [RequestJudge] read of a request while it judged, so that a receiver need not read it again.
// It is lenient, as a receiver must be: members that are unknown, absent or of another type do not keep the rest from
// being read. It is good until the Judgement judges the next request.
type RequestReading struct{ a *asking }

// Reading is what was read of the request that was judged last.
func (j *Judgement) Reading() RequestReading { return RequestReading{&j.request.asking} }

// ReadRequest reads the body of a request by itself; see [RequestReading.Request] and [RequestReading.Problem].
func ReadRequest(body string) (q callback.Request, problem string) {
	var a asking
	a.readRequest([]byte(body))
	r := RequestReading{&a}
	r.Request(body, &q)
	return q, r.Problem()
}

// Problem says what keeps a receiver from answering: that the body is no JSON object, has no array FriendItem, or has an
// element of it without a To_Account that is a string. It is "" for a request that can be answered.
func (r RequestReading) Problem() string {
	a := r.a
	switch {
	case !a.object && a.scan.Err() != nil:
		return "the body is not JSON: " + a.scan.Err().Error()
	case !a.object && a.shift > 0:
		return "the body begins with a byte order mark"
	case !a.object:
		return "the body is no JSON object"
	case a.top[askItems].kind != rawjson.Array:
		return "there is no array FriendItem"
	}
	for i := range a.friends {
		if !a.friends[i].named() {
			return "an element of FriendItem has no To_Account that is a string"
		}
	}
	return ""
}

// AppendAccounts appends the accounts that are asked about, in order. Text is the body; accounts that are spelt without
// escapes are parts of it.
func (r RequestReading) AppendAccounts(dst []string, text string) []string {
	if r.Readable() {
		for i := range r.a.friends {
			if f := &r.a.friends[i]; f.named() {
				dst = append(dst, r.a.spelling(&f.fields[friendAccount], text))
			}
		}
	}
	return dst
}

// Readable reports whether the body is a JSON object.
func (r RequestReading) Readable() bool { return r.a.object }

// Parameter is the first value of one of the parameters of the URL that the page has.
func (r RequestReading) Parameter(name string) string {
	for i, known := range paramNames {
		if known == name {
			return r.a.params[i].value
		}
	}
	return ""
}

// Request fills q with what could be read; members that could not are left as they are. Text is the body; texts that
// are spelt without escapes are parts of it.
func (r RequestReading) Request(text string, q *callback.Request) {
	a := r.a
	if !a.object {
		return
	}
	str := func(f *field, dst *string) {
		if f.kind == rawjson.String {
			*dst = a.spelling(f, text)
		}
	}
	str(&a.top[askCommand], &q.CallbackCommand)
	str(&a.top[askRequester], &q.RequesterAccount)
	str(&a.top[askFrom], &q.FromAccount)
	str(&a.top[askAddType], &q.Texts[callback.AddType])
	if a.force.readable() && !a.force.huge {
		q.Numbers[callback.Force] = a.force.value
	}
	if a.time.readable() && !a.time.huge {
		q.EventTime = a.time.value
	}
	if a.top[askItems].kind != rawjson.Array {
		return
	}
	q.Items = make([]callback.Item, 0, len(a.friends))
	for i := range a.friends {
		f := &a.friends[i]
		if !f.named() {
			continue
		}
		var item callback.Item
		str(&f.fields[friendAccount], &item.ToAccount)
		str(&f.fields[friendRemark], &item.Texts[callback.Remark])
		str(&f.fields[friendGroup], &item.Texts[callback.Group])
		str(&f.fields[friendSource], &item.Texts[callback.Source])
		str(&f.fields[friendWording], &item.Texts[callback.Wording])
		q.Items = append(q.Items, item)
	}
}
