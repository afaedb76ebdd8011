package request

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
)

// nativeGroupBytes is the limit of GroupName on the page of the native SDK.
const nativeGroupBytes = 96

var fieldChecks = []check{
	rule.On("RQF-001", read.Whole, func(c *Checker) {
		f := &c.Top[callback.Command]
		if text, ok := c.Text(f); ok && string(text) != c.Hook.Command {
			c.Add("", "command", string(text), "expected", c.Hook.Command)
		}
	}),
	rule.On("RQF-002", read.Whole, illegal(callback.KindAccount)),
	rule.On("RQF-003", read.Whole, limit(callback.Remark, 0)),
	rule.On("RQF-004", read.Whole, limit(callback.Group, nativeGroupBytes)),
	rule.On("RQF-005", read.Whole, limit(callback.Wording, 0)),
	rule.On("RQF-006", read.Whole, illegal(callback.KindTag)),
	rule.On("RQF-007", read.Whole, illegal(callback.KindWord)),
}

// illegal looks for texts of a kind that are no legal ones: for all accounts, and for the first of another kind.
func illegal(kind callback.Kind) func(*Checker) {
	return func(c *Checker) {
		for _, of := range c.Hook.OfKind(kind) {
			if !of.OfItem && c.illegal(of, &c.Top[of.Slot]) && kind != callback.KindAccount {
				return
			}
			for i := range c.Items {
				if of.OfItem && c.illegal(of, &c.Items[i].Fields[of.Slot]) && kind != callback.KindAccount {
					return
				}
			}
		}
	}
}

// illegal reports a text that is none of its field, and whether it is.
func (c *Checker) illegal(of *callback.Field, f *read.Field) bool {
	text, ok := c.Text(f)
	if !ok {
		return false
	}
	problem := of.Check(string(text))
	if problem == "" {
		return false
	}
	found := c.Add("", "member", of.Name, "problem", language.Phrase(problem), "text", string(text),
		"values", strings.Join(of.Values, " or "), "prefix", of.Prefix, "letters", of.Limit)
	if of.Kind == callback.KindAccount {
		found.Account = string(text)
	}
	return true
}

// limit bounds a text of an item in bytes of UTF-8. Most is the limit that another page has.
func limit(slot callback.Slot, most int) func(*Checker) {
	return func(c *Checker) {
		of := c.Hook.Item(slot)
		for i := range c.Items {
			f := &c.Items[i].Fields[slot]
			if text, ok := c.Text(f); ok && len(text) > of.Limit {
				kind := "long"
				if len(text) <= most {
					kind = "differ"
				}
				c.Add(kind, "member", of.Name, "limit", of.Limit, "bytes", len(text))
				return
			}
		}
	}
}
