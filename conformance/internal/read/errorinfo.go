package read

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// ErrorInfo is the ErrorInfo of an answer's body and its ErrorCode as spelt, as the judge reads them: by their exact names,
// the last where one stands twice. Info is empty where it is no string.
func ErrorInfo(body []byte) (code, info string) {
	var r Answer
	r.begin(body)
	if r.Kind != rawjson.Object {
		return "", ""
	}
	r.members(callback.AnswerFields, AtTop, &r.Misnamed, func(f *callback.Field) {
		if f == nil {
			r.Scan.Skip()
		} else {
			r.value(&r.Top[f.Slot])
		}
	})
	if text, ok := r.Text(&r.Top[TopInfo]); ok {
		info = string(text)
	}
	return string(r.Top[TopCode].Text), info
}
