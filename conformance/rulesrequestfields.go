package conformance

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

const contactsSentence = "For more information, see the Standard friend fields section in Contacts Management."

var requestFieldRules = []*requestRule{
	{Rule: Rule{
		ID: "RQF-001", Title: "CallbackCommand is this webhook's", Severity: Must, Level: Fail, Source: InSample,
		Sentence: `"CallbackCommand": "Sns.CallbackPrevFriendAdd"`, Why: "One URL serves all webhooks; the command tells them apart.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "the page's"}, {Name: "an escape", Raw: carrying("Sns.", `\u0053ns.`)}}
			p.Fail = []Sample{
				{Name: "another", Raw: carrying("Sns.CallbackPrevFriendAdd", "C2C.CallbackBeforeSendMsg")},
				{Name: "empty", Raw: carrying("Sns.CallbackPrevFriendAdd", "")},
			}
		},
	}, check: func(a *requestCheck) {
		if text, ok := a.text(&a.top[askCommand]); ok && string(text) != callback.PrevFriendAdd.Command {
			a.add(Finding{
				Expected: callback.PrevFriendAdd.Command, Received: string(text),
				Message: "CallbackCommand in the body is another webhook's", Offset: a.top[askCommand].at,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQF-002", Title: "accounts are UserIDs", Severity: Should, Level: Fail, Source: Contacts,
		Sentence: "UserID: up to 32 bytes of printable ASCII", Why: "Chat has no such users.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "32 bytes", Raw: carrying(`"id1"`, `"`+strings.Repeat("x", 32)+`"`)},
				{Name: "of a robot", Raw: carrying(`"id1"`, `"@RBT#001"`)},
			}
			p.Fail = []Sample{
				{Name: "33 bytes", Raw: carrying(`"id1"`, `"`+strings.Repeat("x", 33)+`"`)},
				{Name: "empty", Raw: carrying(`"id1"`, `""`)},
				{Name: "Chinese", Raw: carrying(`"From_Account": "id"`, `"From_Account": "好"`)},
				{Name: "a control byte", Raw: carrying(`"Requester_Account": "id"`, `"Requester_Account": "a\u0000"`)},
			}
		},
	}, check: func(a *requestCheck) {
		for _, i := range []int{askRequester, askFrom} {
			a.account(askNames[i], &a.top[i])
		}
		for i := range a.friends {
			a.account(friendNames[friendAccount], &a.friends[i].fields[friendAccount])
		}
	}},
	limitRule("RQF-003", friendRemark, callback.MaxRemarkBytes, `"remark1"`),
	limitRule("RQF-004", friendGroup, callback.MaxGroupBytes, `"group1"`),
	limitRule("RQF-005", friendWording, callback.MaxWordingBytes, `"this is id1!"`),
	{Rule: Rule{
		ID: "RQF-006", Title: "AddSource has its form", Severity: Should, Level: Fail, Source: Contacts,
		Sentence: contactsSentence, Why: "AddSource_Type_ and up to 8 letters is all that Chat accepts.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "one of one's own", Raw: carrying("AddSource_Type_Android", "AddSource_Type_QRcode")},
				{Name: "empty", Raw: carrying(`"AddSource_Type_Android"`, `""`)},
			}
			p.Fail = []Sample{
				{Name: "one letter", Raw: carrying("AddSource_Type_Android", "x")},
				{Name: "no prefix", Raw: carrying("AddSource_Type_Android", "Android")},
				{Name: "nine letters", Raw: carrying("AddSource_Type_Android", "AddSource_Type_Abcdefghi")},
			}
		},
	}, check: func(a *requestCheck) {
		for i := range a.friends {
			f := &a.friends[i].fields[friendSource]
			if text, ok := a.text(f); ok && len(text) > 0 {
				if problem := callback.PrevFriendAdd.Item(callback.Source).Check(string(text)); problem != "" {
					a.add(Finding{
						Expected: callback.AddSourcePrefix + " and 1 to 8 letters", Received: string(text),
						Message: "AddSource " + problem, Offset: f.at,
					})
					return
				}
			}
		}
	}},
	{Rule: Rule{
		ID: "RQF-007", Title: "AddType is one of two", Severity: Must, Level: Fail, Source: Page,
		Sentence: "Friend adding mode. Valid values: Add_Type_Single : one-wayAdd_Type_Both (default): two-way", Why: "The page knows no third.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "one-way", Raw: carrying("Add_Type_Both", "Add_Type_Single")}}
			p.Fail = []Sample{
				{Name: "unknown", Raw: carrying("Add_Type_Both", "Add_Type_X")},
				{Name: "empty", Raw: carrying("Add_Type_Both", "")},
			}
		},
	}, check: func(a *requestCheck) {
		f := &a.top[askAddType]
		if text, ok := a.text(f); ok && string(text) != callback.AddTypeSingle && string(text) != callback.AddTypeBoth {
			a.add(Finding{
				Expected: "Add_Type_Single or Add_Type_Both", Received: string(text),
				Message: "AddType is neither of its values", Offset: f.at,
			})
		}
	}},
}

// text is the text of a member, if the body is an object and the member there and a string.
func (a *requestCheck) text(f *field) (text []byte, ok bool) {
	if !a.object || f.kind != rawjson.String {
		return nil, false
	}
	return a.str(f.text), true
}

// account reports an account that cannot be a UserID.
func (a *requestCheck) account(name string, f *field) {
	text, ok := a.text(f)
	if !ok {
		return
	}
	if problem := callback.ValidAccount(string(text)); problem != "" {
		a.add(Finding{
			Account: string(text), Expected: "1 to 32 bytes of printable ASCII", Received: string(text),
			Message: name + " " + problem, Offset: f.at,
		})
	}
}

// limitRule bounds a text of FriendItem in bytes of UTF-8.
func limitRule(id string, member, limit int, sample string) *requestRule {
	name := friendNames[member]
	long := func(n int) string { return carrying(sample, `"`+strings.Repeat("x", n)+`"`) }
	return &requestRule{Rule: Rule{
		ID: id, Title: fmt.Sprintf("%s has at most %d bytes", name, limit), Severity: Should, Level: Fail, Source: Contacts,
		Sentence: contactsSentence, Why: "Chat refuses longer ones before any webhook.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "at the limit", Raw: long(limit)},
				{Name: "at the limit in escapes", Raw: carrying(sample, `"`+strings.Repeat(`\u0041`, limit)+`"`)},
			}
			p.Fail = []Sample{
				{Name: "one byte more", Raw: long(limit + 1)},
				{Name: "characters are not bytes", Raw: carrying(sample, `"`+strings.Repeat("好", limit/3+1)+`"`)},
			}
		},
	}, check: func(a *requestCheck) {
		for i := range a.friends {
			f := &a.friends[i].fields[member]
			if text, ok := a.text(f); ok && len(text) > limit {
				a.add(Finding{
					Expected: fmt.Sprintf("at most %d bytes", limit), Received: fmt.Sprintf("%d bytes", len(text)),
					Message: name + " is too long", Offset: f.at,
				})
				return
			}
		}
	}}
}
