package read

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// readBody walks the body once.
func (r *Answer) readBody(body []byte) {
	r.Top, r.Items, r.Strangers, r.doubtful = [4]Field{}, r.Items[:0], r.Strangers[:0], r.doubtful[:0]
	r.Misnamed, r.Code, r.CodeDoubt, r.Arrays, r.NoArray, r.Wrapper = 0, Integer{}, false, 0, false, nil
	r.begin(body)
	s := &r.Scan
	if r.Kind == rawjson.Object {
		r.readTop()
	} else {
		s.Skip()
		r.Facts |= NotObject
	}
	r.End = s.Offset()
	if s.Err() == nil && !s.AtEnd() {
		r.Facts |= Trailing
	}
	if s.Err() != nil || r.Facts&(Trailing|NotObject) == Trailing|NotObject {
		r.forget() // "404 page not found" begins with a number, which does not make it JSON
		return
	}
	r.noteTexts()
}

// forget drops what was read of a text that turned out to be no JSON.
func (r *Answer) forget() {
	_ = r.Scan.End() // has an error from now on
	r.Facts = r.Facts&^bodyFacts | NotJSON
	r.Kind, r.Items, r.Arrays = rawjson.Invalid, r.Items[:0], 0
}

func (r *Answer) readTop() {
	r.members(callback.AnswerFields, AtTop, &r.Misnamed, func(f *callback.Field) {
		switch {
		case f == nil:
			r.readUnknown()
		case f.Slot == TopStatus:
			r.readField(&r.Top[TopStatus], rawjson.String)
			if status, ok := r.Text(&r.Top[TopStatus]); ok && string(status) != "OK" {
				r.Facts |= NotOK
			}
		case f.Slot == TopCode:
			r.readErrorCode()
		case f.Slot == TopInfo:
			r.readText(&r.Top[TopInfo])
		default:
			r.readItems()
		}
	})
	switch n := has(r.Top[:]); {
	case n == 0 && r.Misnamed == 0 && r.Wrapper != nil:
		r.Facts = r.Facts&^Unknown | Wrapped
	case n != len(r.Top):
		r.Facts |= Missing
	}
}

// readField reads the value of a member. It reports whether the member stood there before.
func (r *Answer) readField(f *Field, want rawjson.Kind) (again bool) {
	again = r.value(f)
	if f.Kind != want {
		r.Facts |= Mistyped
	}
	return again
}

func (r *Answer) readText(f *Field) {
	r.readField(f, rawjson.String)
	if f.Kind == rawjson.String && len(f.Text) > 0 {
		r.Facts |= Texts
	}
}

func (r *Answer) readErrorCode() {
	before := r.Code
	again := r.readField(&r.Top[TopCode], rawjson.Number)
	r.Code = r.integer(&r.Top[TopCode])
	if r.Code.Value != 0 {
		r.Facts |= Failed
	}
	if again && !before.same(r.Code) {
		r.CodeDoubt = true
	}
}

// Integer reads a code and notes how it is spelt.
func (r *Answer) integer(f *Field) Integer {
	n := Integer{Form: unreadable}
	if f.Kind == rawjson.Number {
		n = readInteger(f.Text)
	}
	switch n.Form {
	case unreadable:
		r.Facts |= Mistyped
	case Spelt:
		r.Facts |= SpeltOdd
	}
	return n
}

// ErrorInfo is the ErrorInfo of an answer's body and its ErrorCode as spelt, as the judge reads them: by their exact names,
// the last where one stands twice. Info is empty where it is no string.
func ErrorInfo(body []byte) (code, info string) {
	var r Answer
	r.readBody(body)
	if text, ok := r.Text(&r.Top[TopInfo]); ok {
		info = string(text)
	}
	return string(r.Top[TopCode].Text), info
}
