package request

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// senseChecks judge what a request says as a whole: who asks for whom, and when.
var senseChecks = []check{
	rule.On("RQF-008", read.Whole, func(c *Checker) { c.flags(func(n int64) bool { return n != 0 && n != 1 }) }),
	rule.On("RQF-009", read.Whole, func(c *Checker) { c.flags(func(n int64) bool { return n == 1 }) }),
	rule.On("RQF-010", read.Whole, func(c *Checker) {
		if f := &c.Top[callback.ItemList]; f.Kind == rawjson.Array && len(c.Items) == 0 {
			c.Add("", "list", c.Hook.ItemList())
		}
	}),
	rule.On("RQF-011", read.Whole, func(c *Checker) {
		if account, n := c.repeated(); n > 0 {
			c.Add("", "list", c.Hook.ItemList(), "more", n).Account = account
		}
	}),
	rule.On("RQF-012", read.Whole, func(c *Checker) {
		from, ok := c.Text(&c.Top[callback.From])
		for i := range c.Items {
			f := c.Items[i].Account()
			if to, there := c.Text(f); ok && there && string(to) == string(from) {
				c.Add("", "account", string(to)).Account = string(to)
				return
			}
		}
	}),
	rule.On("RQF-013", read.Whole, func(c *Checker) {
		n := c.Number(callback.EventTime)
		if !n.Readable() || n.Value >= earliest.UnixMilli() && n.Value <= latest.UnixMilli() {
			return
		}
		kind := "other"
		if n.Value >= earliest.Unix() && n.Value <= latest.Unix() {
			kind = "seconds"
		}
		c.Add(kind, "time", string(c.Top[callback.EventTime].Text))
	}),
}

// flags reports the flags whose number is a wrong one.
func (c *Checker) flags(wrong func(int64) bool) {
	for _, of := range c.Hook.OfKind(callback.KindFlag) {
		f := &c.Top[of.Slot]
		if n := c.Number(of.Slot); n.Readable() && wrong(n.Value) {
			c.Add("", "member", of.Name, "spelt", string(f.Text))
		}
	}
}

// earliest and latest bound the times that a callback can be of: Chat is younger than the one, chatcb will not see the other.
var (
	earliest = time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// repeated returns the first account that is asked about more than once, and how many items are repeats.
func (c *Checker) repeated() (account string, repeats int) {
	clear(c.Others.Item)
	for i := range c.Items {
		text, ok := c.Text(c.Items[i].Account())
		if !ok {
			continue
		}
		again := false
		if len(c.Items) > read.ManyAccounts {
			again = c.Others.Item[string(text)]
			c.Others.Item[string(text)] = true
		}
		for j := 0; j < i && len(c.Items) <= read.ManyAccounts && !again; j++ {
			other, there := c.Text(c.Items[j].Account())
			again = there && string(other) == string(text)
		}
		if again {
			if repeats++; repeats == 1 {
				account = string(text)
			}
		}
	}
	return account, repeats
}
