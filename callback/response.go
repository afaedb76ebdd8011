package callback

import (
	"strconv"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Response is the answer of an app backend (page, "Response fields"). All its fields are required; texts may be empty.
//
// It is for writing answers. Answers of others are judged as they came, never through this type: decoding would hide
// what is wrong with them.
type Response struct {
	ActionStatus string // StatusOK or StatusFail
	ErrorCode    int64  // 0, or in [MinCode, MaxCode] when processing failed, which Chat ignores by default
	ErrorInfo    string
	ResultItem   []ResultItem
}

// ResultItem decides over one account.
type ResultItem struct {
	ToAccount  string
	ResultCode int64 // 0 allows; a code in [MinCode, MaxCode] denies
	ResultInfo string
}

// The fields of an answer and of its items, in the page's order, which is that of their slots.
var (
	AnswerFields = []Field{
		{Name: "ActionStatus"},
		{Name: "ErrorCode", Slot: 1, Kind: KindCode},
		{Name: "ErrorInfo", Slot: 2},
		{Name: "ResultItem", Slot: 3, Kind: KindItems},
	}
	ResultFields = []Field{
		{Name: "To_Account", Kind: KindAccount}, {Name: "ResultCode", Slot: 1, Kind: KindCode}, {Name: "ResultInfo", Slot: 2},
	}

	answerKeys, resultKeys = spell(AnswerFields), spell(ResultFields)
)

// Append appends the response as JSON text, in the page's order, compact (Wire) or with its blanks (Documented).
func (r *Response) Append(dst []byte, style Style) []byte {
	return r.AppendAs(dst, style, func(dst []byte, s string) []byte { return rawjson.AppendText(dst, s, false) })
}

// AppendAs is Append with accounts that are spelt by account, which appends what stands between the quotes.
func (r *Response) AppendAs(dst []byte, style Style, account func([]byte, string) []byte) []byte {
	keys, start := answerKeys[style], len(dst)
	dst = append(rawjson.AppendText(keys[0].append(dst), r.ActionStatus, false), '"')
	dst = strconv.AppendInt(keys[1].append(dst), r.ErrorCode, 10)
	dst = append(rawjson.AppendText(keys[2].append(dst), r.ErrorInfo, false), '"')
	dst[start] = '{'
	dst = keys[3].append(dst)
	keys = resultKeys[style]
	for i := range r.ResultItem {
		if i > 0 {
			dst = append(dst, ',')
		}
		item, start := &r.ResultItem[i], len(dst)
		dst = append(account(keys[0].append(dst), item.ToAccount), '"')
		dst = strconv.AppendInt(keys[1].append(dst), item.ResultCode, 10)
		dst = append(rawjson.AppendText(keys[2].append(dst), item.ResultInfo, false), '"')
		dst[start] = '{'
		dst = append(dst, '}')
	}
	return append(dst, "]}"...)
}

// Allow returns the answer that lets every account of the request through.
func Allow(accounts ...string) *Response {
	r := &Response{ActionStatus: StatusOK, ResultItem: make([]ResultItem, len(accounts))}
	for i, id := range accounts {
		r.ResultItem[i].ToAccount = id
	}
	return r
}
