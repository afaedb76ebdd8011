package callback

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

// Append appends the response as JSON text, in the page's order, compact (Wire) or with its blanks (Documented).
func (r *Response) Append(dst []byte, style Style) []byte {
	e := Encoding{Style: style}
	o := e.open(dst, nil)
	o.str(`"ActionStatus":"`, r.ActionStatus)
	o.num(`"ErrorCode":`, r.ErrorCode)
	o.str(`"ErrorInfo":"`, r.ErrorInfo)
	o.key(`"ResultItem":`)
	o.dst = append(o.dst, '[')
	for i := range r.ResultItem {
		if i > 0 {
			o.dst = append(o.dst, ',')
		}
		item := e.open(o.dst, nil)
		item.str(`"To_Account":"`, r.ResultItem[i].ToAccount)
		item.num(`"ResultCode":`, r.ResultItem[i].ResultCode)
		item.str(`"ResultInfo":"`, r.ResultItem[i].ResultInfo)
		o.dst = item.close()
	}
	o.dst = append(o.dst, "],"...)
	return o.close()
}

// Allow returns the answer that lets every account of the request through.
func Allow(accounts ...string) *Response {
	r := &Response{ActionStatus: StatusOK, ResultItem: make([]ResultItem, len(accounts))}
	for i, id := range accounts {
		r.ResultItem[i].ToAccount = id
	}
	return r
}
