package conformance

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

const requestSample = `{"CallbackCommand": "Sns.CallbackPrevFriendAdd","Requester_Account": "id","From_Account": "id","FriendItem": [ … ], … }`

var requestBodyRules = []*requestRule{
	{Rule: Rule{
		ID: "RQB-001", Title: "body is a JSON object", Severity: Must, Level: Fail, Source: InSample, Sentence: requestSample,
		Why: "Nothing can be read from another body, and the receiver's answer to it proves nothing.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "unknown members were observed", Raw: carrying(`"AddType"`, `"MsgPriority": {"a": 1},"AddType"`)}}
			p.Fail = []Sample{
				{Name: "empty", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, "")},
				{Name: "cut off after a wrong type", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, `{"From_Account": 1,`)},
				{Name: "array", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, "[]")},
				{Name: "cut off", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, callback.PrevFriendAdd.Sample[:60])},
				{Name: "two", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, callback.PrevFriendAdd.Sample+callback.PrevFriendAdd.Sample)},
				{Name: "a byte order mark", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, "\ufeff"+callback.PrevFriendAdd.Sample)},
			}
		},
	}, check: func(a *requestCheck) {
		if a.object {
			return
		}
		f := Finding{Expected: "a JSON object", Received: startOf(a.content), Message: "the body is no JSON object"}
		if err := a.scan.Err(); err != nil {
			f.Offset = err.Offset + a.shift
			f.Message = fmt.Sprintf("the body is not JSON: wanted %s, got %s", err.Want, err.Got)
		}
		a.add(f)
	}},
	{Rule: Rule{
		ID: "RQB-002", Title: "no member stands twice", Severity: Should, Level: Fail, Source: Robustness,
		Sentence: "The names within an object should be unique; of what a reader makes of others nobody can be sure (RFC 8259, section 4).",
		Why:      "A check of one and a use of the other is a hole.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "once each"},
				{Name: "an unknown one in each item", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, strings.ReplaceAll(callback.PrevFriendAdd.Sample, `"Remark"`, `"x": 1,"Remark"`))},
			}
			p.Fail = []Sample{
				{Name: "From_Account", Raw: carrying(`"From_Account"`, `"From_Account": "x","From_Account"`)},
				{Name: "To_Account", Raw: carrying(`"To_Account"`, `"To_Account": "x","To_Account"`)},
				{Name: "FriendItem", Raw: carrying(`"FriendItem"`, `"FriendItem": [],"FriendItem"`), Also: []string{"RQF-010"}},
				{Name: "unknown", Raw: carrying(`"AddType"`, `"x": 1,"x": 2,"AddType"`)},
				{Name: "unknown, in an item", Raw: carrying(`"Remark"`, `"x": 1,"x": 2,"Remark"`)},
			}
		},
	}, check: func(a *requestCheck) {
		if a.object && a.dups > 0 {
			a.add(Finding{
				Expected: "each name once in an object", Received: fmt.Sprintf("%q again", a.dupName),
				Message: fmt.Sprintf("the member %q stands twice in one object", a.dupName), Offset: a.dupAt,
				Places: a.dups,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQB-003", Title: "exact member names", Severity: Must, Level: Fail, Source: InSample, Sentence: requestSample,
		Why: "Receivers look for the page's names.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "another spelling beside the right one", Raw: carrying(`"AddType"`, `"addType": 1,"AddType"`)},
				{Name: "an escape", Raw: carrying(`"AddType"`, `"\u0041ddType"`)},
			}
			p.Fail = []Sample{
				{Name: "from_account", Raw: carrying(`"From_Account"`, `"from_account"`)},
				{Name: "toAccount", Raw: carrying(`"To_Account"`, `"toAccount"`)},
				{Name: "friendItem", Raw: carrying(`"FriendItem"`, `"friendItem"`)},
			}
		},
	}, check: func(a *requestCheck) {
		f, n := Finding{}, 0
		for _, s := range a.strangers {
			fields, names := a.top[:], askNames[:]
			if s.item >= 0 {
				fields, names = a.friends[s.item].fields[:], friendNames[:]
			}
			if !a.object || fields[s.member].kind != rawjson.Invalid {
				continue
			}
			if n++; n == 1 {
				f = Finding{
					Expected: names[s.member], Received: string(s.name),
					Message: fmt.Sprintf("%q should be %q", s.name, names[s.member]), Offset: s.at,
				}
			}
		}
		if f.Places = n; n > 0 {
			a.add(f)
		}
	}},
	{Rule: Rule{
		ID: "RQB-004", Title: "the members of the page are there", Severity: Should, Level: Fail, Source: InSample, Sentence: requestSample,
		Why: "The page lists them without saying which are required; AddType has a default, and whether unset texts are left out is not documented.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "no AddType", Raw: carrying(`"AddType": "Add_Type_Both",`, ``)},
				{Name: "only To_Account", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, asks("id1"))},
			}
			p.Fail = []Sample{
				{Name: "From_Account", Raw: carrying(`"From_Account": "id",`, ``)},
				{Name: "To_Account", Raw: carrying(`"To_Account": "id1",`, ``)},
				{Name: "EventTime", Raw: carrying(`,"EventTime": 1631777344870`, ``)},
				{Name: "ForceAddFlags", Raw: carrying(`"ForceAddFlags": 0,`, ``)},
				{Name: "all", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, "{}")},
			}
		},
	}, check: func(a *requestCheck) {
		if !a.object {
			return
		}
		var lacking []string
		for i, name := range askNames {
			if i != askAddType && a.top[i].kind == rawjson.Invalid && a.misnamed&(1<<i) == 0 {
				lacking = append(lacking, name)
			}
		}
		for i := range a.friends {
			f := &a.friends[i]
			if f.kind == rawjson.Object && f.fields[friendAccount].kind == rawjson.Invalid && f.misnamed&(1<<friendAccount) == 0 {
				lacking = append(lacking, fmt.Sprintf("FriendItem[%d].To_Account", i))
			}
		}
		if n := len(lacking); n > 0 {
			a.add(Finding{
				Expected: listed(lacking), Received: "none", Message: "the request lacks " + listed(lacking),
				Places: n,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQB-005", Title: "members have their types", Severity: Must, Level: Fail, Source: Page,
		Sentence: "Field | Type | Description | (seven of the request, five of FriendItem)",
		Why:      "A receiver in a typed language cannot read the request at all.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "an empty object has its own rule", Raw: SampleRequest("POST", "HTTP/1.1", PageQuery, "{}"),
				Also: []string{"RQB-004"},
			}}
			p.Fail = []Sample{
				{Name: "From_Account null", Raw: carrying(`"From_Account": "id"`, `"From_Account": null`)},
				{Name: "To_Account number", Raw: carrying(`"id1"`, `1`)},
				{Name: "FriendItem object", Raw: carrying(`"FriendItem": [`, `"FriendItem": {},"x": [`)},
				{Name: "FriendItem of strings", Raw: carrying(`"FriendItem": [`, `"FriendItem": ["id0",`)},
				{Name: "ForceAddFlags true", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": true`)},
				{Name: "EventTime string", Raw: carrying(`1631777344870`, `"1631777344870"`)},
				{Name: "EventTime half", Raw: carrying(`1631777344870`, `1631777344870.5`)},
				{Name: "Remark number", Raw: carrying(`"remark1"`, `1`)},
			}
		},
	}, check: func(a *requestCheck) {
		if !a.object {
			return
		}
		for i := range a.top {
			if f := &a.top[i]; wrongType(f, askKind(i)) {
				a.add(mistyping(askNames[i], askKind(i), f))
				return
			}
		}
		for i := range a.friends {
			friend := &a.friends[i]
			if friend.kind != rawjson.Object {
				a.add(Finding{
					Expected: "an object", Received: "a JSON " + friend.kind.String(),
					Message: "an element of FriendItem is no object", Offset: friend.at,
				})
				return
			}
			for k := range friend.fields {
				if f := &friend.fields[k]; wrongType(f, rawjson.String) {
					a.add(mistyping(fmt.Sprintf("FriendItem[%d].%s", i, friendNames[k]), rawjson.String, f))
					return
				}
			}
		}
	}},
	{Rule: Rule{
		ID: "RQB-006", Title: "numbers are spelt plainly", Severity: Should, Level: Warn, Source: Page, Sentence: "Integer",
		Why: "Some readers refuse 1.0 and 1e12 for an integer.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "digits"}}
			p.Fail = []Sample{
				{Name: "0.0", Raw: carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": 0.0`)},
				{Name: "exponent", Raw: carrying(`1631777344870`, `1.63177734487e12`)},
			}
		},
	}, check: func(a *requestCheck) {
		for _, i := range []int{askForce, askTime} {
			if a.object && whole(&a.top[i]).form == spelt {
				a.add(Finding{
					Expected: fmt.Sprint(whole(&a.top[i]).value), Received: string(a.top[i].text),
					Message: askNames[i] + " is a whole number, but not spelt as one", Offset: a.top[i].at,
				})
			}
		}
	}},
	{Rule: Rule{
		ID: "RQB-007", Title: "texts are UTF-8", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "JSON between systems is encoded in UTF-8 (RFC 8259, section 8.1), and its escapes stand for whole characters.",
		Why:      "Strict receivers refuse the whole request.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "Chinese", Raw: carrying("remark1", "老同学")},
				{Name: "a pair", Raw: carrying("remark1", `\ud83d\ude00`)},
			}
			p.Fail = []Sample{
				{Name: "GBK", Raw: carrying("remark1", "\xba\xc3")},
				{Name: "half a pair", Raw: carrying("remark1", `\ud83d`)},
			}
		},
	}, check: func(a *requestCheck) {
		if a.object && (a.scan.BadUTF8 || a.scan.LoneSurrogate) {
			a.add(Finding{
				Expected: "UTF-8 and whole surrogate pairs", Received: "a broken character",
				Message: "a text has a broken character", Offset: invalidUTF8(a.body),
			})
		}
	}},
}
