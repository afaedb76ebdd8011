package answer

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
	"github.com/chatcb/chatcb/conformance/rule"
)

// misnamedRule reports the names that a framework's naming strategy wrote, once; the required fields that they stand
// for are not reported as missing.
var misnamedRule = &element{Rule: rule.Rule{
	ID: "JSN-007", Title: "exact member names", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample,
	Sentence: `{"ActionStatus": "OK","ErrorCode": 0,"ErrorInfo": "","ResultItem": [ … ]}`,
	Why:      "A member under another name is a missing one: a denial in resultItem is not seen, and the friend is added.",
	Fix:      "Give the serializer the exact names (json tags, @JsonProperty, @SerializedName) instead of its naming strategy.",
	Samples: func(p *rule.Proof) {
		p.Pass = []rule.Sample{
			{Name: "exact, with an escape", Body: sample.Edited(`"ActionStatus"`, `"\u0041ctionStatus"`)},
			{
				Name: "an unknown name beside the right one", Body: sample.Edited(`"ErrorInfo"`, `"errorInfo": "","ErrorInfo"`),
				Also: []string{"JSN-009"},
			},
			{Name: "a name that is simply missing", Body: sample.Edited(`"ErrorInfo": "",`, ``), Also: []string{"REQ-003"}},
		}
		p.Fail = []rule.Sample{
			{Name: "camel case", Body: `{"actionStatus":"OK","errorCode":0,"errorInfo":"","resultItem":[]}`},
			{Name: "one of them", Body: sample.Edited(`"ActionStatus"`, `"actionstatus"`)},
			{
				Name: "snake case",
				Body: `{"action_status":"OK","error_code":0,"error_info":"","result_item":[{"to_account":"id1"}]}`,
			},
			{Name: "with an escape", Body: sample.Edited(`"ActionStatus"`, `"\u0061ctionStatus"`)},
			{
				Name: "in the items",
				Body: strings.NewReplacer("To_Account", "toAccount", "ResultCode", "resultCode", "ResultInfo", "resultInfo").Replace(
					callback.SampleResponse,
				),
			},
			{
				Name: "one name, and one that is missing",
				Body: `{"actionStatus":"OK","ErrorInfo":"","ResultItem":[` + sample.Entry(`"id1"`, `0`, `""`) + `,` + sample.Entry(`"id2"`, `0`, `""`) + `]}`,
				Also: []string{"REQ-002"},
			},
			{Name: "beside an unknown one", Body: sample.Edited(`"ErrorInfo"`, `"x":0,"errorinfo"`), Also: []string{"JSN-009"}},
		}
	},
}, when: read.Unknown, check: func(r *Checker) {
	f, n := rule.Finding{}, 0
	for _, s := range r.Strangers {
		if !r.misnames(s) {
			continue
		}
		if n++; n == 1 {
			f = rule.Finding{Expected: r.names(s)[s.Member], Received: string(s.Name), Offset: s.At}
			f.Message = fmt.Sprintf("%q should be %q", f.Received, f.Expected)
		}
	}
	if f.Places = n; n > 0 {
		r.add(f)
	}
}}

var unknownRule = &element{Rule: rule.Rule{
	ID: "JSN-009", Title: "unknown members", Severity: rule.Advisory, Level: rule.Note, Source: rule.Robustness,
	Sentence: "The page lists seven members; others are ignored at best.",
	Why:      "What Chat does with members that it does not know is not documented. Often they are a request that was echoed.",
	Fix:      "Leave them out, unless they serve somebody on the way.",
	Samples: func(p *rule.Proof) {
		p.Pass = []rule.Sample{{
			Name: "a misspelt one has its own rule", Body: sample.Edited(`"ErrorInfo"`, `"errorInfo"`), Also: []string{"JSN-007"},
		}}
		p.Fail = []rule.Sample{
			{Name: "an unknown name, and one that is missing", Body: sample.Edited(`"ErrorCode": 0`, `"x": 0`), Also: []string{"REQ-002"}},
			{Name: "the start of a name", Body: sample.Edited(`"ActionStatus"`, `"Action"`), Also: []string{"REQ-001"}},
			{Name: "more than a name", Body: sample.Edited(`"ActionStatus"`, `"ActionStatuses"`), Also: []string{"REQ-001"}},
			{Name: "at the top", Body: sample.Edited(`"ErrorInfo"`, `"RequestId": "1","ErrorInfo"`)},
			{Name: "in an item", Body: sample.Edited(`"ResultInfo"`, `"Remark": null,"ResultInfo"`)},
			{Name: "with nested ones", Body: sample.Edited(`"ErrorInfo"`, `"a": {"b": [1, {"b": 2}]},"ErrorInfo"`)},
		}
	},
}, when: read.Unknown, check: func(r *Checker) {
	var names []string
	f := rule.Finding{
		Expected: "the members of the page only", Message: "the answer has members that the page does not list",
	}
	for _, s := range r.Strangers {
		if r.misnames(s) {
			continue
		}
		if f.Places++; f.Places == 1 {
			f.Offset = s.At
		}
		if name := fmt.Sprintf("%q", s.Name); len(names) < rule.MostNames && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if f.Received = strings.Join(names, ", "); f.Places > 0 {
		r.add(f)
	}
}}

func (r *Checker) names(s read.Stranger) []string {
	if s.Item < 0 {
		return read.TopNames[:]
	}
	return read.ItemNames[:]
}

// misnames reports whether the stranger stands for a known member that is not there under its own name.
func (r *Checker) misnames(s read.Stranger) bool {
	switch {
	case s.Member < 0:
		return false
	case s.Item < 0:
		return r.Top[s.Member].Kind == 0
	}
	return r.Items[s.Item].Fields[s.Member].Kind == 0
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
