package spec

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/scenarios"
)

// build makes a request of the sample and what the specs change in it, one after the other.
func build(t *scenarios.CaseRun, specs ...requestSpec) (*scenarios.Request, error) {
	q := t.SampleAbout(t.SampleAccounts()...)
	if slices.ContainsFunc(specs, func(s requestSpec) bool { return s.Page }) {
		q = t.Suite.PageSample()
	}
	style := callback.Documented
	for i := range specs {
		specs[i].fields(t, q)
		if specs[i].Style == "wire" {
			style = callback.Wire
		} else if specs[i].Style != "" {
			style = callback.Documented
		}
	}
	r := t.Spell(q, style)
	for i := range specs {
		if err := specs[i].apply(t, r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// fields writes the typed fields over a request.
func (spec *requestSpec) fields(t *scenarios.CaseRun, q *callback.Request) {
	switch {
	case spec.Friends != nil:
		q.Items = t.Suite.Items(t.OwnAccounts(*spec.Friends)...)
	case spec.To != nil:
		q.Items = t.Suite.Items(spec.To...)
	}
	for _, f := range callback.FieldsOf(q.Hook()) {
		if text, ok := spec.Fields[f.Short]; ok {
			f.Set(q, text) // what is no number was refused when it was read
		}
	}
}

// sets reports whether the spec says what is in a field of the request.
func (spec *requestSpec) sets(s callback.Slot) bool {
	_, ok := spec.Fields[callback.PrevFriendAdd.Field(s).Short]
	return ok
}

// apply writes the rest over a request: body, URL, headers.
func (spec *requestSpec) apply(t *scenarios.CaseRun, r *scenarios.Request) error {
	if spec.Body != nil {
		r.Body = []byte(*spec.Body)
	}
	var err error
	if r.Body, err = rawjson.Patch(r.Body, spec.operations(t.Suite.Hook())); err != nil {
		return fmt.Errorf("json_patch: %w", err)
	}
	if spec.Encode != "" {
		r.Body = encoded(r.Body, spec.Encode)
	}
	if spec.Hold > 0 {
		r.Write = func(msg *delivery.Message, head, body []byte) {
			msg.Put(head)
			msg.Add(spec.Hold, body)
		}
	}
	if spec.Sign != nil {
		r.Sign = spec.Sign.signer()
	}
	gone := spec.WithoutQuery
	for _, name := range slices.Sorted(maps.Keys(spec.Query)) {
		switch value := spec.Query[name]; {
		case value == absent:
			gone = append(gone, name)
		case name == callback.ParamSign || name == callback.ParamRequestTime:
			r.Sign = scenarios.SignedThen(r.Sign, func(q callback.Query) callback.Query { return q.Set(name, value) })
		default:
			r.Query = r.Query.Set(name, value)
		}
	}
	for _, name := range gone {
		r.Query = r.Query.Del(name)
		r.Sign = scenarios.SignedThen(r.Sign, func(q callback.Query) callback.Query { return q.Del(name) })
	}
	if spec.QueryOrder != "" {
		r.Order = exchange.Order(spec.QueryOrder)
	}
	if spec.RawQuery != nil {
		r.RawQuery = spec.RawQuery
	}
	if spec.Method != "" {
		r.Head.Method = spec.Method
		r.NoBody = spec.Method == "HEAD"
	}
	for _, name := range slices.Sorted(maps.Keys(spec.Headers)) {
		if spec.Headers[name] == absent {
			r.Head.Without = append(r.Head.Without, name)
			continue
		}
		scenarios.SetHeader(&r.Head, name, spec.Headers[name])
	}
	r.Head.Without = append(r.Head.Without, spec.WithoutHeaders...)
	if spec.RawHTTP != nil {
		r.Raw = rawHTTP(*spec.RawHTTP)
		r.NoBody = strings.HasPrefix(*spec.RawHTTP, "HEAD ")
	}
	return nil
}

// encoded is a body of UTF-8 as something else.
func encoded(body []byte, as string) []byte {
	var b bytes.Buffer
	switch as {
	case "bom":
		b.WriteString("\ufeff")
		b.Write(body)
	case "utf-16":
		_ = binary.Write(&b, binary.LittleEndian, utf16.Encode([]rune("\ufeff"+string(body)))) // a buffer takes everything
	case "latin-1":
		for _, r := range string(body) {
			b.WriteByte(byte(r))
		}
	case "gzip":
		w := gzip.NewWriter(&b)
		_, _ = w.Write(body)
		_ = w.Close()
	}
	return b.Bytes()
}

// rawHTTP gives the head its line ends: up to the first empty line they become CRLF, the rest stays as it is.
func rawHTTP(text string) []byte {
	head, body, found := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n")
	head = strings.ReplaceAll(head, "\n", "\r\n")
	if !found {
		return []byte(head)
	}
	return []byte(head + "\r\n\r\n" + body)
}
