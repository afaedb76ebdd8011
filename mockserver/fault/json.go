package fault

import (
	"strconv"
	"strings"
)

// jsonFaults answers with something that is not one plain JSON object.
var jsonFaults = []*Fault{
	{ID: "says-ok", Group: "JSN", Fires: []string{"JSN-001"}, Title: "answers ok", answer: saying("ok")},
	{
		ID: "single-quotes", Group: "JSN", Fires: []string{"JSN-001"}, Title: "prints its dictionary as Python does",
		answer: editing(`"`, `'`),
	},
	{
		ID: "trailing-comma", Group: "JSN", Fires: []string{"JSN-001"}, Title: "leaves a comma after the last item",
		answer: editing("}]}", "},]}"),
	},
	{
		ID: "nan", Group: "JSN", Fires: []string{"JSN-001"}, Title: "writes NaN for a number",
		answer: matching(`"ErrorCode":\d+`, `"ErrorCode":NaN`),
	},
	{
		ID: "notice-before", Group: "JSN", Fires: []string{"JSN-001"}, Title: "prints a PHP notice before its JSON",
		answer: reshaping(func(body string) string {
			return "<br />\n<b>Notice</b>:  Undefined index: Remark in <b>callback.php</b> on line <b>31</b><br />\n" + body
		}),
	},
	{
		ID: "cut-off", Group: "JSN", Fires: []string{"JSN-001"}, Title: "sends half of its JSON with a length that fits",
		answer: reshaping(func(body string) string { return body[:len(body)/2] }),
	},
	{
		ID: "in-an-array", Group: "JSN", Fires: []string{"JSN-002"}, Title: "wraps its answer in an array",
		answer: reshaping(func(body string) string { return "[" + body + "]" }),
	},
	{
		ID: "in-a-string", Group: "JSN", Fires: []string{"JSN-002"}, Title: "encodes its JSON twice, into a string",
		answer: reshaping(func(body string) string { return strconv.Quote(body) }),
	},
	{ID: "null", Group: "JSN", Fires: []string{"JSN-002"}, Title: "answers null", answer: saying("null")},
	{
		ID: "html-after", Group: "JSN", Fires: []string{"JSN-003"}, Title: "has HTML after its JSON, as where a framework appends a toolbar",
		answer: reshaping(func(body string) string { return body + "\n<!-- rendered in 3 ms -->" }),
	},
	{
		ID: "two-objects", Group: "JSN", Fires: []string{"JSN-003"}, Title: "writes its answer twice",
		answer: reshaping(func(body string) string { return body + body }),
	},
	{
		ID: "byte-order-mark", Group: "JSN", Fires: []string{"JSN-004"}, Title: "begins with a byte order mark",
		answer: reshaping(func(body string) string { return "\ufeff" + body }),
	},
	{
		ID: "gbk-text", Group: "JSN", Fires: []string{"JSN-005"}, Title: "writes its texts in GBK",
		answer: editing(`"ResultInfo":""`, "\"ResultInfo\":\"\xba\xc3\xd3\xd1\""),
	},
	{
		ID: "duplicate-member", Group: "JSN", Fires: []string{"JSN-006"}, Title: "has ErrorCode twice",
		answer: editing(`"ErrorInfo"`, `"ErrorCode":0,"ErrorInfo"`),
	},
	{
		ID: "camel-case", Group: "JSN", Fires: []string{"JSN-007"}, Title: "writes actionStatus, as mappers do by default",
		answer: renaming("actionStatus", "errorCode", "errorInfo", "resultItem", "toAccount", "resultCode", "resultInfo"),
	},
	{
		ID: "snake-case", Group: "JSN", Fires: []string{"JSN-007"}, Title: "writes action_status, as mappers do when told so",
		answer: renaming("action_status", "error_code", "error_info", "result_item", "to_account", "result_code", "result_info"),
	},
	{
		ID: "lone-surrogate", Group: "JSN", Fires: []string{"JSN-008"}, Title: "cuts an emoji in half",
		answer: editing(`"ResultInfo":""`, `"ResultInfo":"\ud83d"`),
	},
	{
		ID: "extra-members", Group: "JSN", Fires: []string{"JSN-009"}, Title: "adds members of its own",
		answer: editing(`"ErrorInfo"`, `"TraceId":"5f1c","ErrorInfo"`),
	},
}

// renaming gives the members other names.
func renaming(names ...string) func(*Handling, *hit) {
	var pairs []string
	for i, name := range memberNames {
		pairs = append(pairs, `"`+name+`":`, `"`+names[i]+`":`)
	}
	return reshaping(strings.NewReplacer(pairs...).Replace)
}

var memberNames = []string{"ActionStatus", "ErrorCode", "ErrorInfo", "ResultItem", "To_Account", "ResultCode", "ResultInfo"}
