package conformance

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// misnamedRule reports the names that a framework's naming strategy wrote, once; the required fields that they stand
// for are not reported as missing.
var misnamedRule = &answerRule{Rule: Rule{
	ID: "JSN-007", Title: "exact member names", Severity: Must, Level: Fail, Source: InSample,
	Sentence: `{"ActionStatus": "OK","ErrorCode": 0,"ErrorInfo": "","ResultItem": [ … ]}`,
	Why:      "A member under another name is a missing one: a denial in resultItem is not seen, and the friend is added.",
	Fix:      "Give the serializer the exact names (json tags, @JsonProperty, @SerializedName) instead of its naming strategy.",
	Samples: func(p *Proof) {
		p.Pass = []Sample{
			{Name: "exact, with an escape", Body: edited(`"ActionStatus"`, `"\u0041ctionStatus"`)},
			{
				Name: "an unknown name beside the right one", Body: edited(`"ErrorInfo"`, `"errorInfo": "","ErrorInfo"`),
				Also: []string{"JSN-009"},
			},
			{Name: "a name that is simply missing", Body: edited(`"ErrorInfo": "",`, ``), Also: []string{"REQ-003"}},
		}
		p.Fail = []Sample{
			{Name: "camel case", Body: `{"actionStatus":"OK","errorCode":0,"errorInfo":"","resultItem":[]}`},
			{Name: "one of them", Body: edited(`"ActionStatus"`, `"actionstatus"`)},
			{
				Name: "snake case",
				Body: `{"action_status":"OK","error_code":0,"error_info":"","result_item":[{"to_account":"id1"}]}`,
			},
			{Name: "with an escape", Body: edited(`"ActionStatus"`, `"\u0061ctionStatus"`)},
			{
				Name: "in the items",
				Body: strings.NewReplacer("To_Account", "toAccount", "ResultCode", "resultCode", "ResultInfo", "resultInfo").Replace(
					callback.SampleResponse,
				),
			},
			{
				Name: "one name, and one that is missing",
				Body: `{"actionStatus":"OK","ErrorInfo":"","ResultItem":[` + entry(`"id1"`, `0`, `""`) + `,` + entry(`"id2"`, `0`, `""`) + `]}`,
				Also: []string{"REQ-002"},
			},
			{Name: "beside an unknown one", Body: edited(`"ErrorInfo"`, `"x":0,"errorinfo"`), Also: []string{"JSN-009"}},
		}
	},
}, when: unknown, check: func(r *answerCheck) {
	f, n := Finding{}, 0
	for _, s := range r.strangers {
		if !r.misnames(s) {
			continue
		}
		if n++; n == 1 {
			f = Finding{Expected: r.names(s)[s.member], Received: string(s.name), Offset: s.at}
			f.Message = fmt.Sprintf("%q should be %q", f.Received, f.Expected)
		}
	}
	if f.Places = n; n > 0 {
		r.add(f)
	}
}}

var unknownRule = &answerRule{Rule: Rule{
	ID: "JSN-009", Title: "unknown members", Severity: Advisory, Level: Note, Source: Robustness,
	Sentence: "The page lists seven members; others are ignored at best.",
	Why:      "What Chat does with members that it does not know is not documented. Often they are a request that was echoed.",
	Fix:      "Leave them out, unless they serve somebody on the way.",
	Samples: func(p *Proof) {
		p.Pass = []Sample{{
			Name: "a misspelt one has its own rule", Body: edited(`"ErrorInfo"`, `"errorInfo"`), Also: []string{"JSN-007"},
		}}
		p.Fail = []Sample{
			{Name: "an unknown name, and one that is missing", Body: edited(`"ErrorCode": 0`, `"x": 0`), Also: []string{"REQ-002"}},
			{Name: "the start of a name", Body: edited(`"ActionStatus"`, `"Action"`), Also: []string{"REQ-001"}},
			{Name: "more than a name", Body: edited(`"ActionStatus"`, `"ActionStatuses"`), Also: []string{"REQ-001"}},
			{Name: "at the top", Body: edited(`"ErrorInfo"`, `"RequestId": "1","ErrorInfo"`)},
			{Name: "in an item", Body: edited(`"ResultInfo"`, `"Remark": null,"ResultInfo"`)},
			{Name: "with nested ones", Body: edited(`"ErrorInfo"`, `"a": {"b": [1, {"b": 2}]},"ErrorInfo"`)},
		}
	},
}, when: unknown, check: func(r *answerCheck) {
	var names []string
	f := Finding{
		Expected: "the members of the page only", Message: "the answer has members that the page does not list",
	}
	for _, s := range r.strangers {
		if r.misnames(s) {
			continue
		}
		if f.Places++; f.Places == 1 {
			f.Offset = s.at
		}
		if name := fmt.Sprintf("%q", s.name); len(names) < mostNames && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if f.Received = strings.Join(names, ", "); f.Places > 0 {
		r.add(f)
	}
}}

func (r *answerCheck) names(s stranger) []string {
	if s.item < 0 {
		return topNames[:]
	}
	return itemNames[:]
}

// misnames reports whether the stranger stands for a known member that is not there under its own name.
func (r *answerCheck) misnames(s stranger) bool {
	switch {
	case s.member < 0:
		return false
	case s.item < 0:
		return r.top[s.member].kind == 0
	}
	return r.items[s.item].fields[s.member].kind == 0
}

// looksLike names what a text that is not JSON often is.
func looksLike(text []byte) string {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	for _, look := range []struct{ start, what string }{
		{"<", "an HTML or XML page, or a notice of PHP"},
		{"\x1f\x8b", "compressed with gzip"},
		{"\xff\xfe", "UTF-16"},
		{"\xfe\xff", "UTF-16"},
		{"{'", "a Python or JavaScript value printed with single quotes"},
		{"--", "a multipart body"},
	} {
		if bytes.HasPrefix(trimmed, []byte(look.start)) {
			return "; it looks like " + look.what
		}
	}
	return ""
}
