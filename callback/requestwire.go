package callback

import (
	"strconv"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// appendWire is Append for what goes over the wire most: Wire style, nothing left out, nothing extra. Keys and commas
// are written as one text with what surrounds them, which takes two thirds of the time.
func appendWire(dst []byte, q *Request) []byte {
	dst = append(dst, `{"AddType":"`...)
	dst = rawjson.AppendText(dst, q.AddType)
	dst = append(dst, `","CallbackCommand":"`...)
	dst = rawjson.AppendText(dst, q.CallbackCommand)
	dst = append(dst, `","EventTime":`...)
	dst = strconv.AppendInt(dst, q.EventTime, 10)
	dst = append(dst, `,"ForceAddFlags":`...)
	dst = strconv.AppendInt(dst, q.ForceAddFlags, 10)
	dst = append(dst, `,"FriendItem":[`...)
	for i := range q.FriendItem {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendWireItem(dst, &q.FriendItem[i])
	}
	dst = append(dst, `],"From_Account":"`...)
	dst = rawjson.AppendText(dst, q.FromAccount)
	dst = append(dst, `","Requester_Account":"`...)
	dst = rawjson.AppendText(dst, q.RequesterAccount)
	return append(dst, `"}`...)
}

func appendWireItem(dst []byte, f *FriendItem) []byte {
	if len(f.Extra) > 0 {
		return Encoding{}.appendItem(dst, f)
	}
	dst = append(dst, `{"AddSource":"`...)
	dst = rawjson.AppendText(dst, f.AddSource)
	dst = append(dst, `","AddWording":"`...)
	dst = rawjson.AppendText(dst, f.AddWording)
	dst = append(dst, `","GroupName":"`...)
	dst = rawjson.AppendText(dst, f.GroupName)
	dst = append(dst, `","Remark":"`...)
	dst = rawjson.AppendText(dst, f.Remark)
	dst = append(dst, `","To_Account":"`...)
	dst = rawjson.AppendText(dst, f.ToAccount)
	return append(dst, `"}`...)
}
