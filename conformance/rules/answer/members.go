package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// memberChecks look for the members that the page requires, and at their types.
var memberChecks = []check{
	{"REQ-001", read.Missing, missing(read.TopStatus)},
	{"REQ-002", read.Missing, missing(read.TopCode)},
	{"REQ-003", read.Missing, missing(read.TopInfo)},
	{"REQ-004", read.Missing, missing(read.TopItems)},
	{"REQ-005", read.Missing, missingInItem(read.ItemAccount)},
	{"REQ-006", read.Missing, missingInItem(read.ItemCode)},
	{"REQ-007", read.Missing, missingInItem(read.ItemInfo)},

	{"TYP-001", read.Mistyped, mistyped(read.TopStatus, rawjson.String)},
	{"TYP-002", read.Mistyped, mistyped(read.TopCode, rawjson.Number)},
	{"TYP-003", read.Mistyped, mistyped(read.TopInfo, rawjson.String)},
	{"TYP-004", read.Mistyped, mistyped(read.TopItems, rawjson.Array)},
	{"TYP-005", read.Mistyped, func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Kind != rawjson.Object }); n > 0 {
			c.addItem(it, n, "", it.At, "kind", it.Kind)
		}
	}},
	{"TYP-006", read.Mistyped, mistypedInItem(read.ItemAccount, rawjson.String)},
	{"TYP-007", read.Mistyped, mistypedInItem(read.ItemCode, rawjson.Number)},
	{"TYP-008", read.Mistyped, mistypedInItem(read.ItemInfo, rawjson.String)},
	{"TYP-009", read.SpeltOdd, func(c *Checker) {
		if c.Code.Form == read.Spelt {
			f := &c.Top[read.TopCode]
			c.add("", f.At, "member", "ErrorCode", "value", c.Code.Value, "spelt", string(f.Text), "more", rule.More(0))
		}
		if it, n := c.first(func(it *read.Item) bool { return it.Code.Form == read.Spelt }); n > 0 {
			f := &it.Fields[read.ItemCode]
			c.addItem(it, n, "", f.At, "member", "ResultCode", "value", it.Code.Value, "spelt", string(f.Text))
		}
	}},
}

func missing(member int) func(*Checker) {
	return func(c *Checker) {
		if c.Top[member].Kind == rawjson.Invalid && c.Misnamed&(1<<member) == 0 {
			c.add("", 0)
		}
	}
}

func missingInItem(member int) func(*Checker) {
	return func(c *Checker) {
		it, n := c.first(func(it *read.Item) bool {
			return it.Kind == rawjson.Object && it.Fields[member].Kind == rawjson.Invalid && it.Misnamed&(1<<member) == 0
		})
		if n > 0 {
			c.addItem(it, n, "", it.At)
		}
	}
}

func mistyped(member int, want rawjson.Kind) func(*Checker) {
	return func(c *Checker) {
		if f := &c.Top[member]; f.Mistyped(want) {
			c.add(f.Mistyping(want), f.At, "kind", f.Kind, "spelt", f.Spelling(), "more", rule.More(0))
		}
	}
}

func mistypedInItem(member int, want rawjson.Kind) func(*Checker) {
	return func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Fields[member].Mistyped(want) }); n > 0 {
			f := &it.Fields[member]
			c.addItem(it, n, f.Mistyping(want), f.At, "kind", f.Kind, "spelt", f.Spelling())
		}
	}
}
