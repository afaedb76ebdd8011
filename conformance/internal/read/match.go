package read

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// ManyAccounts is from how many on accounts are looked up in a map instead of one after the other.
const ManyAccounts = 16

// nobody stands for the slot of an account that was not asked about.
const nobody = -1

// list makes a slot for each account of the request, without repeats.
func (r *Answer) list(accounts []string) {
	r.Slots = r.Slots[:0]
	clear(r.index)
	many := len(accounts) > ManyAccounts
	if many && r.index == nil {
		r.index = make(map[string]int, len(accounts))
	}
	for _, account := range accounts {
		if i := r.find(account); i >= 0 {
			r.Slots[i].Times++
			continue
		}
		if many {
			r.index[account] = len(r.Slots)
		}
		r.Slots = append(r.Slots, Slot{Account: account, Times: 1})
	}
}

// find returns the slot of an account, or nobody.
func (r *Answer) find(account string) int {
	if len(r.index) != 0 {
		if i, ok := r.index[account]; ok {
			return i
		}
		return nobody
	}
	for i := range r.Slots {
		if r.Slots[i].Account == account {
			return i
		}
	}
	return nobody
}

// match gives each item the slot of its account, and notes whether the items are other than one for each account in the
// order of the request. They can be held against the request only if there is one ResultItem, and that an array.
func (r *Answer) match() {
	odd := len(r.Items) != len(r.Slots)
	for i := range r.Items {
		it := &r.Items[i]
		it.Slot = nobody
		switch {
		case !it.Named():
		case i < len(r.Slots) && r.Slots[i].Account == string(it.Account):
			it.Slot = i
		default:
			it.Slot = r.find(string(it.Account))
		}
		odd = odd || it.Slot != i
		if it.Slot >= 0 {
			r.Slots[it.Slot].take(it)
		}
	}
	for _, account := range r.doubtful {
		if i := r.find(string(account)); i >= 0 {
			r.Slots[i].Doubtful = true
		}
	}
	for i := range r.Slots {
		r.Slots[i].Doubtful = r.Slots[i].Doubtful || r.crowded
	}
	if odd && r.Arrays == 1 && !r.NoArray {
		r.Facts |= Unmatched
		r.pair()
	}
}

// take adds what an item says.
func (s *Slot) take(it *Item) {
	s.Doubtful = s.Doubtful || it.doubtful
	s.Says |= it.says
	s.Differ = s.Differ || it.differ || s.Answered > 0 && !s.Code.same(it.Code)
	s.Answered++
	if it.array != s.last {
		s.Arrays, s.last = s.Arrays+1, it.array
	}
	s.Code = it.Code
}

// pair finds the items that answer an account under another spelling: nobody asked for theirs, or it has more items
// than it was asked for, and case, blanks or normalisation apart it is an account without an item.
func (r *Answer) pair() {
	waiting := map[string][]int{}
	for i := range r.Slots {
		if r.Slots[i].Answered == 0 {
			key := Fold(r.Slots[i].Account)
			waiting[key] = append(waiting[key], i)
		}
	}
	if len(waiting) == 0 {
		return
	}
	met := make([]int, len(r.Slots))
	for i := range r.Items {
		it := &r.Items[i]
		if !it.Named() {
			continue
		}
		if it.Slot >= 0 {
			if met[it.Slot]++; met[it.Slot] <= r.Slots[it.Slot].Times {
				continue
			}
		}
		key := Fold(string(it.Account))
		if left := waiting[key]; len(left) > 0 {
			r.Slots[left[0]].Echoed, it.Echo = true, true
			waiting[key] = left[1:]
			if it.Slot >= 0 {
				r.Slots[it.Slot].Lent++
			}
		}
	}
}

// Fold removes from an account what receivers change by the way: case, blanks around it, and the Unicode form.
func Fold(account string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(account)))
}

// LookAlike reports whether two accounts differ in nothing but their Unicode form, so that they look the same.
func LookAlike(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }
