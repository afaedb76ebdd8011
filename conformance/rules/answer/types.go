package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

var typeRules = []*element{
	typedTop("TYP-001", read.TopStatus, rawjson.String, statusRow),
	typedTop("TYP-002", read.TopCode, rawjson.Number, codeRow),
	typedTop("TYP-003", read.TopInfo, rawjson.String, infoRow),
	typedTop("TYP-004", read.TopItems, rawjson.Array, itemsRow),
	{Rule: rule.Rule{
		ID: "TYP-005", Title: "elements are objects", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample,
		Sentence: `"ResultItem": [{"To_Account": "id1","ResultCode": 0,"ResultInfo": ""}, … ]`,
		Why:      typedWhy, Fix: "Put one object for each account into ResultItem, never null, a code or an id alone.",
		English: []rule.Wording{
			{Message: "an element of ResultItem is a JSON {kind}{more}", Expected: "an object", Received: "a JSON {kind}"},
		},
	}, when: read.Mistyped, check: func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Kind != rawjson.Object }); n > 0 {
			c.addItem(it, n, "", it.At, "kind", it.Kind)
		}
	}},
	typedItem("TYP-006", read.ItemAccount, rawjson.String, accountRow),
	typedItem("TYP-007", read.ItemCode, rawjson.Number, resultRow),
	typedItem("TYP-008", read.ItemInfo, rawjson.String, reasonRow),
	plainRule,
}

const (
	typedWhy = "The page names the type. What Chat makes of another one is not documented; a code that cannot be read denies nothing for sure."
	typedFix = "Declare the field with the page's type in the serializer: a pointer or a boxed type becomes null, a generic map keeps strings."
)

func typedTop(id string, member int, want rawjson.Kind, row string) *element {
	name := read.TopNames[member]
	return &element{Rule: rule.Rule{
		ID: id, Title: name + " is " + read.TypeName(want), Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Sentence: row, Why: typedWhy, Fix: typedFix,
		English: typedEnglish(name, want),
	}, when: read.Mistyped, check: func(c *Checker) {
		if f := &c.Top[member]; f.Mistyped(want) {
			c.add(mistyping(f, want), f.At, "kind", f.Kind, "spelt", f.Spelling(), "more", rule.More(0))
		}
	}}
}

func typedItem(id string, member int, want rawjson.Kind, row string) *element {
	name := read.ItemNames[member]
	return &element{Rule: rule.Rule{
		ID: id, Title: name + " is " + read.TypeName(want), Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Sentence: row, Why: typedWhy, Fix: typedFix,
		English: typedEnglish(name, want),
	}, when: read.Mistyped, check: func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Fields[member].Mistyped(want) }); n > 0 {
			f := &it.Fields[member]
			c.addItem(it, n, mistyping(f, want), f.At, "kind", f.Kind, "spelt", f.Spelling())
		}
	}}
}

// typedEnglish is how a member of another type than the page's is told.
func typedEnglish(name string, want rawjson.Kind) []rule.Wording {
	page := read.TypeName(want)
	return []rule.Wording{
		{Kind: "type", Message: name + " is a JSON {kind}, not " + page + "{more}", Expected: page, Received: "{spelt}"},
		{Kind: "fraction", Message: name + " is no whole number, not " + page + "{more}", Expected: page, Received: "{spelt}"},
	}
}

// mistyping is the kind of it.
func mistyping(f *read.Field, want rawjson.Kind) string {
	if f.Kind == want {
		return "fraction"
	}
	return "type"
}
