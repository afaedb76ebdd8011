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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "the page's"}, {Name: "an escape", Raw: sample.Carrying("Sns.", `\u0053ns.`)}}
			p.Fail = []rule.Sample{
				{Name: "another", Raw: sample.Carrying("Sns.CallbackPrevFriendAdd", "C2C.CallbackBeforeSendMsg")},
				{Name: "empty", Raw: sample.Carrying("Sns.CallbackPrevFriendAdd", "")},
			}
		},
	}, check: func(a *Checker) {
		if text, ok := a.text(&a.Top[read.TopCommand]); ok && string(text) != callback.PrevFriendAdd.Command {
			a.add(rule.Finding{
				Expected: callback.PrevFriendAdd.Command, Received: string(text),
				Message: "CallbackCommand in the body is another webhook's", Offset: a.Top[read.TopCommand].At,
			})
		}
	}},
	{Rule: rule.Rule{
		ID: "RQF-002", Title: "accounts are UserIDs", Severity: rule.Should, Level: rule.Fail, Source: rule.Contacts,
		Sentence: "UserID: up to 32 bytes of printable ASCII", Why: "Chat has no such users.", Fix: forged,
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
	}, check: func(a *Checker) {
		for _, i := range []int{read.TopRequester, read.TopFrom} {
			a.account(read.RequestNames[i], &a.Top[i])
		}
		for i := range a.Friends {
			a.account(read.FriendNames[read.FriendAccount], &a.Friends[i].Fields[read.FriendAccount])
		}
	}},
	limitRule("RQF-003", read.FriendRemark, callback.MaxRemarkBytes, `"remark1"`),
	limitRule("RQF-004", read.FriendGroup, callback.MaxGroupBytes, `"group1"`),
	limitRule("RQF-005", read.FriendWording, callback.MaxWordingBytes, `"this is id1!"`),
	{Rule: rule.Rule{
		ID: "RQF-006", Title: "AddSource has its form", Severity: rule.Should, Level: rule.Fail, Source: rule.Contacts,
		Sentence: contactsSentence, Why: "AddSource_Type_ and up to 8 letters is all that Chat accepts.", Fix: forged,
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
	}, check: func(a *Checker) {
		for i := range a.Friends {
			f := &a.Friends[i].Fields[read.FriendSource]
			if text, ok := a.text(f); ok && len(text) > 0 {
				if problem := callback.PrevFriendAdd.Item(callback.Source).Check(string(text)); problem != "" {
					a.add(rule.Finding{
						Expected: callback.AddSourcePrefix + " and 1 to 8 letters", Received: string(text),
						Message: "AddSource " + problem, Offset: f.At,
					})
					return
				}
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQF-007", Title: "AddType is one of two", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "Friend adding mode. Valid values: Add_Type_Single : one-wayAdd_Type_Both (default): two-way", Why: "The page knows no third.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "one-way", Raw: sample.Carrying("Add_Type_Both", "Add_Type_Single")}}
			p.Fail = []rule.Sample{
				{Name: "unknown", Raw: sample.Carrying("Add_Type_Both", "Add_Type_X")},
				{Name: "empty", Raw: sample.Carrying("Add_Type_Both", "")},
			}
		},
	}, check: func(a *Checker) {
		f := &a.Top[read.TopAddType]
		if text, ok := a.text(f); ok && string(text) != callback.AddTypeSingle && string(text) != callback.AddTypeBoth {
			a.add(rule.Finding{
				Expected: "Add_Type_Single or Add_Type_Both", Received: string(text),
				Message: "AddType is neither of its values", Offset: f.At,
			})
		}
	}},
}

// text is the text of a member, if the body is an object and the member there and a string.
func (a *Checker) text(f *read.Field) (text []byte, ok bool) {
	if !a.Object || f.Kind != rawjson.String {
		return nil, false
	}
	return a.Str(f.Text), true
}

// account reports an account that cannot be a UserID.
func (a *Checker) account(name string, f *read.Field) {
	text, ok := a.text(f)
	if !ok {
		return
	}
	if problem := callback.ValidAccount(string(text)); problem != "" {
		a.add(rule.Finding{
			Account: string(text), Expected: "1 to 32 bytes of printable ASCII", Received: string(text),
			Message: name + " " + problem, Offset: f.At,
		})
	}
}

// limitRule bounds a text of FriendItem in bytes of UTF-8.
func limitRule(id string, member, limit int, text string) *element {
	name := read.FriendNames[member]
	long := func(n int) string { return sample.Carrying(text, `"`+strings.Repeat("x", n)+`"`) }
	return &element{Rule: rule.Rule{
		ID: id, Title: fmt.Sprintf("%s has at most %d bytes", name, limit), Severity: rule.Should, Level: rule.Fail, Source: rule.Contacts,
		Sentence: contactsSentence, Why: "Chat refuses longer ones before any webhook.", Fix: forged,
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
	}, check: func(a *Checker) {
		for i := range a.Friends {
			f := &a.Friends[i].Fields[member]
			if text, ok := a.text(f); ok && len(text) > limit {
				a.add(rule.Finding{
					Expected: fmt.Sprintf("at most %d bytes", limit), Received: fmt.Sprintf("%d bytes", len(text)),
					Message: name + " is too long", Offset: f.At,
				})
				return
			}
		}
	}}
}
