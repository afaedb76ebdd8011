package request

import (
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

var bodyChecks = []check{
	rule.On("RQB-001", read.NotObject, func(c *Checker) {
		start := rule.ExcerptOf(c.Content)
		if err := c.Scan.Err(); err != nil {
			c.Add("broken", "want", language.Phrase(err.Want), "got", language.Phrase(err.Got), "start", start)
		} else {
			c.Add("other", "start", start)
		}
	}),
	rule.On("RQB-002", read.Duplicate, func(c *Checker) { c.Add("", "name", c.DupName) }),
	rule.On("RQB-003", read.Unknown, func(c *Checker) {
		var wrong, right []string
		for _, s := range c.Strangers {
			if s.Of == nil || s.Item == read.AtTop && c.Top[s.Of.Slot].Kind != rawjson.Invalid ||
				s.Item >= 0 && c.Items[s.Item].Fields[s.Of.Slot].Kind != rawjson.Invalid {
				continue
			}
			if name := string(s.Name); !slices.Contains(wrong, name) {
				wrong, right = append(wrong, name), append(right, s.Of.Name)
			}
		}
		if len(wrong) > 0 {
			c.Add("", "received", wrong, "expected", right)
		}
	}),
	rule.On("RQB-004", read.Whole, func(c *Checker) {
		var lacking []string
		for i := range c.Hook.Fields {
			if f := &c.Hook.Fields[i]; f.Default == "" && c.Top[f.Slot].Kind == rawjson.Invalid && c.Misnamed&(1<<f.Slot) == 0 {
				lacking = append(lacking, f.Name)
			}
		}
		for i := range c.Items {
			item := &c.Items[i]
			if item.Kind == rawjson.Object && item.Account().Kind == rawjson.Invalid && item.Misnamed&(1<<callback.To) == 0 {
				lacking = append(lacking, fmt.Sprintf("%s[%d].%s", c.Hook.ItemList(), i, c.Hook.Item(callback.To).Name))
			}
		}
		if len(lacking) > 0 {
			c.Add("", "names", lacking)
		}
	}),
	rule.On("RQB-005", read.Mistyped, func(c *Checker) {
		for i := range c.Hook.Fields {
			of := &c.Hook.Fields[i]
			f, want := &c.Top[of.Slot], of.Kind.JSON()
			if f.Mistyped(want) {
				c.Add(f.Mistyping(want), "member", of.Name, "kind", f.Kind, "type", read.TypeName(want), "spelt", f.Spelling())
				return
			}
		}
		for i := range c.Items {
			item := &c.Items[i]
			if item.Kind != rawjson.Object {
				c.Add("item", "list", c.Hook.ItemList(), "kind", item.Kind)
				return
			}
			for k := range c.Hook.Items {
				of := &c.Hook.Items[k]
				if f := &item.Fields[of.Slot]; f.Mistyped(rawjson.String) {
					c.Add(
						"item type", "list", c.Hook.ItemList(), "item", i, "member", of.Name, "kind", f.Kind,
						"type", read.TypeName(rawjson.String), "spelt", f.Spelling(),
					)
					return
				}
			}
		}
	}),
	rule.On("RQB-006", read.Whole, func(c *Checker) {
		for _, kind := range []callback.Kind{callback.KindFlag, callback.KindTime} {
			for _, of := range c.Hook.OfKind(kind) {
				if n := c.Number(of.Slot); n.Form == read.Spelt {
					c.Add("", "member", of.Name, "value", n.Value, "spelt", string(c.Top[of.Slot].Text))
				}
			}
		}
	}),
	rule.On("RQB-007", read.BadUTF8|read.HalfPair, func(c *Checker) { c.Add("") }),
}
