package read

import (
	"bytes"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// readItems reads ResultItem. Where it stands twice, the items of both are kept, each with the number of its array.
func (r *Answer) readItems() {
	s, f := &r.Scan, &r.Top[TopItems]
	if s.Kind() != rawjson.Array {
		r.NoArray = true
		r.readField(f, rawjson.Array)
		return
	}
	if f.Kind != rawjson.Invalid {
		r.noteDuplicate()
	}
	f.Kind = rawjson.Array
	r.Arrays++
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		if len(r.Items) == r.most {
			r.crowded = true
			r.nested()
			continue
		}
		r.Items = append(r.Items, Item{Kind: s.Kind(), array: r.Arrays})
		it := &r.Items[len(r.Items)-1]
		if it.Kind == rawjson.Object {
			r.readItem(it, len(r.Items)-1)
		} else {
			r.Facts |= Mistyped
			r.nested()
		}
	}
}

func (r *Answer) readItem(it *Item, index int) {
	r.members(callback.ResultFields, index, &it.Misnamed, func(f *callback.Field) {
		switch {
		case f == nil:
			r.nested()
		case f.Slot == ItemAccount:
			r.readAccount(it)
		case f.Slot == ItemCode:
			r.readResultCode(it)
		default:
			r.readText(&it.Fields[ItemInfo])
		}
	})
	if it.says == 0 {
		it.says = SaysNothing
	}
	if has(it.Fields[:]) != len(it.Fields) {
		r.Facts |= Missing
	}
}

func (r *Answer) readAccount(it *Item) {
	before, had := it.Account, it.Named()
	again := r.readField(&it.Fields[ItemAccount], rawjson.String)
	if it.Named() {
		it.Account = r.Value(&it.Fields[ItemAccount])
	}
	if again && (had != it.Named() || !bytes.Equal(before, it.Account)) {
		it.doubtful = true
		if had {
			r.doubtful = append(r.doubtful, before)
		}
	}
}

func (r *Answer) readResultCode(it *Item) {
	before := it.Code
	again := r.readField(&it.Fields[ItemCode], rawjson.Number)
	it.Code = r.integer(&it.Fields[ItemCode])
	if it.Code.Value != 0 {
		r.Facts |= Denied
	}
	it.says |= it.Code.says()
	it.differ = it.differ || again && !before.same(it.Code)
}

// readUnknown reads the value of the member at the top that was just noted as one that the page does not have.
func (r *Answer) readUnknown() {
	s := &r.stranger
	kind := r.Scan.Kind()
	switch value := r.nested(); {
	case kind == rawjson.Object && wraps(value):
		r.Wrapper = s.Name
	case kind == rawjson.Array && s.Of != nil && s.Of.Slot == TopItems:
		r.readMisnamedItems(value)
	}
}

// readMisnamedItems notes the misspelt names in the items of a misspelt ResultItem: who misspelt the one misspelt the others
// too.
func (r *Answer) readMisnamedItems(text []byte) {
	var s rawjson.Scanner
	s.Reset(text)
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		if s.Kind() != rawjson.Object {
			s.Skip()
			continue
		}
		s.Open()
		for m := 0; s.NextMember(m); m++ {
			name := r.Str(s.Key())
			if of := misspelt(name, callback.ResultFields); of != nil && of.Name != string(name) {
				r.addStranger(Stranger{name, InMisnamed, of})
			}
			s.Skip()
		}
	}
}

// wraps reports whether an object is an answer, by two of its members.
func wraps(object []byte) bool {
	var s rawjson.Scanner
	s.Reset(object)
	known := 0
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		if callback.Lookup(callback.AnswerFields, s.Key()) != nil {
			known++
		}
		s.Skip()
	}
	return known > 1
}
