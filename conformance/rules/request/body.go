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

const requestSample = `{"CallbackCommand": "Sns.CallbackPrevFriendAdd","Requester_Account": "id","From_Account": "id","FriendItem": [ … ], … }`

var requestBodyRules = []*element{
	{Rule: rule.Rule{
		ID: "RQB-001", Title: "body is a JSON object", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample, Sentence: requestSample,
		Why: "Nothing can be read from another body, and the receiver's answer to it proves nothing.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "unknown members were observed", Raw: sample.Carrying(`"AddType"`, `"MsgPriority": {"a": 1},"AddType"`)}}
			p.Fail = []rule.Sample{
				{Name: "empty", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, "")},
				{Name: "cut off after a wrong type", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, `{"From_Account": 1,`)},
				{Name: "array", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, "[]")},
				{Name: "cut off", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, callback.PrevFriendAdd.Sample[:60])},
				{Name: "two", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, callback.PrevFriendAdd.Sample+callback.PrevFriendAdd.Sample)},
				{Name: "a byte order mark", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, "\ufeff"+callback.PrevFriendAdd.Sample)},
			}
		},
	}, check: func(a *Checker) {
		if a.Object {
			return
		}
		f := rule.Finding{Expected: "a JSON object", Received: read.Start(a.Content), Message: "the body is no JSON object"}
		if err := a.Scan.Err(); err != nil {
			f.Offset = err.Offset + a.Shift
			f.Message = fmt.Sprintf("the body is not JSON: wanted %s, got %s", err.Want, err.Got)
		}
		a.add(f)
	}},
	{Rule: rule.Rule{
		ID: "RQB-002", Title: "no member stands twice", Severity: rule.Should, Level: rule.Fail, Source: rule.Robustness,
		Sentence: "The names within an object should be unique; of what a reader makes of others nobody can be sure (RFC 8259, section 4).",
		Why:      "A check of one and a use of the other is a hole.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "once each"},
				{Name: "an unknown one in each item", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, strings.ReplaceAll(callback.PrevFriendAdd.Sample, `"Remark"`, `"x": 1,"Remark"`))},
			}
			p.Fail = []rule.Sample{
				{Name: "From_Account", Raw: sample.Carrying(`"From_Account"`, `"From_Account": "x","From_Account"`)},
				{Name: "To_Account", Raw: sample.Carrying(`"To_Account"`, `"To_Account": "x","To_Account"`)},
				{Name: "FriendItem", Raw: sample.Carrying(`"FriendItem"`, `"FriendItem": [],"FriendItem"`), Also: []string{"RQF-010"}},
				{Name: "unknown", Raw: sample.Carrying(`"AddType"`, `"x": 1,"x": 2,"AddType"`)},
				{Name: "unknown, in an item", Raw: sample.Carrying(`"Remark"`, `"x": 1,"x": 2,"Remark"`)},
			}
		},
	}, check: func(a *Checker) {
		if a.Object && a.Dups > 0 {
			a.add(rule.Finding{
				Expected: "each name once in an object", Received: fmt.Sprintf("%q again", a.DupName),
				Message: fmt.Sprintf("the member %q stands twice in one object", a.DupName), Offset: a.DupAt,
				Places: a.Dups,
			})
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-003", Title: "exact member names", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample, Sentence: requestSample,
		Why: "Receivers look for the page's names.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "another spelling beside the right one", Raw: sample.Carrying(`"AddType"`, `"addType": 1,"AddType"`)},
				{Name: "an escape", Raw: sample.Carrying(`"AddType"`, `"\u0041ddType"`)},
			}
			p.Fail = []rule.Sample{
				{Name: "from_account", Raw: sample.Carrying(`"From_Account"`, `"from_account"`)},
				{Name: "toAccount", Raw: sample.Carrying(`"To_Account"`, `"toAccount"`)},
				{Name: "friendItem", Raw: sample.Carrying(`"FriendItem"`, `"friendItem"`)},
			}
		},
	}, check: func(a *Checker) {
		f, n := rule.Finding{}, 0
		for _, s := range a.Strangers {
			fields, names := a.Top[:], read.RequestNames[:]
			if s.Item >= 0 {
				fields, names = a.Friends[s.Item].Fields[:], read.FriendNames[:]
			}
			if !a.Object || fields[s.Member].Kind != rawjson.Invalid {
				continue
			}
			if n++; n == 1 {
				f = rule.Finding{
					Expected: names[s.Member], Received: string(s.Name),
					Message: fmt.Sprintf("%q should be %q", s.Name, names[s.Member]), Offset: s.At,
				}
			}
		}
		if f.Places = n; n > 0 {
			a.add(f)
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-004", Title: "the members of the page are there", Severity: rule.Should, Level: rule.Fail, Source: rule.InSample, Sentence: requestSample,
		Why: "The page lists them without saying which are required; AddType has a default, and whether unset texts are left out is not documented.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "no AddType", Raw: sample.Carrying(`"AddType": "Add_Type_Both",`, ``)},
				{Name: "only To_Account", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, sample.Asks("id1"))},
			}
			p.Fail = []rule.Sample{
				{Name: "From_Account", Raw: sample.Carrying(`"From_Account": "id",`, ``)},
				{Name: "To_Account", Raw: sample.Carrying(`"To_Account": "id1",`, ``)},
				{Name: "EventTime", Raw: sample.Carrying(`,"EventTime": 1631777344870`, ``)},
				{Name: "ForceAddFlags", Raw: sample.Carrying(`"ForceAddFlags": 0,`, ``)},
				{Name: "all", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, "{}")},
			}
		},
	}, check: func(a *Checker) {
		if !a.Object {
			return
		}
		var lacking []string
		for i, name := range read.RequestNames {
			if i != read.TopAddType && a.Top[i].Kind == rawjson.Invalid && a.Misnamed&(1<<i) == 0 {
				lacking = append(lacking, name)
			}
		}
		for i := range a.Friends {
			f := &a.Friends[i]
			if f.Kind == rawjson.Object && f.Fields[read.FriendAccount].Kind == rawjson.Invalid && f.Misnamed&(1<<read.FriendAccount) == 0 {
				lacking = append(lacking, fmt.Sprintf("FriendItem[%d].To_Account", i))
			}
		}
		if n := len(lacking); n > 0 {
			a.add(rule.Finding{
				Expected: rule.Listed(lacking), Received: "none", Message: "the request lacks " + rule.Listed(lacking),
				Places: n,
			})
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-005", Title: "members have their types", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "Field | Type | Description | (seven of the request, five of FriendItem)",
		Why:      "A receiver in a typed language cannot read the request at all.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{
				Name: "an empty object has its own rule", Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, "{}"),
				Also: []string{"RQB-004"},
			}}
			p.Fail = []rule.Sample{
				{Name: "From_Account null", Raw: sample.Carrying(`"From_Account": "id"`, `"From_Account": null`)},
				{Name: "To_Account number", Raw: sample.Carrying(`"id1"`, `1`)},
				{Name: "FriendItem object", Raw: sample.Carrying(`"FriendItem": [`, `"FriendItem": {},"x": [`)},
				{Name: "FriendItem of strings", Raw: sample.Carrying(`"FriendItem": [`, `"FriendItem": ["id0",`)},
				{Name: "ForceAddFlags true", Raw: sample.Carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": true`)},
				{Name: "EventTime string", Raw: sample.Carrying(`1631777344870`, `"1631777344870"`)},
				{Name: "EventTime half", Raw: sample.Carrying(`1631777344870`, `1631777344870.5`)},
				{Name: "Remark number", Raw: sample.Carrying(`"remark1"`, `1`)},
			}
		},
	}, check: func(a *Checker) {
		if !a.Object {
			return
		}
		for i := range a.Top {
			if f := &a.Top[i]; read.WrongType(f, read.RequestKind(i)) {
				a.add(rule.Mistyping(read.RequestNames[i], read.RequestKind(i), f))
				return
			}
		}
		for i := range a.Friends {
			friend := &a.Friends[i]
			if friend.Kind != rawjson.Object {
				a.add(rule.Finding{
					Expected: "an object", Received: "a JSON " + friend.Kind.String(),
					Message: "an element of FriendItem is no object", Offset: friend.At,
				})
				return
			}
			for k := range friend.Fields {
				if f := &friend.Fields[k]; read.WrongType(f, rawjson.String) {
					a.add(rule.Mistyping(fmt.Sprintf("FriendItem[%d].%s", i, read.FriendNames[k]), rawjson.String, f))
					return
				}
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-006", Title: "numbers are spelt plainly", Severity: rule.Should, Level: rule.Warn, Source: rule.Page, Sentence: "Integer",
		Why: "Some readers refuse 1.0 and 1e12 for an integer.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "digits"}}
			p.Fail = []rule.Sample{
				{Name: "0.0", Raw: sample.Carrying(`"ForceAddFlags": 0`, `"ForceAddFlags": 0.0`)},
				{Name: "exponent", Raw: sample.Carrying(`1631777344870`, `1.63177734487e12`)},
			}
		},
	}, check: func(a *Checker) {
		for _, i := range []int{read.TopForce, read.TopTime} {
			if a.Object && read.Whole(&a.Top[i]).Form == read.Spelt {
				a.add(rule.Finding{
					Expected: fmt.Sprint(read.Whole(&a.Top[i]).Value), Received: string(a.Top[i].Text),
					Message: read.RequestNames[i] + " is a whole number, but not spelt as one", Offset: a.Top[i].At,
				})
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQB-007", Title: "texts are UTF-8", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "JSON between systems is encoded in UTF-8 (RFC 8259, section 8.1), and its escapes stand for whole characters.",
		Why:      "Strict receivers refuse the whole request.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "Chinese", Raw: sample.Carrying("remark1", "老同学")},
				{Name: "a pair", Raw: sample.Carrying("remark1", `\ud83d\ude00`)},
			}
			p.Fail = []rule.Sample{
				{Name: "GBK", Raw: sample.Carrying("remark1", "\xba\xc3")},
				{Name: "half a pair", Raw: sample.Carrying("remark1", `\ud83d`)},
			}
		},
	}, check: func(a *Checker) {
		if a.Object && (a.Scan.BadUTF8 || a.Scan.LoneSurrogate) {
			a.add(rule.Finding{
				Expected: "UTF-8 and whole surrogate pairs", Received: "a broken character",
				Message: "a text has a broken character", Offset: read.InvalidUTF8(a.Body),
			})
		}
	}},
}
