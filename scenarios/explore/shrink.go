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
	with := func(change func(*legal)) {
		c := l
		c.body.Items = slices.Clone(l.body.Items)
		change(&c)
		list = append(list, c)
	}
	n := len(l.body.Items)
	if n > 1 {
		with(func(c *legal) { c.body.Items = c.body.Items[:n/2] })
		with(func(c *legal) { c.body.Items = c.body.Items[n/2:] })
	}
	if n > 2 && n <= 8 {
		for i := range n {
			with(func(c *legal) { c.body.Items = slices.Delete(c.body.Items, i, i+1) })
		}
	}
	if l.requestID != "" {
		with(func(c *legal) { c.requestID = "" })
	}
	if l.platform != "Android" {
		with(func(c *legal) { c.platform = "Android" })
	}
	if l.clientIP != scenarios.SampleIP {
		with(func(c *legal) { c.clientIP = scenarios.SampleIP })
	}
	for i := range l.body.Hook().Fields {
		if f := &l.body.Hook().Fields[i]; f.Kind == callback.KindWord && f.Text(&l.body, 0) != f.Values[0] {
			with(func(c *legal) { f.Set(&c.body, f.Values[0]) })
		}
	}
	if l.body.RequesterAccount != l.body.FromAccount {
		with(func(c *legal) { c.body.RequesterAccount = c.body.FromAccount })
	}
	if l.body.FromAccount != "id" {
		with(func(c *legal) { c.body.FromAccount, c.body.RequesterAccount = "id", "id" })
	}
	if n <= 2 {
		list = append(list, shorterTexts(l)...)
	}
	return list
}

// shorterTexts empties, halves or replaces one text at a time.
func shorterTexts(l legal) []legal {
	var list []legal
	fields := l.body.Hook().Items
	for i := range l.body.Items {
		for k := range fields {
			for _, shorter := range shorterVersions(&fields[k], i, *l.body.Items[i].Text(fields[k].Slot)) {
				c := l
				c.body.Items = slices.Clone(l.body.Items)
				*c.body.Items[i].Text(fields[k].Slot) = shorter
				list = append(list, c)
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
