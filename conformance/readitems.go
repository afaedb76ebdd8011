package conformance

import (
	"bytes"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// readItems reads ResultItem. Where it stands twice, the items of both are kept, each with the number of its array.
func (r *reading) readItems() {
	s, f := &r.scan, &r.top[topItems]
	if s.Kind() != rawjson.Array {
		r.noArray = true
		r.readField(f, rawjson.Array)
		return
	}
	if f.kind != rawjson.Invalid {
		r.noteDuplicate()
	}
	f.kind, f.at = rawjson.Array, s.Offset()
	r.arrays++
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		r.items = append(r.items, item{kind: s.Kind(), array: r.arrays})
		it := &r.items[len(r.items)-1]
		it.at = s.Offset()
		if it.kind == rawjson.Object {
			r.readItem(it, len(r.items)-1)
		} else {
			r.facts |= mistyped
			r.nested()
		}
	}
}

func (r *reading) readItem(it *item, index int) {
	s := &r.scan
	s.Open()
	clear(r.others.item)
	for n := 0; s.NextMember(n); n++ {
		switch r.member(itemMember) {
		case itemAccount:
			r.readAccount(it)
		case itemCode:
			r.readResultCode(it)
		case itemInfo:
			r.readText(&it.fields[itemInfo])
		default:
			r.readStranger(index, r.others.item, itemNames[:], &it.misnamed)
		}
	}
	if has(it.fields[:]) != len(it.fields) {
		r.facts |= missing
	}
}

func (r *reading) readAccount(it *item) {
	before, had := it.account, it.named()
	again := r.readField(&it.fields[itemAccount], rawjson.String)
	if it.named() {
		it.account = r.str(it.fields[itemAccount].text)
	}
	if again && (had != it.named() || !bytes.Equal(before, it.account)) {
		it.doubtful = true
		if had {
			r.doubtful = append(r.doubtful, before)
		}
	}
}

func (r *reading) readResultCode(it *item) {
	before := it.code
	again := r.readField(&it.fields[itemCode], rawjson.Number)
	it.code = r.integer(&it.fields[itemCode])
	if it.code.value != 0 {
		r.facts |= denied
	}
	if again && !before.same(it.code) {
		it.doubtful = true
	}
}

// readStranger reads a member that the page does not have, of item number index or of the top (-1), and notes in
// misnamed if its name is a known one misspelt.
func (r *reading) readStranger(index int, others map[string]bool, known []string, misnamed *uint8) {
	r.facts |= unknown
	s := &r.scan
	r.noteName(others)
	name := r.str(s.Key())
	member := misspelt(name, known)
	if member >= 0 {
		*misnamed |= 1 << member
	}
	r.strangers = append(r.strangers, stranger{name, s.KeyOffset(), index, member})
	r.nested()
}
