package explore

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/scenarios"
)

// legal is a request that Chat could send: every field within its limits, spelt in one of the two styles. It is drawn
// over the whole of what is legal, not over what is likely.
type legal struct {
	body      callback.Request
	encoding  callback.Encoding
	platform  string
	clientIP  string
	requestID string // "" for none
}

// drawLegal draws a legal request of a webhook. Equal streams give equal requests.
func drawLegal(r *rand.Rand, w *callback.Webhook) legal {
	l := legal{
		body: callback.Request{
			Webhook: w, CallbackCommand: w.Command, FromAccount: drawAccount(r),
			EventTime: 1262304000000 + r.Int64N(2000000000000), // from 2010 to 2073
		},
		encoding: callback.Encoding{Style: callback.Style(r.IntN(2)), OmitEmpty: r.IntN(2) == 0},
		platform: pick(r, callback.Platforms()[1:]), // not RESTAPI, which never comes
		clientIP: fmt.Sprintf("%d.%d.%d.%d", 1+r.IntN(223), r.IntN(256), r.IntN(256), 1+r.IntN(254)),
	}
	l.body.RequesterAccount = l.body.FromAccount
	if r.IntN(8) == 0 {
		l.body.RequesterAccount = drawAccount(r)
	}
	for i := range w.Fields {
		if f := &w.Fields[i]; f.Kind == callback.KindWord {
			f.Set(&l.body, drawValue(r, f))
		}
	}
	if r.IntN(2) == 0 {
		l.requestID = fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), r.IntN(1<<12), r.Uint64()>>16)
	}
	seen := map[string]bool{}
	for range drawCount(r) {
		var item callback.Item
		for i := range w.Items {
			*item.Text(w.Items[i].Slot) = drawValue(r, &w.Items[i])
		}
		if !seen[item.ToAccount] {
			seen[item.ToAccount] = true
			l.body.Items = append(l.body.Items, item)
		}
	}
	return l
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// drawCount is mostly one friend, as from client SDKs, and sometimes many.
func drawCount(r *rand.Rand) int {
	switch n := r.IntN(10); {
	case n < 5:
		return 1
	case n < 9:
		return 2 + r.IntN(4)
	}
	return 6 + r.IntN(25)
}

// drawValue draws a legal value of a field.
func drawValue(r *rand.Rand, f *callback.Field) string {
	switch f.Kind {
	case callback.KindAccount:
		return drawAccount(r)
	case callback.KindWord:
		if r.IntN(3) == 0 {
			return pick(r, f.Values[1:])
		}
		return f.Values[0]
	case callback.KindTag:
		return f.Prefix + drawLetters(r, 1+r.IntN(f.Limit))
	}
	return drawText(r, f.Limit)
}

func drawLetters(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[r.IntN(52)]
	}
	return string(b)
}

// drawAccount is 1 to 32 bytes of printable ASCII: mostly plain letters, sometimes anything that is allowed.
func drawAccount(r *rand.Rand) string {
	if r.IntN(40) == 0 { // what objects have before anybody put it there
		return pick(r, []string{"constructor", "__proto__", "toString", "hasOwnProperty"})
	}
	n := 1 + r.IntN(callback.MaxAccountBytes)
	if r.IntN(6) == 0 {
		n = callback.MaxAccountBytes
	}
	letters := pick(r, []string{
		"abcdefghijklmnopqrstuvwxyz0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", "0123456789",
		` !"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\]^_` + "`abcxyz{|}~",
	})
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[r.IntN(len(letters))]
	}
	return string(b)
}

// drawText is a text of at most limit bytes of UTF-8, in one of several scripts, often empty, sometimes as long as can be.
func drawText(r *rand.Rand, limit int) string {
	if r.IntN(4) == 0 {
		return ""
	}
	words := pick(r, [][]string{
		{"hi", "it", "is", "me", "from", "the", "climbing", "gym", "\"quoted\"", "a/b", `\n`},
		{"你好", "我是", "小明", "朋友", "介绍", "，", "加个好友吧"},
		{"こんにちは", "はじめまして", "。"},
		{"مرحبا", "صديق", "جديد"},
		{"привет", "как", "дела"},
		{"👋", "👩‍👩‍👧‍👦", "🙏🏽", "é", "à̖"},
		{"<b>", "&amp;", "'", "--", "{}", "[]", "null", "0", "%20", "\t", "\u2028"},
	})
	most := 1 + r.IntN(limit)
	if r.IntN(5) == 0 {
		most = limit
	}
	var b strings.Builder
	for {
		word := pick(r, words)
		if b.Len() > 0 {
			word = " " + word
		}
		if b.Len()+len(word) > most {
			break
		}
		b.WriteString(word)
	}
	for b.Len() < most && most == limit {
		b.WriteByte('.')
	}
	return b.String()
}

// Request spells the legal request.
func legalRequest(t *scenarios.CaseRun, l *legal) *scenarios.Request {
	r := t.Suite.WithBody(l.encoding.Append(nil, &l.body))
	r.Style = l.encoding.Style
	r.Query = l.body.Hook().Query(t.Suite.AppID, l.clientIP, l.platform)
	if l.requestID != "" {
		r.Query = r.Query.Set(callback.ParamRequestID, l.requestID)
	}
	return r
}
