package read

import "github.com/chatcb/chatcb/internal/rawjson"

// ErrorInfo is the ErrorInfo of an answer's body and its ErrorCode as spelt, as the judge reads them: by their exact names,
// the last where one stands twice. Info is empty where it is no string.
func ErrorInfo(body []byte) (code, info string) {
	var w walk
	w.begin(body)
	if w.Kind != rawjson.Object {
		return "", ""
	}
	var top [len(TopNames)]Field
	w.Scan.Open()
	for n := 0; w.Scan.NextMember(n); n++ {
		if i := topMember(w.name()); i >= 0 {
			w.value(&top[i])
		} else {
			w.Scan.Skip()
		}
	}
	if top[TopInfo].Kind == rawjson.String {
		info = string(w.Value(&top[TopInfo]))
	}
	return string(top[TopCode].Text), info
}
