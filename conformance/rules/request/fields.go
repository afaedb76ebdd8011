package request

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

const contactsSentence = "For more information, see the Standard friend fields section in Contacts Management."

var requestFieldRules = []*element{
	{Rule: rule.Rule{
		ID: "RQF-001", Title: "CallbackCommand is this webhook's", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample,
		Sentence: `"CallbackCommand": "Sns.CallbackPrevFriendAdd"`, Why: "One URL serves all webhooks; the command tells them apart.", Fix: forged,
		English: []rule.Wording{
			{Message: "CallbackCommand in the body is another webhook's", Expected: callback.PrevFriendAdd.Command, Received: "{command}"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "the page's"}, {Name: "an escape", Raw: sample.Carrying("Sns.", `\u0053ns.`)}}
			p.Fail = []rule.Sample{
				{Name: "another", Raw: sample.Carrying("Sns.CallbackPrevFriendAdd", "C2C.CallbackBeforeSendMsg")},
				{Name: "empty", Raw: sample.Carrying("Sns.CallbackPrevFriendAdd", "")},
			}
		},
	}, check: func(c *Checker) {
		if text, ok := c.text(&c.Top[read.TopCommand]); ok && string(text) != callback.PrevFriendAdd.Command {
			c.add("", c.Top[read.TopCommand].At, "command", string(text))
		}
	}},
	{Rule: rule.Rule{
		ID: "RQF-002", Title: "accounts are UserIDs", Severity: rule.Should, Level: rule.Fail, Source: rule.Contacts,
		Sentence: "UserID: up to 32 bytes of printable ASCII", Why: "Chat has no such users.", Fix: forged,
		English: []rule.Wording{
			{Message: "{member} {problem}", Expected: "1 to 32 bytes of printable ASCII", Received: "{account}"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "32 bytes", Raw: sample.Carrying(`"id1"`, `"`+strings.Repeat("x", 32)+`"`)},
				{Name: "of a robot", Raw: sample.Carrying(`"id1"`, `"@RBT#001"`)},
			}
			p.Fail = []rule.Sample{
				{Name: "33 bytes", Raw: sample.Carrying(`"id1"`, `"`+strings.Repeat("x", 33)+`"`)},
				{Name: "empty", Raw: sample.Carrying(`"id1"`, `""`)},
				{Name: "Chinese", Raw: sample.Carrying(`"From_Account": "id"`, `"From_Account": "好"`)},
				{Name: "a control byte", Raw: sample.Carrying(`"Requester_Account": "id"`, `"Requester_Account": "a\u0000"`)},
			}
		},
	}, check: func(c *Checker) {
		for _, i := range []int{read.TopRequester, read.TopFrom} {
			c.account(read.RequestNames[i], &c.Top[i])
		}
		for i := range c.Friends {
			c.account(read.FriendNames[read.FriendAccount], &c.Friends[i].Fields[read.FriendAccount])
		}
	}},
	limitRule("RQF-003", read.FriendRemark, callback.MaxRemarkBytes, `"remark1"`),
	limitRule("RQF-004", read.FriendGroup, callback.MaxGroupBytes, `"group1"`),
	limitRule("RQF-005", read.FriendWording, callback.MaxWordingBytes, `"this is id1!"`),
	{Rule: rule.Rule{
		ID: "RQF-006", Title: "AddSource has its form", Severity: rule.Should, Level: rule.Fail, Source: rule.Contacts,
		Sentence: contactsSentence, Why: "AddSource_Type_ and up to 8 letters is all that Chat accepts.", Fix: forged,
		English: []rule.Wording{
			{Message: "AddSource {problem}", Expected: callback.AddSourcePrefix + " and 1 to 8 letters", Received: "{source}"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "one of one's own", Raw: sample.Carrying("AddSource_Type_Android", "AddSource_Type_QRcode")},
				{Name: "empty", Raw: sample.Carrying(`"AddSource_Type_Android"`, `""`)},
			}
			p.Fail = []rule.Sample{
				{Name: "one letter", Raw: sample.Carrying("AddSource_Type_Android", "x")},
				{Name: "no prefix", Raw: sample.Carrying("AddSource_Type_Android", "Android")},
				{Name: "nine letters", Raw: sample.Carrying("AddSource_Type_Android", "AddSource_Type_Abcdefghi")},
			}
		},
	}, check: func(c *Checker) {
		for i := range c.Friends {
			f := &c.Friends[i].Fields[read.FriendSource]
			if text, ok := c.text(f); ok && len(text) > 0 {
				if problem := callback.PrevFriendAdd.Item(callback.Source).Check(string(text)); problem != "" {
					c.add("", f.At, "source", string(text), "problem", problem)
					return
				}
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQF-007", Title: "AddType is one of two", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "Friend adding mode. Valid values: Add_Type_Single : one-wayAdd_Type_Both (default): two-way", Why: "The page knows no third.", Fix: forged,
		English: []rule.Wording{
			{Message: "AddType is neither of its values", Expected: "Add_Type_Single or Add_Type_Both", Received: "{type}"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "one-way", Raw: sample.Carrying("Add_Type_Both", "Add_Type_Single")}}
			p.Fail = []rule.Sample{
				{Name: "unknown", Raw: sample.Carrying("Add_Type_Both", "Add_Type_X")},
				{Name: "empty", Raw: sample.Carrying("Add_Type_Both", "")},
			}
		},
	}, check: func(c *Checker) {
		f := &c.Top[read.TopAddType]
		if text, ok := c.text(f); ok && string(text) != callback.AddTypeSingle && string(text) != callback.AddTypeBoth {
			c.add("", f.At, "type", string(text))
		}
	}},
}

