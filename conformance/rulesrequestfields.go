package conformance

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/jsonscan"
)

const contactsSentence = "For more information, see the Standard friend fields section in Contacts Management."

var requestFieldRules = []*Rule{
	{
		ID: "RQF-001", Title: "CallbackCommand is this webhook's", Severity: Must, Level: Fail, Source: InSample,
		Sentence: `"CallbackCommand": "Sns.CallbackPrevFriendAdd"`, Why: "One URL serves all webhooks; the command tells them apart.", Fix: forged,
		ask: func(a *asking) {
			if text, ok := a.text(&a.top[askCommand]); ok && string(text) != callback.Command {
				a.add(Finding{Expected: callback.Command, Received: string(text), Message: "CallbackCommand in the body is another webhook's", Offset: a.top[askCommand].at})
			}
		},
		Pass: []Sample{{Name: "the page's"}, {Name: "an escape", Raw: carrying("Sns.", `\u0053ns.`)}},
		Fail: []Sample{{Name: "another", Raw: carrying("Sns.CallbackPrevFriendAdd", "C2C.CallbackBeforeSendMsg")}, {Name: "empty", Raw: carrying("Sns.CallbackPrevFriendAdd", "")}},
	},
	{
		ID: "RQF-002", Title: "accounts are UserIDs", Severity: Should, Level: Fail, Source: Contacts,
		Sentence: "UserID: up to 32 bytes of printable ASCII", Why: "Chat has no such users.", Fix: forged,
		ask: func(a *asking) {
			for _, i := range []int{askRequester, askFrom} {
				a.account(askNames[i], &a.top[i])
			}
			for i := range a.friends {
				a.account(friendNames[friendAccount], &a.friends[i].fields[friendAccount])
			}
		},
		Pass: []Sample{{Name: "32 bytes", Raw: carrying(`"id1"`, `"`+strings.Repeat("x", 32)+`"`)}, {Name: "of a robot", Raw: carrying(`"id1"`, `"@RBT#001"`)}},
		Fail: []Sample{
			{Name: "33 bytes", Raw: carrying(`"id1"`, `"`+strings.Repeat("x", 33)+`"`)},
			{Name: "empty", Raw: carrying(`"id1"`, `""`)},
			{Name: "Chinese", Raw: carrying(`"From_Account": "id"`, `"From_Account": "好"`)},
			{Name: "a control byte", Raw: carrying(`"Requester_Account": "id"`, `"Requester_Account": "a\u0000"`)},
		},
	},
	limitRule("RQF-003", friendRemark, callback.MaxRemarkBytes, `"remark1"`),
	limitRule("RQF-004", friendGroup, callback.MaxGroupNameBytes, `"group1"`),
	limitRule("RQF-005", friendWording, callback.MaxAddWordingBytes, `"this is id1!"`),
	{
		ID: "RQF-006", Title: "AddSource has its form", Severity: Should, Level: Fail, Source: Contacts,
		Sentence: contactsSentence, Why: "AddSource_Type_ and up to 8 letters is all that Chat accepts.", Fix: forged,
		ask: func(a *asking) {
			for i := range a.friends {
				f := &a.friends[i].fields[friendSource]
				if text, ok := a.text(f); ok && len(text) > 0 {
					if problem := callback.ValidAddSource(string(text)); problem != "" {
						a.add(Finding{Expected: callback.AddSourcePrefix + " and 1 to 8 letters", Received: string(text), Message: "AddSource " + problem, Offset: f.at})
						return
					}
				}
			}
		},
		Pass: []Sample{{Name: "one of one's own", Raw: carrying("AddSource_Type_Android", "AddSource_Type_QRcode")}, {Name: "empty", Raw: carrying(`"AddSource_Type_Android"`, `""`)}},
		Fail: []Sample{{Name: "no prefix", Raw: carrying("AddSource_Type_Android", "Android")}, {Name: "nine letters", Raw: carrying("AddSource_Type_Android", "AddSource_Type_Abcdefghi")}},
	},
	{
		ID: "RQF-007", Title: "AddType is one of two", Severity: Must, Level: Fail, Source: Page,
		Sentence: "Friend adding mode. Valid values: Add_Type_Single : one-wayAdd_Type_Both (default): two-way", Why: "The page knows no third.", Fix: forged,
		ask: func(a *asking) {
			f := &a.top[askAddType]
			if text, ok := a.text(f); ok && string(text) != callback.AddTypeSingle && string(text) != callback.AddTypeBoth {
				a.add(Finding{Expected: "Add_Type_Single or Add_Type_Both", Received: string(text), Message: "AddType is neither of its values", Offset: f.at})
			}
		},
		Pass: []Sample{{Name: "one-way", Raw: carrying("Add_Type_Both", "Add_Type_Single")}},
		Fail: []Sample{{Name: "unknown", Raw: carrying("Add_Type_Both", "Add_Type_X")}, {Name: "empty", Raw: carrying("Add_Type_Both", "")}},
	},
	{
		ID: "RQF-008", Title: "ForceAddFlags is 0 or 1", Severity: Must, Level: Fail, Source: Page,
		Sentence: forceSentence, Why: "The page knows no third value.", Fix: forged,
		ask: func(a *asking) {
			if n := a.force; a.object && n.readable() && n.value != 0 && n.value != 1 {
				a.add(Finding{Expected: "0 or 1", Received: string(a.top[askForce].text), Message: "ForceAddFlags is neither 0 nor 1", Offset: a.top[askForce].at})
			}
		},
		Pass: []Sample{{Name: "0"}},
		Fail: []Sample{{Name: "2", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": 2`)}, {Name: "-1", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": -1`)}},
	},
	{
		ID: "RQF-009", Title: "not forced by an admin", Severity: Advisory, Level: Note, Source: Page,
		Sentence: forceSentence, Why: "Admins use the REST API, which does not trigger this webhook; 1 is not to be expected here.", Fix: forged,
		ask: func(a *asking) {
			if a.object && a.force.readable() && a.force.value == 1 {
				a.add(Finding{Expected: "0", Received: "1", Message: "ForceAddFlags says that an admin forces the friend", Offset: a.top[askForce].at})
			}
		},
		Pass: []Sample{{Name: "another value has its own rule", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": 2`), Also: []string{"RQF-008"}}},
		Fail: []Sample{{Name: "1", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": 1`)}},
	},
	{
		ID: "RQF-010", Title: "somebody is asked about", Severity: Should, Level: Warn, Source: InSample,
		Sentence: requestSample, Why: "A request for nobody has nothing to decide; clients add one user at a time.", Fix: forged,
		ask: func(a *asking) {
			if f := &a.top[askItems]; a.object && f.kind == jsonscan.Array && len(a.friends) == 0 {
				a.add(Finding{Expected: "at least one FriendItem", Received: "[]", Message: "FriendItem is empty", Offset: f.at})
			}
		},
		Pass: []Sample{{Name: "one", Raw: request("POST", "HTTP/1.1", pageQuery, asks("id1"))}},
		Fail: []Sample{{Name: "none", Raw: request("POST", "HTTP/1.1", pageQuery, asks())}},
	},
	{
		ID: "RQF-011", Title: "each account once", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "One FriendItem for each user to be added.", Why: "Two items for one account can be answered differently; what Chat does then is not documented.", Fix: forged,
		ask: func(a *asking) {
			if account, n := a.repeated(); n > 0 {
				a.add(Finding{Account: account, Expected: "one FriendItem for the account", Received: fmt.Sprintf("%d more", n), Message: "the request asks about an account twice", Places: n})
			}
		},
		Pass: []Sample{{Name: "many", Raw: request("POST", "HTTP/1.1", pageQuery, asks(numbered(40)...))}},
		Fail: []Sample{{Name: "twice", Raw: carrying(`"id2"`, `"id1"`)}, {Name: "among many", Raw: request("POST", "HTTP/1.1", pageQuery, asks(append(numbered(40), "user07")...))}},
	},
	{
		ID: "RQF-012", Title: "nobody adds himself", Severity: Advisory, Level: Note, Source: Robustness,
		Sentence: "To_Account is another user than From_Account.", Why: "Whether Chat lets such a request come so far is not documented.", Fix: forged,
		ask: func(a *asking) {
			from, ok := a.text(&a.top[askFrom])
			for i := range a.friends {
				f := &a.friends[i].fields[friendAccount]
				if to, there := a.text(f); ok && there && string(to) == string(from) {
					a.add(Finding{Account: string(to), Expected: "another account than From_Account", Received: string(to), Message: "the user adds himself", Offset: f.at})
					return
				}
			}
		},
		Pass: []Sample{{Name: "requested by another", Raw: carrying(`"Requester_Account": "id"`, `"Requester_Account": "id1"`)}},
		Fail: []Sample{{Name: "himself", Raw: carrying(`"id2"`, `"id"`)}},
	},
	{
		ID: "RQF-013", Title: "EventTime is in milliseconds", Severity: Must, Level: Warn, Source: Page,
		Sentence: "EventTime | Integer | Timestamp in milliseconds", Why: "Receivers that order or expire by time go wrong. RequestTime in the URL is in seconds.", Fix: forged,
		ask: func(a *asking) {
			if n := a.time; a.object && n.readable() && (n.value < earliest.UnixMilli() || n.value > latest.UnixMilli()) {
				f := Finding{Expected: "Unix time in milliseconds", Received: string(a.top[askTime].text), Message: "EventTime is not a time between 2010 and 2100 in milliseconds", Offset: a.top[askTime].at}
				if n.value >= earliest.Unix() && n.value <= latest.Unix() {
					f.Message = "EventTime is in seconds"
				}
				a.add(f)
			}
		},
		Pass: []Sample{{Name: "the page's"}},
		Fail: []Sample{{Name: "seconds", Raw: carrying("1631777344870", "1631777344")}, {Name: "0", Raw: carrying("1631777344870", "0")}, {Name: "microseconds", Raw: carrying("1631777344870", "1631777344870000")}},
	},
}

const forceSentence = "Flag denoting the friend is force added by an admin. Valid values: 1 : force adding0 : normal adding"

// earliest and latest bound the times that a callback can be of: Chat is younger than the one, chatcb will not see the other.
var (
	earliest = time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// text is the text of a member, if the body is an object and the member there and a string.
func (a *asking) text(f *field) (text []byte, ok bool) {
	if !a.object || f.kind != jsonscan.String {
		return nil, false
	}
	return a.str(f.text), true
}

// account reports an account that cannot be a UserID.
func (a *asking) account(name string, f *field) {
	text, ok := a.text(f)
	if !ok {
		return
	}
	if problem := callback.ValidAccount(string(text)); problem != "" {
		a.add(Finding{Account: string(text), Expected: "1 to 32 bytes of printable ASCII", Received: string(text), Message: name + " " + problem, Offset: f.at})
	}
}

// repeated returns the first account that is asked about more than once, and how many items are repeats.
func (a *asking) repeated() (account string, repeats int) {
	clear(a.others.item)
	for i := range a.friends {
		text, ok := a.text(&a.friends[i].fields[friendAccount])
		if !ok {
			continue
		}
		again := false
		if len(a.friends) > manyAccounts {
			again = a.others.item[string(text)]
			a.others.item[string(text)] = true
		}
		for j := 0; j < i && len(a.friends) <= manyAccounts && !again; j++ {
			other, there := a.text(&a.friends[j].fields[friendAccount])
			again = there && string(other) == string(text)
		}
		if again {
			if repeats++; repeats == 1 {
				account = string(text)
			}
		}
	}
	return account, repeats
}

// limitRule bounds a text of FriendItem in bytes of UTF-8.
func limitRule(id string, member, limit int, sample string) *Rule {
	name := friendNames[member]
	long := func(n int) string { return carrying(sample, `"`+strings.Repeat("x", n)+`"`) }
	return &Rule{
		ID: id, Title: fmt.Sprintf("%s has at most %d bytes", name, limit), Severity: Should, Level: Fail, Source: Contacts,
		Sentence: contactsSentence, Why: "Chat refuses longer ones before any webhook.", Fix: forged,
		ask: func(a *asking) {
			for i := range a.friends {
				f := &a.friends[i].fields[member]
				if text, ok := a.text(f); ok && len(text) > limit {
					a.add(Finding{Expected: fmt.Sprintf("at most %d bytes", limit), Received: fmt.Sprintf("%d bytes", len(text)), Message: name + " is too long", Offset: f.at})
					return
				}
			}
		},
		Pass: []Sample{{Name: "at the limit", Raw: long(limit)}, {Name: "at the limit in escapes", Raw: carrying(sample, `"`+strings.Repeat(`\u0041`, limit)+`"`)}},
		Fail: []Sample{{Name: "one byte more", Raw: long(limit + 1)}, {Name: "characters are not bytes", Raw: carrying(sample, `"`+strings.Repeat("好", limit/3+1)+`"`)}},
	}
}
