package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// memberChecks look for the members that the page requires, and at their types.
var memberChecks = []check{
	rule.On("REQ-001", read.Missing, missing(read.TopStatus)),
	rule.On("REQ-002", read.Missing, missing(read.TopCode)),
	rule.On("REQ-003", read.Missing, missing(read.TopInfo)),
	rule.On("REQ-004", read.Missing, missing(read.TopItems)),
	rule.On("REQ-005", read.Missing, missingInItem(read.ItemAccount)),
	rule.On("REQ-006", read.Missing, missingInItem(read.ItemCode)),
	rule.On("REQ-007", read.Missing, missingInItem(read.ItemInfo)),

	rule.On("TYP-001", read.Mistyped, mistyped(read.TopStatus, rawjson.String)),
	rule.On("TYP-002", read.Mistyped, mistyped(read.TopCode, rawjson.Number)),
	rule.On("TYP-003", read.Mistyped, mistyped(read.TopInfo, rawjson.String)),
	rule.On("TYP-004", read.Mistyped, mistyped(read.TopItems, rawjson.Array)),
	rule.On("TYP-005", read.Mistyped, func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Kind != rawjson.Object }); n > 0 {
			c.addItem(it, n, "", "kind", it.Kind)
		}
	}),
	rule.On("TYP-006", read.Mistyped, mistypedInItem(read.ItemAccount, rawjson.String)),
	rule.On("TYP-007", read.Mistyped, mistypedInItem(read.ItemCode, rawjson.Number)),
	rule.On("TYP-008", read.Mistyped, mistypedInItem(read.ItemInfo, rawjson.String)),
	rule.On("TYP-009", read.SpeltOdd, func(c *Checker) {
		if c.Code.Form == read.Spelt {
			f := &c.Top[read.TopCode]
			c.Add("", "member", "ErrorCode", "value", c.Code.Value, "spelt", string(f.Text), "more", rule.More(0))
		}
		if it, n := c.first(func(it *read.Item) bool { return it.Code.Form == read.Spelt }); n > 0 {
			f := &it.Fields[read.ItemCode]
			c.addItem(it, n, "", "member", "ResultCode", "value", it.Code.Value, "spelt", string(f.Text))
		}
	}),
}

func missing(member int) func(*Checker) {
	return func(c *Checker) {
		if c.Top[member].Kind == rawjson.Invalid && c.Misnamed&(1<<member) == 0 {
			c.Add("")
		}
	}
}

func missingInItem(member int) func(*Checker) {
	return func(c *Checker) {
		it, n := c.first(func(it *read.Item) bool {
			return it.Kind == rawjson.Object && it.Fields[member].Kind == rawjson.Invalid && it.Misnamed&(1<<member) == 0
		})
		if n > 0 {
			c.addItem(it, n, "")
		}
	}
}

func mistyped(member int, want rawjson.Kind) func(*Checker) {
	return func(c *Checker) {
		if f := &c.Top[member]; f.Mistyped(want) {
			c.Add(f.Mistyping(want), "kind", f.Kind, "spelt", f.Spelling(), "more", rule.More(0))
		}
	}
}

func mistypedInItem(member int, want rawjson.Kind) func(*Checker) {
	return func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Fields[member].Mistyped(want) }); n > 0 {
			f := &it.Fields[member]
			c.addItem(it, n, f.Mistyping(want), "kind", f.Kind, "spelt", f.Spelling())
		}
	}
}
