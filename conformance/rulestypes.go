package conformance

import (
	"github.com/chatcb/chatcb/internal/rawjson"
)

var typeRules = []*answerRule{
	typedTop("TYP-001", topStatus, rawjson.String, statusRow, func() []Sample {
		return []Sample{
			{Name: "null", Body: edited(`"OK"`, `null`)},
			{Name: "number", Body: edited(`"OK"`, `0`)},
		}
	}),
	typedTop("TYP-002", topCode, rawjson.Number, codeRow, func() []Sample {
		return []Sample{
			{Name: "null", Body: failing(`null`)},
			{Name: "string", Body: failing(`"38000"`)},
			{Name: "true", Body: failing(`true`)},
			{Name: "fraction", Body: failing(`38000.5`)},
			{Name: "half", Body: failing(`0.5`)},
			{Name: "too small to be anything", Body: failing(`1e-400`)},
			{Name: "beyond all numbers", Body: failing(`1e400`)},
		}
	}),
	typedTop("TYP-003", topInfo, rawjson.String, infoRow, func() []Sample {
		return []Sample{
			{Name: "null", Body: edited(`""`, `null`)},
			{Name: "number", Body: edited(`""`, `0`)},
		}
	}),
	typedTop("TYP-004", topItems, rawjson.Array, itemsRow, func() []Sample {
		return []Sample{
			{Name: "null", Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":null}`},
			{
				Name: "object",
				Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":` + entry(`"id1"`, `0`, `""`) + `}`,
			},
			{Name: "string", Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":"[]"}`},
		}
	}),
	{Rule: Rule{
		ID: "TYP-005", Title: "elements are objects", Severity: Must, Level: Fail, Source: InSample,
		Sentence: `"ResultItem": [{"To_Account": "id1","ResultCode": 0,"ResultInfo": ""}, … ]`,
		Why:      typedWhy, Fix: "Put one object for each account into ResultItem, never null, a code or an id alone.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "objects"}}
			p.Fail = []Sample{
				{Name: "null", Body: body(`"OK"`, `0`, `""`, `null`, `null`)},
				{Name: "strings", Body: body(`"OK"`, `0`, `""`, `"id1"`, `"id2"`)},
				{Name: "a code", Body: body(`"OK"`, `0`, `""`, entry(`"id1"`, `0`, `""`), `0`)},
				{Name: "an array", Body: body(`"OK"`, `0`, `""`, entry(`"id1"`, `0`, `""`), `[{}]`)},
			}
		},
	}, when: mistyped, check: func(r *answerCheck) {
		if it, n := r.first(func(it *item) bool { return it.kind != rawjson.Object }); n > 0 {
			got := "a JSON " + it.kind.String()
			r.addItem(
				it, n,
				Finding{
					Expected: "an object", Received: got, Message: "an element of ResultItem is " + got,
					Offset: it.at,
				},
			)
		}
	}},
	typedItem("TYP-006", itemAccount, rawjson.String, accountRow, func() []Sample {
		return []Sample{
			{Name: "number", Asks: asks("17"), Body: body(`"OK"`, `0`, `""`, entry(`17`, `0`, `""`))},
			{Name: "null", Body: edited(`"id2"`, `null`)},
		}
	}),
	typedItem("TYP-007", itemCode, rawjson.Number, resultRow, func() []Sample {
		return []Sample{
			{Name: "string", Body: deciding(`"38000"`, `0`)},
			{Name: "true", Body: deciding(`0`, `true`)},
			{Name: "null", Body: deciding(`null`, `0`)},
			{Name: "fraction", Body: deciding(`0`, `38000.5`)},
			{Name: "beyond all numbers", Body: deciding(`1e400`, `0`)},
			{Name: "half", Body: deciding(`0.5`, `0`)},
		}
	}),
	typedItem("TYP-008", itemInfo, rawjson.String, reasonRow, func() []Sample {
		return []Sample{
			{Name: "null", Body: edited(`"ResultInfo": ""`, `"ResultInfo": null`)},
			{Name: "object", Body: edited(`"ResultInfo": ""`, `"ResultInfo": {}`)},
		}
	}),
	plainRule,
}

const (
	typedWhy = "The page names the type. What Chat makes of another one is not documented; a code that cannot be read denies nothing for sure."
	typedFix = "Declare the field with the page's type in the serializer: a pointer or a boxed type becomes null, a generic map keeps strings."
)

func typedTop(id string, member int, want rawjson.Kind, row string, fail func() []Sample) *answerRule {
	name := topNames[member]
	return &answerRule{Rule: Rule{
		ID: id, Title: name + " is " + pageType(want), Severity: Must, Level: Fail, Source: Page, Sentence: row, Why: typedWhy, Fix: typedFix,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "missing has its own rule", Body: `{}`, Also: []string{"REQ-001", "REQ-002", "REQ-003", "REQ-004"},
			}}
			p.Fail = fail()
		},
	}, when: mistyped, check: func(r *answerCheck) {
		if f := &r.top[member]; wrongType(f, want) {
			r.add(mistyping(name, want, f))
		}
	}}
}

func typedItem(id string, member int, want rawjson.Kind, row string, fail func() []Sample) *answerRule {
	name := itemNames[member]
	return &answerRule{Rule: Rule{
		ID: id, Title: name + " is " + pageType(want), Severity: Must, Level: Fail, Source: Page, Sentence: row, Why: typedWhy, Fix: typedFix,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "missing has its own rule", Body: body(`"OK"`, `0`, `""`, `{}`, `{}`),
				Also: []string{"REQ-005", "REQ-006", "REQ-007"},
			}}
			p.Fail = fail()
		},
	}, when: mistyped, check: func(r *answerCheck) {
		if it, n := r.first(func(it *item) bool { return wrongType(&it.fields[member], want) }); n > 0 {
			r.addItem(it, n, mistyping(name, want, &it.fields[member]))
		}
	}}
}
