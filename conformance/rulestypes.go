package conformance

import (
	"fmt"

	"github.com/chatcb/chatcb/internal/rawjson"
)

var typeRules = []*Rule{
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
	{
		ID: "TYP-005", Title: "elements are objects", Severity: Must, Level: Fail, Source: InSample,
		Sentence: `"ResultItem": [{"To_Account": "id1","ResultCode": 0,"ResultInfo": ""}, … ]`,
		Why:      typedWhy, Fix: "Put one object for each account into ResultItem, never null, a code or an id alone.",
		when: mistyped,
		check: func(r *reading) {
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
		},
		proof: func() Proof {
			return Proof{
				Pass: []Sample{{Name: "objects"}},
				Fail: []Sample{
					{Name: "null", Body: body(`"OK"`, `0`, `""`, `null`, `null`)},
					{Name: "strings", Body: body(`"OK"`, `0`, `""`, `"id1"`, `"id2"`)},
					{Name: "a code", Body: body(`"OK"`, `0`, `""`, entry(`"id1"`, `0`, `""`), `0`)},
					{Name: "an array", Body: body(`"OK"`, `0`, `""`, entry(`"id1"`, `0`, `""`), `[{}]`)},
				},
			}
		},
	},
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

func typedTop(id string, member int, want rawjson.Kind, row string, fail func() []Sample) *Rule {
	name := topNames[member]
	return &Rule{
		ID: id, Title: name + " is " + pageType(want), Severity: Must, Level: Fail, Source: Page, Sentence: row, Why: typedWhy, Fix: typedFix,
		when: mistyped,
		check: func(r *reading) {
			if f := &r.top[member]; wrongType(f, want) {
				r.add(mistyping(name, want, f))
			}
		},
		proof: func() Proof {
			return Proof{
				Pass: []Sample{{
					Name: "missing has its own rule", Body: `{}`, Also: []string{"REQ-001", "REQ-002", "REQ-003", "REQ-004"},
				}},
				Fail: fail(),
			}
		},
	}
}

func typedItem(id string, member int, want rawjson.Kind, row string, fail func() []Sample) *Rule {
	name := itemNames[member]
	return &Rule{
		ID: id, Title: name + " is " + pageType(want), Severity: Must, Level: Fail, Source: Page, Sentence: row, Why: typedWhy, Fix: typedFix,
		when: mistyped,
		check: func(r *reading) {
			if it, n := r.first(func(it *item) bool { return wrongType(&it.fields[member], want) }); n > 0 {
				r.addItem(it, n, mistyping(name, want, &it.fields[member]))
			}
		},
		proof: func() Proof {
			return Proof{
				Pass: []Sample{{
					Name: "missing has its own rule", Body: body(`"OK"`, `0`, `""`, `{}`, `{}`),
					Also: []string{"REQ-005", "REQ-006", "REQ-007"},
				}},
				Fail: fail(),
			}
		},
	}
}

// wrongType reports whether the member is there and of another type; a number where an Integer is due must be whole.
func wrongType(f *field, want rawjson.Kind) bool {
	switch f.kind {
	case rawjson.Invalid:
		return false
	case rawjson.Number:
		return want != rawjson.Number || !readInteger(f.text).readable()
	}
	return f.kind != want
}

func mistyping(name string, want rawjson.Kind, f *field) Finding {
	received := string(f.text)
	if f.kind == rawjson.String {
		received = `"` + received + `"`
	}
	got := "a JSON " + f.kind.String()
	if f.kind == want {
		got = "no whole number"
	}
	return Finding{
		Expected: pageType(want), Received: received,
		Message: fmt.Sprintf("%s is %s, not %s", name, got, pageType(want)), Offset: f.at,
	}
}

func pageType(k rawjson.Kind) string {
	switch k {
	case rawjson.Number:
		return "Integer"
	case rawjson.Array:
		return "Array"
	}
	return "String"
}

func without(ids []string, id string) []string {
	var rest []string
	for _, other := range ids {
		if other != id {
			rest = append(rest, other)
		}
	}
	return rest
}