// text is the text of a member, if the body is an object and the member there and a string.
func (c *Checker) text(f *read.Field) (text []byte, ok bool) {
	if !c.Object || f.Kind != rawjson.String {
		return nil, false
	}
	return c.Str(f.Text), true
}

// account reports an account that cannot be a UserID.
func (c *Checker) account(name string, f *read.Field) {
	text, ok := c.text(f)
	if !ok {
		return
	}
	if problem := callback.ValidAccount(string(text)); problem != "" {
		c.add("", f.At, "member", name, "problem", problem, "account", string(text)).Account = string(text)
	}
}

// limitRule bounds a text of FriendItem in bytes of UTF-8.
func limitRule(id string, member, limit int, text string) *element {
	name := read.FriendNames[member]
	long := func(n int) string { return sample.Carrying(text, `"`+strings.Repeat("x", n)+`"`) }
	return &element{Rule: rule.Rule{
		ID: id, Title: fmt.Sprintf("%s has at most %d bytes", name, limit), Severity: rule.Should, Level: rule.Fail, Source: rule.Contacts,
		Sentence: contactsSentence, Why: "Chat refuses longer ones before any webhook.", Fix: forged,
		English: []rule.Wording{{Message: name + " is too long", Expected: fmt.Sprintf("at most %d bytes", limit), Received: "{bytes} bytes"}},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "at the limit", Raw: long(limit)},
				{Name: "at the limit in escapes", Raw: sample.Carrying(text, `"`+strings.Repeat(`\u0041`, limit)+`"`)},
			}
			p.Fail = []rule.Sample{
				{Name: "one byte more", Raw: long(limit + 1)},
				{Name: "characters are not bytes", Raw: sample.Carrying(text, `"`+strings.Repeat("好", limit/3+1)+`"`)},
			}
		},
	}, check: func(c *Checker) {
		for i := range c.Friends {
			f := &c.Friends[i].Fields[member]
			if text, ok := c.text(f); ok && len(text) > limit {
				c.add("", f.At, "bytes", len(text))
				return
			}
		}
	}}
}
