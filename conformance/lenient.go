package conformance

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// Lenient is an answer's body read leniently: what somebody who only wants to know the decision makes of it.
type Lenient struct {
	Status, Info string
	Code         int64
	HasCode      bool // ErrorCode is a whole number, however spelt
	Items        []LenientItem
}

// LenientItem is one item of the answer.
type LenientItem struct {
	Account, Info string
	Code          int64
	HasCode       bool
}

// ReadLenient reads a body as far as it can be read, whatever is wrong with it.
func ReadLenient(body []byte) Lenient {
	var r read.Answer
	r.Open(&exchange.Exchange{Answer: http1.Answer{Body: body}}, read.Question{})
	text := func(f *read.Field) string {
		if f.Kind != rawjson.String {
			return ""
		}
		return string(r.Value(f))
	}
	g := Lenient{
		Status: text(&r.Top[read.TopStatus]), Info: text(&r.Top[read.TopInfo]), Code: r.Code.Value, HasCode: r.Code.Readable() && !r.Code.Huge,
	}
	for i := range r.Items {
		if it := &r.Items[i]; it.Kind == rawjson.Object {
			g.Items = append(g.Items, LenientItem{
				text(&it.Fields[read.ItemAccount]), text(&it.Fields[read.ItemInfo]), it.Code.Value, it.Code.Readable() && !it.Code.Huge,
			})
		}
	}
	return g
}

// Accounts are those of the items, in their order.
func (l *Lenient) Accounts() []string {
	ids := make([]string, len(l.Items))
	for i := range l.Items {
		ids[i] = l.Items[i].Account
	}
	return ids
}
