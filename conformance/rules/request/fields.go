package request

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

// nativeGroupBytes is the limit of GroupName on the page of the native SDK.
const nativeGroupBytes = 96

var fieldChecks = []check{
	{"RQF-001", func(c *Checker) {
		if text, ok := c.text(&c.Top[callback.Command]); ok && string(text) != c.Hook.Command {
			c.Add("", c.Top[callback.Command].At, "command", string(text), "expected", c.Hook.Command)
		}
	}},
	{"RQF-002", func(c *Checker) {
		c.each(callback.KindAccount, func(of *callback.Field, f *read.Field, text []byte) bool {
			if problem := callback.ValidAccount(string(text)); problem != "" {
				c.Add("", f.At, "member", of.Name, "problem", language.Phrase(problem), "account", string(text)).Account = string(text)
			}
			return true
		})
	}},
	{"RQF-003", limit(callback.Remark, 0)},
	{"RQF-004", limit(callback.Group, nativeGroupBytes)},
	{"RQF-005", limit(callback.Wording, 0)},
	{"RQF-006", func(c *Checker) {
		c.each(callback.KindTag, func(of *callback.Field, f *read.Field, text []byte) bool {
			problem := of.Check(string(text))
			if problem != "" {
				c.Add("", f.At, "member", of.Name, "problem", language.Phrase(problem), "prefix", of.Prefix, "letters", of.Limit, "text", string(text))
			}
			return problem == ""
		})
	}},
	{"RQF-007", func(c *Checker) {
		c.each(callback.KindWord, func(of *callback.Field, f *read.Field, text []byte) bool {
			legal := of.Check(string(text)) == ""
			if !legal {
				c.Add("", f.At, "member", of.Name, "values", strings.Join(of.Values, " or "), "text", string(text))
			}
			return legal
		})
	}},
}

// each calls do for the texts of this kind, those of the items last, until one returns false.
func (c *Checker) each(kind callback.Kind, do func(of *callback.Field, f *read.Field, text []byte) bool) {
	for _, of := range c.Hook.OfKind(kind) {
		if !of.OfItem && !c.do(of, &c.Top[of.Slot], do) {
			return
		}
		for i := range c.Items {
			if of.OfItem && !c.do(of, &c.Items[i].Fields[of.Slot], do) {
				return
			}
		}
	}
}

func (c *Checker) do(of *callback.Field, f *read.Field, do func(*callback.Field, *read.Field, []byte) bool) bool {
	text, ok := c.text(f)
	return !ok || do(of, f, text)
}

// text is the text of a member, if the body is an object and the member there and a string.
func (c *Checker) text(f *read.Field) (text []byte, ok bool) {
	if !c.Object || f.Kind != rawjson.String {
		return nil, false
	}
	return c.Value(f), true
}

// limit bounds a text of an item in bytes of UTF-8. Most is the limit that another page has.
func limit(slot callback.Slot, most int) func(*Checker) {
	return func(c *Checker) {
		of := c.Hook.Item(slot)
		for i := range c.Items {
			f := &c.Items[i].Fields[slot]
			if text, ok := c.text(f); ok && len(text) > of.Limit {
				kind := "long"
				if len(text) <= most {
					kind = "differ"
				}
				c.Add(kind, f.At, "member", of.Name, "limit", of.Limit, "bytes", len(text))
				return
			}
		}
	}
}
