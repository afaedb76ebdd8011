package explore

import (
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/scenarios"
)

// shrink makes a failing value smaller as long as it still fails, with at most budget requests. Smaller lists candidates,
// the boldest first; every one is judged anew, so what is left is known to fail by itself.
func shrink[T any](value T, smaller func(T) []T, fails func(T) bool, budget int) T {
	for again := true; again; {
		again = false
		for _, candidate := range smaller(value) {
			if budget == 0 {
				return value
			}
			budget--
			if fails(candidate) {
				value, again = candidate, true
				break
			}
		}
	}
	return value
}

// smallerLegal lists legal requests that have less than l: fewer friends, then shorter texts, then plainer values.
func smallerLegal(l legal) []legal {
	var list []legal
	with := func(smaller bool, change func(*legal)) {
		if c := l; smaller {
			c.body.Items = slices.Clone(l.body.Items)
			change(&c)
			list = append(list, c)
		}
	}
	n := len(l.body.Items)
	with(n > 1, func(c *legal) { c.body.Items = c.body.Items[:n/2] })
	with(n > 1, func(c *legal) { c.body.Items = c.body.Items[n/2:] })
	for i := range n {
		with(n > 2 && n <= 8, func(c *legal) { c.body.Items = slices.Delete(c.body.Items, i, i+1) })
	}
	with(l.requestID != "", func(c *legal) { c.requestID = "" })
	with(l.platform != "Android", func(c *legal) { c.platform = "Android" })
	with(l.clientIP != scenarios.SampleIP, func(c *legal) { c.clientIP = scenarios.SampleIP })
	for _, f := range l.body.Hook().Fields {
		with(f.Kind == callback.KindWord && f.Text(&l.body, 0) != f.Values[0], func(c *legal) { f.Set(&c.body, f.Values[0]) })
	}
	with(l.body.RequesterAccount != l.body.FromAccount, func(c *legal) { c.body.RequesterAccount = c.body.FromAccount })
	with(l.body.FromAccount != "id", func(c *legal) { c.body.FromAccount, c.body.RequesterAccount = "id", "id" })
	for i := range n {
		for k := range l.body.Hook().Items {
			f := &l.body.Hook().Items[k]
			for _, shorter := range shorterVersions(f, i, *l.body.Items[i].Text(f.Slot)) {
				with(n <= 2, func(c *legal) { *c.body.Items[i].Text(f.Slot) = shorter })
			}
		}
	}
	return list
}

// shorterVersions are what may stand in a field of item i instead of a text.
func shorterVersions(f *callback.Field, i int, text string) []string {
	var list []string
	switch {
	case text == "":
	case f.Kind == callback.KindWord:
		list = f.Values[:1]
	case f.Kind != callback.KindAccount:
		list = shorterText(text)
	case len(text) > 1:
		list = []string{"id" + strconv.Itoa(i+1), text[:len(text)/2], text[len(text)/2:]}
	}
	return slices.DeleteFunc(slices.Clone(list), func(shorter string) bool { return shorter == text })
}

// shorterText is the empty text, both halves, the text without one of its quarters, and, of a short one, without one
// of its letters.
func shorterText(text string) []string {
	letters := []rune(text)
	n := len(letters)
	if n == 1 {
		return []string{""}
	}
	list := []string{"", string(letters[:n/2]), string(letters[n/2:])}
	if n <= 8 {
		for i := range n {
			list = append(list, string(slices.Delete(slices.Clone(letters), i, i+1)))
		}
		return list
	}
	for i := range 4 {
		list = append(list, string(slices.Delete(slices.Clone(letters), i*n/4, (i+1)*n/4)))
	}
	return list
}
