package conformance

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// manyAccounts is from how many on accounts are looked up in a map instead of one after the other.
const manyAccounts = 16

// nobody stands for the slot of an account that was not asked about.
const nobody = -1

// list makes a slot for each account of the request, without repeats.
func (r *reading) list(accounts []string) {
	r.slots = r.slots[:0]
	clear(r.index)
	many := len(accounts) > manyAccounts
	if many && r.index == nil {
		r.index = make(map[string]int, len(accounts))
	}
	for _, account := range accounts {
		if i := r.find(account); i >= 0 {
			r.slots[i].asked++
			continue
		}
		if many {
			r.index[account] = len(r.slots)
		}
		r.slots = append(r.slots, slot{account: account, asked: 1})
	}
}

// find returns the slot of an account, or nobody.
func (r *reading) find(account string) int {
	if len(r.index) != 0 {
		if i, ok := r.index[account]; ok {
			return i
		}
		return nobody
	}
	for i := range r.slots {
		if r.slots[i].account == account {
			return i
		}
	}
	return nobody
}

// match gives each item the slot of its account, and notes whether the items are other than one for each account in the
// order of the request. They can be held against the request only if there is one ResultItem, and that an array.
func (r *reading) match() {
	odd := len(r.items) != len(r.slots)
	for i := range r.items {
		it := &r.items[i]
		it.slot = nobody
		switch {
		case !it.named():
		case i < len(r.slots) && r.slots[i].account == string(it.account):
			it.slot = i
		default:
			it.slot = r.find(string(it.account))
		}
		odd = odd || it.slot != i
		if it.slot >= 0 {
			r.slots[it.slot].take(it)
		}
	}
	for _, account := range r.doubtful {
		if i := r.find(string(account)); i >= 0 {
			r.slots[i].doubtful = true
		}
	}
	if odd && r.arrays == 1 && !r.noArray {
		r.facts |= unmatched
		r.pair()
	}
}

// take adds what an item says. Items that say the same agree; others leave the account in doubt.
func (s *slot) take(it *item) {
	if it.doubtful || s.answered > 0 && !s.code.same(it.code) {
		s.doubtful = true
	}
	s.answered++
	if it.array != s.last {
		s.arrays, s.last = s.arrays+1, it.array
	}
	s.code = it.code
}

// pair finds the items that answer an account under another spelling: nobody asked for theirs, or it has more items
// than it was asked for, and case, blanks or normalisation apart it is an account without an item.
func (r *reading) pair() {
	waiting := map[string][]int{}
	for i := range r.slots {
		if r.slots[i].answered == 0 {
			key := fold(r.slots[i].account)
			waiting[key] = append(waiting[key], i)
		}
	}
	if len(waiting) == 0 {
		return
	}
	met := make([]int, len(r.slots))
	for i := range r.items {
		it := &r.items[i]
		if !it.named() {
			continue
		}
		if it.slot >= 0 {
			if met[it.slot]++; met[it.slot] <= r.slots[it.slot].asked {
				continue
			}
		}
		key := fold(string(it.account))
		if left := waiting[key]; len(left) > 0 {
			r.slots[left[0]].echoed, it.echo = true, true
			waiting[key] = left[1:]
			if it.slot >= 0 {
				r.slots[it.slot].lent++
			}
		}
	}
}

// fold removes from an account what receivers change by the way: case, blanks around it, and the Unicode form.
func fold(account string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(account)))
}
