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

// The keys of an answer and of its items, by style. Both styles have the page's order.
var (
	statusKey, itemAccountKey = answerKeys("ActionStatus", KindText), answerKeys("To_Account", KindText)
	codeKey, itemCodeKey      = answerKeys("ErrorCode", KindFlag), answerKeys("ResultCode", KindFlag)
	infoKey, itemInfoKey      = answerKeys("ErrorInfo", KindText), answerKeys("ResultInfo", KindText)
	listKey                   = answerKeys("ResultItem", KindItems)
)

func answerKeys(name string, kind Kind) [2]key {
	f := &Field{Name: name, Kind: kind}
	return [2]key{newKey(f, Wire), newKey(f, Documented)}
}

// Append appends the response as JSON text, in the page's order, compact (Wire) or with its blanks (Documented).
func (r *Response) Append(dst []byte, style Style) []byte {
	return r.AppendAs(dst, style, func(dst []byte, s string) []byte { return rawjson.AppendText(dst, s, false) })
}

// AppendAs is Append with accounts that are spelt by account, which appends what stands between the quotes.
func (r *Response) AppendAs(dst []byte, style Style, account func([]byte, string) []byte) []byte {
	start := len(dst)
	dst = append(rawjson.AppendText(statusKey[style].append(dst), r.ActionStatus, false), '"')
	dst = strconv.AppendInt(codeKey[style].append(dst), r.ErrorCode, 10)
	dst = append(rawjson.AppendText(infoKey[style].append(dst), r.ErrorInfo, false), '"')
	dst[start] = '{'
	dst = listKey[style].append(dst)
	for i := range r.ResultItem {
		if i > 0 {
			dst = append(dst, ',')
		}
		item, start := &r.ResultItem[i], len(dst)
		dst = append(account(itemAccountKey[style].append(dst), item.ToAccount), '"')
		dst = strconv.AppendInt(itemCodeKey[style].append(dst), item.ResultCode, 10)
		dst = append(rawjson.AppendText(itemInfoKey[style].append(dst), item.ResultInfo, false), '"')
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
