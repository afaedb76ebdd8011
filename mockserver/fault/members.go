package fault

// memberFaults leaves members out.
var memberFaults = []*Fault{
	{ID: "no-action-status", Group: "REQ", Fires: []string{"REQ-001"}, Title: "has no ActionStatus", answer: matching(`"ActionStatus":"[A-Z]*",`, ``)},
	{ID: "no-error-code", Group: "REQ", Fires: []string{"REQ-002"}, Title: "has no ErrorCode", answer: matching(`"ErrorCode":\d+,`, ``)},
	{ID: "no-error-info", Group: "REQ", Fires: []string{"REQ-003"}, Title: "drops ErrorInfo where it is empty", answer: editing(`"ErrorInfo":"",`, ``)},
	{ID: "no-result-item", Group: "REQ", Fires: []string{"REQ-004"}, Title: "has no ResultItem, as nearly all public handlers", answer: matching(`,"ResultItem":\[.*\]`, ``)},
	{ID: "no-to-account", Group: "REQ", Fires: []string{"REQ-005"}, Title: "does not say which item is for whom", answer: matching(`"To_Account":"[^"]*",`, ``)},
	{ID: "no-result-code", Group: "REQ", Fires: []string{"REQ-006"}, Title: "drops ResultCode where it is 0", answer: editing(`"ResultCode":0,`, ``)},
	{ID: "no-result-info", Group: "REQ", Fires: []string{"REQ-007"}, Title: "drops ResultInfo where it is empty", answer: editing(`,"ResultInfo":""`, ``)},
	{ID: "empty-object", Group: "REQ", Fires: []string{"REQ-001", "REQ-002", "REQ-003", "REQ-004"}, Title: "answers {}", answer: saying("{}")},
}

// typeFaults has values of other types.
var typeFaults = []*Fault{
	{ID: "numeric-action-status", Group: "TYP", Fires: []string{"TYP-001"}, Title: "says 0 for ActionStatus", answer: matching(`"ActionStatus":"[A-Z]*"`, `"ActionStatus":0`)},
	{ID: "string-error-code", Group: "TYP", Fires: []string{"TYP-002"}, Title: "quotes ErrorCode", answer: matching(`"ErrorCode":(\d+)`, `"ErrorCode":"$1"`)},
	{ID: "null-error-code", Group: "TYP", Fires: []string{"TYP-002"}, Title: "says null for ErrorCode", answer: matching(`"ErrorCode":0`, `"ErrorCode":null`)},
	{ID: "null-error-info", Group: "TYP", Fires: []string{"TYP-003"}, Title: "says null for ErrorInfo", answer: editing(`"ErrorInfo":""`, `"ErrorInfo":null`)},
	{ID: "null-result-item", Group: "TYP", Fires: []string{"TYP-004"}, Title: "says null for ResultItem, as Go does for a nil slice", answer: matching(`"ResultItem":\[.*\]`, `"ResultItem":null`)},
	{ID: "object-result-item", Group: "TYP", Fires: []string{"TYP-004"}, Title: "has one object where an array is due", answer: matching(`"ResultItem":\[(\{[^}]*\}).*\]`, `"ResultItem":$1`)},
	{ID: "string-items", Group: "TYP", Fires: []string{"TYP-005"}, Title: "lists accounts where objects are due", answer: matching(`\{"To_Account":("[^"]*")[^}]*\}`, `$1`)},
	{ID: "numeric-accounts", Group: "TYP", Fires: []string{"TYP-006"}, Title: "says its own user numbers for To_Account", answer: matching(`"To_Account":"[^"]*"`, `"To_Account":10001`)},
	{ID: "string-result-code", Group: "TYP", Fires: []string{"TYP-007"}, Title: "quotes ResultCode", answer: matching(`"ResultCode":(\d+)`, `"ResultCode":"$1"`)},
	{ID: "boolean-result-code", Group: "TYP", Fires: []string{"TYP-007"}, Title: "says true for ResultCode", answer: matching(`"ResultCode":\d+`, `"ResultCode":true`)},
	{ID: "null-result-info", Group: "TYP", Fires: []string{"TYP-008"}, Title: "says null for ResultInfo", answer: editing(`"ResultInfo":""`, `"ResultInfo":null`)},
	{ID: "float-codes", Group: "TYP", Fires: []string{"TYP-009"}, Title: "spells whole numbers with a fraction", answer: matching(`"ResultCode":(\d+)`, `"ResultCode":$1.0`)},
}
