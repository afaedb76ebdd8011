package conformance

import (
	"github.com/chatcb/chatcb/internal/rawjson"
)

// readBody walks the body once.
func (r *reading) readBody(body []byte) {
	r.top, r.items, r.strangers, r.doubtful = [4]field{}, r.items[:0], r.strangers[:0], r.doubtful[:0]
	r.misnamed, r.code, r.codeDoubt, r.arrays, r.noArray = 0, integer{}, false, 0, false
	r.begin(body)
	s := &r.scan
	if r.kind == rawjson.Object {
		r.readTop()
	} else {
		s.Skip()
		r.facts |= notObject
	}
	r.end = s.Offset()
	if s.Err() == nil && !s.AtEnd() {
		r.facts |= trailing
	}
	if s.Err() != nil || r.facts&(trailing|notObject) == trailing|notObject {
		r.forget() // "404 page not found" begins with a number, which does not make it JSON
		return
	}
	r.noteTexts()
}

// noteTexts notes what the walk saw anywhere in the text.
func (r *reading) noteTexts() {
	if r.shift != 0 {
		r.facts |= byteOrder
	}
	if r.scan.BadUTF8 {
		r.facts |= badUTF8
	}
	if r.scan.LoneSurrogate {
		r.facts |= halfPair
	}
	if r.dups > 0 && r.kind == rawjson.Object {
		r.facts |= duplicate
	}
}

// forget drops what was read of a text that turned out to be no JSON.
func (r *reading) forget() {
	_ = r.scan.End() // has an error from now on
	r.facts = r.facts&^bodyFacts | notJSON
	r.kind, r.items, r.arrays = rawjson.Invalid, r.items[:0], 0
}

func (r *reading) readTop() {
	s := &r.scan
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		switch r.member(topMember) {
		case topStatus:
			r.readField(&r.top[topStatus], rawjson.String)
			if f := &r.top[topStatus]; f.kind == rawjson.String && string(r.str(f.text)) != "OK" {
				r.facts |= notOK
			}
		case topCode:
			r.readErrorCode()
		case topInfo:
			r.readText(&r.top[topInfo])
		case topItems:
			r.readItems()
		default:
			r.readStranger(atTop, r.others.top, topNames[:], &r.misnamed)
		}
	}
	if has(r.top[:]) != len(r.top) {
		r.facts |= missing
	}
}

// readField reads the value of a member. It reports whether the member stood there before.
func (r *reading) readField(f *field, want rawjson.Kind) (again bool) {
	again = r.value(f)
	if f.kind != want {
		r.facts |= mistyped
	}
	return again
}

func (r *reading) readText(f *field) {
	r.readField(f, rawjson.String)
	if f.kind == rawjson.String && len(f.text) > 0 {
		r.facts |= texts
	}
}

func (r *reading) readErrorCode() {
	before := r.code
	again := r.readField(&r.top[topCode], rawjson.Number)
	r.code = r.integer(&r.top[topCode])
	if r.code.value != 0 {
		r.facts |= failed
	}
	if again && !before.same(r.code) {
		r.codeDoubt = true
	}
}

// integer reads a code and notes how it is spelt.
func (r *reading) integer(f *field) integer {
	n := integer{form: unreadable}
	if f.kind == rawjson.Number {
		n = readInteger(f.text)
	}
	switch n.form {
	case unreadable:
		r.facts |= mistyped
	case spelt:
		r.facts |= speltOdd
	}
	return n
}
