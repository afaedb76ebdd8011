package request

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

const contactsSentence = "For more information, see the Standard friend fields section in Contacts Management."

// nativeGroupBytes is the limit of GroupName on the page of the native SDK.
const nativeGroupBytes = 96

var requestFieldRules = []*element{
	{Rule: rule.Rule{
		ID: "RQF-001", Title: "CallbackCommand is this webhook's", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample,
		Sentence: `"CallbackCommand": "Sns.CallbackPrevFriendAdd"`,
		Why:      "One URL serves all webhooks; the command tells them apart.", Fix: forged,
		English: []rule.Wording{
			{Message: "CallbackCommand in the body is another webhook's", Expected: "{expected}", Received: "{command}"},
		},
		Refusable: true,
	}, check: func(c *Checker) {
		if text, ok := c.text(&c.Top[callback.Command]); ok && string(text) != c.Hook.Command {
			c.add("", c.Top[callback.Command].At, "command", string(text), "expected", c.Hook.Command)
		}
	}},
	{Rule: rule.Rule{
		ID: "RQF-002", Title: "accounts are UserIDs", Severity: rule.Should, Level: rule.Fail, Source: rule.Contacts,
		Sentence: "UserID: up to 32 bytes of printable ASCII", Why: "Chat has no such users.", Fix: forged,
		English: []rule.Wording{
			{Message: "{member} {problem}", Expected: "1 to 32 bytes of printable ASCII", Received: "{account}"},
		},
		Refusable: true,
	}, check: func(c *Checker) {
		c.each(callback.KindAccount, func(of *callback.Field, f *read.Field, text []byte) bool {
			if problem := callback.ValidAccount(string(text)); problem != "" {
				c.add("", f.At, "member", of.Name, "problem", language.Phrase(problem), "account", string(text)).Account = string(text)
			}
			return true
		})
	}},
	limitRule("RQF-003", callback.Remark, 0),
	limitRule("RQF-004", callback.Group, nativeGroupBytes),
	limitRule("RQF-005", callback.Wording, 0),
	{Rule: rule.Rule{
		ID: "RQF-006", Title: "AddSource has its form", Severity: rule.Should, Level: rule.Fail, Source: rule.Contacts,
		Sentence: contactsSentence, Why: "AddSource_Type_ and up to 8 letters is all that Chat accepts.", Fix: forged,
		English: []rule.Wording{
			{Message: "{member} {problem}", Expected: "{prefix} and 1 to {letters} letters", Received: "{text}"},
		},
		Refusable: true,
	}, check: func(c *Checker) {
		c.each(callback.KindTag, func(of *callback.Field, f *read.Field, text []byte) bool {
			problem := of.Check(string(text))
			if problem != "" {
				c.add("", f.At, "member", of.Name, "problem", language.Phrase(problem), "prefix", of.Prefix, "letters", of.Limit, "text", string(text))
			}
			return problem == ""
		})
	}},
	{Rule: rule.Rule{
		ID: "RQF-007", Title: "AddType is one of two", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "Friend adding mode. Valid values: Add_Type_Single : one-wayAdd_Type_Both (default): two-way",
		Why:      "The page knows no third.", Fix: forged,
		English: []rule.Wording{
			{Message: "{member} has none of its values", Expected: "{values}", Received: "{text}"},
		},
		Refusable: true,
	}, check: func(c *Checker) {
		c.each(callback.KindWord, func(of *callback.Field, f *read.Field, text []byte) bool {
			legal := of.Check(string(text)) == ""
			if !legal {
				c.add("", f.At, "member", of.Name, "values", strings.Join(of.Values, " or "), "text", string(text))
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

// limitRule bounds a text of an item in bytes of UTF-8. Most is the limit that another page has.
func limitRule(id string, slot callback.Slot, most int) *element {
	name, limit := callback.PrevFriendAdd.Item(slot).Name, callback.PrevFriendAdd.Item(slot).Limit
	return &element{Rule: rule.Rule{
		ID: id, Title: fmt.Sprintf("%s has at most %d bytes", name, limit), Severity: rule.Should, Level: rule.Fail, Source: rule.Contacts,
		Sentence: contactsSentence, Why: "Chat refuses longer ones before any webhook.", Fix: forged,
		English: []rule.Wording{
			{Kind: "long", Message: "{member} is too long", Expected: "at most {limit} bytes", Received: "{bytes} bytes"},
			{
				Kind: "differ", Message: "{member} is too long", Expected: "at most {limit} bytes", Received: "{bytes} bytes",
				Fix: "Take it as it is: the pages differ about this limit. If it is a test, stay within the smaller one.",
			},
		},
		Refusable: most == 0,
	}, check: func(c *Checker) {
		of := c.Hook.Item(slot)
		for i := range c.Items {
			f := &c.Items[i].Fields[slot]
			if text, ok := c.text(f); ok && len(text) > of.Limit {
				kind := "long"
				if len(text) <= most {
					kind = "differ"
				}
				c.add(kind, f.At, "member", of.Name, "limit", of.Limit, "bytes", len(text))
				return
			}
		}
	}}
}
