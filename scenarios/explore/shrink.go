package explore

import (
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/scenarios"
)

// shrink makes a failing value smaller as long as it still fails, asking at most budget times. Smaller lists candidates,
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
	if l.body.Texts[callback.AddType] != callback.AddTypeBoth {
		with(func(c *legal) { c.body.Texts[callback.AddType] = callback.AddTypeBoth })
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
	for i := range l.body.Items {
		for k := range 4 {
			text := *textOf(&l.body.Items[i], k)
			if text == "" {
				continue
			}
			for _, shorter := range shorterVersions(text) {
				c := l
				c.body.Items = slices.Clone(l.body.Items)
				*textOf(&c.body.Items[i], k) = shorter
				list = append(list, c)
			}
		}
		if account := l.body.Items[i].ToAccount; len(account) > 1 {
			for _, shorter := range []string{"id" + strconv.Itoa(i+1), account[:len(account)/2], account[len(account)/2:]} {
				if shorter == account {
					continue
				}
				c := l
				c.body.Items = slices.Clone(l.body.Items)
				c.body.Items[i].ToAccount = shorter
				list = append(list, c)
			}
		}
	}
	return list
}

func textOf(f *callback.Item, k int) *string {
	return [...]*string{&f.Texts[callback.Remark], &f.Texts[callback.Group], &f.Texts[callback.Wording], &f.Texts[callback.Source]}[k]
}

// shorterVersions are the empty text, both halves, the text without one of its quarters, and, of a short one, without one
// of its letters.
func shorterVersions(text string) []string {
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
