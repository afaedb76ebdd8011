package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

var typeRules = []*element{
	typedTop("TYP-001", read.TopStatus, rawjson.String, statusRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "null", Body: sample.Edited(`"OK"`, `null`)},
			{Name: "number", Body: sample.Edited(`"OK"`, `0`)},
		}
	}),
	typedTop("TYP-002", read.TopCode, rawjson.Number, codeRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "null", Body: sample.Failing(`null`)},
			{Name: "string", Body: sample.Failing(`"38000"`)},
			{Name: "true", Body: sample.Failing(`true`)},
			{Name: "fraction", Body: sample.Failing(`38000.5`)},
			{Name: "half", Body: sample.Failing(`0.5`)},
			{Name: "too small to be anything", Body: sample.Failing(`1e-400`)},
			{Name: "beyond all numbers", Body: sample.Failing(`1e400`)},
		}
	}),
	typedTop("TYP-003", read.TopInfo, rawjson.String, infoRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "null", Body: sample.Edited(`""`, `null`)},
			{Name: "number", Body: sample.Edited(`""`, `0`)},
		}
	}),
	typedTop("TYP-004", read.TopItems, rawjson.Array, itemsRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "null", Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":null}`},
			{
				Name: "object",
				Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":` + sample.Entry(`"id1"`, `0`, `""`) + `}`,
			},
			{Name: "string", Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":"[]"}`},
		}
	}),
	{Rule: rule.Rule{
		ID: "TYP-005", Title: "elements are objects", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample,
		Sentence: `"ResultItem": [{"To_Account": "id1","ResultCode": 0,"ResultInfo": ""}, … ]`,
		Why:      typedWhy, Fix: "Put one object for each account into ResultItem, never null, a code or an id alone.",
		English: []rule.Wording{
			{Message: "an element of ResultItem is a JSON {kind}{more}", Expected: "an object", Received: "a JSON {kind}"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "objects"}}
			p.Fail = []rule.Sample{
				{Name: "null", Body: sample.Body(`"OK"`, `0`, `""`, `null`, `null`)},
				{Name: "strings", Body: sample.Body(`"OK"`, `0`, `""`, `"id1"`, `"id2"`)},
				{Name: "a code", Body: sample.Body(`"OK"`, `0`, `""`, sample.Entry(`"id1"`, `0`, `""`), `0`)},
				{Name: "an array", Body: sample.Body(`"OK"`, `0`, `""`, sample.Entry(`"id1"`, `0`, `""`), `[{}]`)},
			}
		},
	}, when: read.Mistyped, check: func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Kind != rawjson.Object }); n > 0 {
			c.addItem(it, n, "", it.At, "kind", it.Kind)
		}
	}},
	typedItem("TYP-006", read.ItemAccount, rawjson.String, accountRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "number", Asks: sample.Asks("17"), Body: sample.Body(`"OK"`, `0`, `""`, sample.Entry(`17`, `0`, `""`))},
			{Name: "null", Body: sample.Edited(`"id2"`, `null`)},
		}
	}),
	typedItem("TYP-007", read.ItemCode, rawjson.Number, resultRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "string", Body: sample.Deciding(`"38000"`, `0`)},
			{Name: "true", Body: sample.Deciding(`0`, `true`)},
			{Name: "null", Body: sample.Deciding(`null`, `0`)},
			{Name: "fraction", Body: sample.Deciding(`0`, `38000.5`)},
			{Name: "beyond all numbers", Body: sample.Deciding(`1e400`, `0`)},
			{Name: "half", Body: sample.Deciding(`0.5`, `0`)},
		}
	}),
	typedItem("TYP-008", read.ItemInfo, rawjson.String, reasonRow, func() []rule.Sample {
		return []rule.Sample{
			{Name: "null", Body: sample.Edited(`"ResultInfo": ""`, `"ResultInfo": null`)},
			{Name: "object", Body: sample.Edited(`"ResultInfo": ""`, `"ResultInfo": {}`)},
		}
	}),
	plainRule,
}

const (
	typedWhy = "The page names the type. What Chat makes of another one is not documented; a code that cannot be read denies nothing for sure."
	typedFix = "Declare the field with the page's type in the serializer: a pointer or a boxed type becomes null, a generic map keeps strings."
)

func typedTop(id string, member int, want rawjson.Kind, row string, fail func() []rule.Sample) *element {
	name := read.TopNames[member]
	return &element{Rule: rule.Rule{
		ID: id, Title: name + " is " + read.TypeName(want), Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Sentence: row, Why: typedWhy, Fix: typedFix,
		English: typedEnglish(name, want),
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{
				Name: "missing has its own rule", Body: `{}`, Also: []string{"REQ-001", "REQ-002", "REQ-003", "REQ-004"},
			}}
			p.Fail = fail()
		},
	}, when: read.Mistyped, check: func(c *Checker) {
		if f := &c.Top[member]; f.Mistyped(want) {
			c.add(mistyping(f, want), f.At, "kind", f.Kind, "spelt", f.Spelling(), "more", rule.More(0))
		}
	}}
}

func typedItem(id string, member int, want rawjson.Kind, row string, fail func() []rule.Sample) *element {
	name := read.ItemNames[member]
	return &element{Rule: rule.Rule{
		ID: id, Title: name + " is " + read.TypeName(want), Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Sentence: row, Why: typedWhy, Fix: typedFix,
		English: typedEnglish(name, want),
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{
				Name: "missing has its own rule", Body: sample.Body(`"OK"`, `0`, `""`, `{}`, `{}`),
				Also: []string{"REQ-005", "REQ-006", "REQ-007"},
			}}
			p.Fail = fail()
		},
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
