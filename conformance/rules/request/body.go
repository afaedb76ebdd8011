package request

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

// requestSample is the page's sample in short.
var requestSample = callback.PrevFriendAdd.Sample[:strings.IndexByte(callback.PrevFriendAdd.Sample, '[')] + "[ … ], … }"

var requestBodyRules = []*element{
	{Rule: rule.Rule{
		ID: "RQB-001", Title: "body is a JSON object", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample,
		Sentence: requestSample,
		Why:      "Nothing can be read from another body, and the receiver's answer to it proves nothing.", Fix: forged,
		English: []rule.Wording{
			{Kind: "other", Message: "the body is no JSON object", Expected: "a JSON object", Received: "{start}"},
			{Kind: "broken", Message: "the body is not JSON: wanted {want}, got {got}", Expected: "a JSON object", Received: "{start}"},
		},
		Refusable: true,
	}, check: func(c *Checker) {
		if c.Object {
			return
		}
		start := rule.ExcerptOf(c.Content)
		if err := c.Scan.Err(); err != nil {
			c.add("broken", err.Offset+c.Shift, "want", language.Phrase(err.Want), "got", language.Phrase(err.Got), "start", start)
		} else {
			c.add("other", 0, "start", start)
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-002", Title: "no member stands twice", Severity: rule.Should, Level: rule.Fail, Source: rule.Robustness,
		Sentence: "The names within an object should be unique; of what a reader makes of others nobody can be sure (RFC 8259, section 4).",
		Why:      "A check of one and a use of the other is a hole.", Fix: forged,
		English: []rule.Wording{
			{Message: "the member {name:q} stands twice in one object", Expected: "each name once in an object", Received: "{name:q} again"},
		},
	}, check: func(c *Checker) {
		if c.Object && c.Dups > 0 {
			c.add("", c.DupAt, "name", c.DupName).Places = c.Dups
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-003", Title: "exact member names", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample, Sentence: requestSample,
		Why: "Receivers look for the page's names.", Fix: forged,
		English: []rule.Wording{
			{Message: "{received:q} should be {expected:q}", Expected: "{expected}", Received: "{received}"},
		},
	}, check: func(c *Checker) {
		var wrong, right []string
		at, n := 0, 0
		for _, s := range c.Strangers {
			slot := callback.Slot(s.Member)
			there, of := c.Top[slot], c.Hook.Field(slot)
			if s.Item >= 0 {
				there, of = c.Items[s.Item].Fields[slot], c.Hook.Item(slot)
			}
			if !c.Object || there.Kind != rawjson.Invalid {
				continue
			}
			if n++; n == 1 {
				at = s.At
			}
			if name := string(s.Name); !slices.Contains(wrong, name) {
				wrong, right = append(wrong, name), append(right, of.Name)
			}
		}
		if n > 0 {
			c.add("", at, "received", wrong, "expected", right).Places = n
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-004", Title: "the members of the page are there", Severity: rule.Should, Level: rule.Fail, Source: rule.InSample,
		Sentence: requestSample,
		Why:      "The page lists them without saying which are required; AddType has a default, and whether unset texts are left out is not documented.",
		Fix:      forged,
		English:  []rule.Wording{{Message: "the request lacks {names}", Expected: "{names}", Received: "none"}},
	}, check: func(c *Checker) {
		if !c.Object {
			return
		}
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
			c.add("", 0, "names", lacking).Places = len(lacking)
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-005", Title: "members have their types", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "Field | Type | Description | (seven of the request, five of FriendItem)",
		Why:      "A receiver in a typed language cannot read the request at all.", Fix: forged,
		English: []rule.Wording{
			{Kind: "type", Message: "{member} is a JSON {kind}, not {type}", Expected: "{type}", Received: "{spelt}"},
			{Kind: "fraction", Message: "{member} is no whole number, not {type}", Expected: "{type}", Received: "{spelt}"},
			{Kind: "item type", Message: "{list}[{item}].{member} is a JSON {kind}, not {type}", Expected: "{type}", Received: "{spelt}"},
			{Kind: "item", Message: "an element of {list} is no object", Expected: "an object", Received: "a JSON {kind}"},
		},
		Refusable: true,
	}, check: func(c *Checker) {
		if !c.Object || !c.Mistyped {
			return
		}
		for i := range c.Hook.Fields {
			of := &c.Hook.Fields[i]
			f, want := &c.Top[of.Slot], of.Kind.JSON()
			if f.Mistyped(want) {
				kind := "type"
				if f.Kind == want {
					kind = "fraction"
				}
				c.add(kind, f.At, "member", of.Name, "kind", f.Kind, "type", read.TypeName(want), "spelt", f.Spelling())
				return
			}
		}
		for i := range c.Items {
			item := &c.Items[i]
			if item.Kind != rawjson.Object {
				c.add("item", item.At, "list", c.Hook.ItemList(), "kind", item.Kind)
				return
			}
			for k := range c.Hook.Items {
				of := &c.Hook.Items[k]
				if f := &item.Fields[of.Slot]; f.Mistyped(rawjson.String) {
					c.add("item type", f.At, "list", c.Hook.ItemList(), "item", i, "member", of.Name, "kind", f.Kind, "type", read.TypeName(rawjson.String), "spelt", f.Spelling())
					return
				}
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-006", Title: "numbers are spelt plainly", Severity: rule.Should, Level: rule.Warn, Source: rule.Page, Sentence: "Integer",
		Why: "Some readers refuse 1.0 and 1e12 for an integer.", Fix: silent,
		English: []rule.Wording{
			{Message: "{member} is a whole number, but not spelt as one", Expected: "{value}", Received: "{spelt}"},
		},
	}, check: func(c *Checker) {
		for _, kind := range []callback.Kind{callback.KindFlag, callback.KindTime} {
			for _, of := range c.Hook.OfKind(kind) {
				if n := c.Number(of.Slot); c.Object && n.Form == read.Spelt {
					c.add("", c.Top[of.Slot].At, "member", of.Name, "value", n.Value, "spelt", string(c.Top[of.Slot].Text))
				}
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-007", Title: "texts are UTF-8", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "JSON between systems is encoded in UTF-8 (RFC 8259, section 8.1), and its escapes stand for whole characters.",
		Why:      "Strict receivers refuse the whole request.", Fix: forged,
		English: []rule.Wording{
			{Message: "a text has a broken character", Expected: "UTF-8 and whole surrogate pairs", Received: "a broken character"},
		},
	}, check: func(c *Checker) {
		if c.Object && (c.Scan.BadUTF8 || c.Scan.LoneSurrogate) {
			c.add("", read.InvalidUTF8(c.Body))
		}
	}},
}
