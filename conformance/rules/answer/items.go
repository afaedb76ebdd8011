package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

var itemChecks = []check{
	rule.On("RIT-001", read.Unmatched, func(c *Checker) {
		if len(c.Items) == 0 {
			return
		}
		var lacking []string
		for i := range c.Slots {
			if s := &c.Slots[i]; s.Answered == 0 && !s.Echoed {
				lacking = append(lacking, s.Account)
			}
		}
		if len(lacking) > c.nameless() { // an item without To_Account, which has its own finding, may have been meant for it
			c.Add("", "accounts", lacking).Account = lacking[0]
		}
	}),
	rule.On("RIT-002", read.Unmatched, func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Named() && it.Slot < 0 && !it.Echo }); n > 0 {
			kind := "other"
			if string(it.Account) == c.From {
				kind = "from"
			}
			c.addItem(it, n, kind, "account", string(it.Account))
		}
	}),
	rule.On("RIT-003", read.Unmatched, func(c *Checker) {
		at, n, kind := 0, 0, "more"
		for i := range c.Slots {
			s := &c.Slots[i]
			differ := (s.Doubtful || s.Differ) && s.Answered > 1
			if s.Answered-s.Lent <= s.Times && !differ {
				continue
			}
			if n++; n > 1 {
				continue
			}
			if at = i; differ {
				kind = "differ"
			}
		}
		if n > 0 {
			s := &c.Slots[at]
			c.Add(kind, "items", s.Answered, "more", rule.More(n-1)).Account = s.Account
		}
	}),
	rule.On("RIT-004", read.Unmatched, func(c *Checker) {
		highest := 0
		seen := make([]bool, len(c.Slots))
		for i := range c.Items {
			it := &c.Items[i]
			if it.Slot < 0 || seen[it.Slot] {
				continue
			}
			if seen[it.Slot] = true; it.Slot < highest {
				c.addItem(it, 1, "", "account", string(it.Account), "other", c.Slots[highest].Account)
				return
			}
			highest = it.Slot
		}
	}),
	rule.On("RIT-005", read.Unmatched, func(c *Checker) {
		waiting := map[string]string{}
		for i := range c.Slots {
			if s := &c.Slots[i]; s.Echoed {
				waiting[read.Fold(s.Account)] = s.Account
			}
		}
		if it, n := c.first(func(it *read.Item) bool { return it.Echo }); n > 0 {
			account := waiting[read.Fold(string(it.Account))]
			kind := "spelling"
			if read.LookAlike(account, string(it.Account)) {
				kind = "form"
			}
			c.addItem(it, n, kind, "asked", account, "echoed", string(it.Account)).Account = account
		}
	}),
	rule.On("RIT-006", read.Unmatched, func(c *Checker) {
		if len(c.Items) == 0 {
			c.Add("")
		}
	}),
}

// nameless counts the elements that do not say which account they are for.
func (c *Checker) nameless() int {
	n := 0
	for i := range c.Items {
		if !c.Items[i].Named() {
			n++
		}
	}
	return n
}
