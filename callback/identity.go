package callback

import (
	"bytes"
	"hash/maphash"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// EventTimeAt finds the number of the member EventTime in the body of a request: it is body[start:end].
func EventTimeAt(body []byte) (start, end int, ok bool) {
	text := bytes.TrimPrefix(body, byteOrderMark)
	shift := len(body) - len(text)
	members(text, func(_ []byte, s *rawjson.Scanner) bool {
		if string(s.Key()) != "EventTime" || s.Kind() != rawjson.Number {
			return true
		}
		start = shift + s.Offset()
		_, ok = s.Number()
		end = shift + s.Offset()
		return false
	})
	return start, end, ok
}

// byteOrderMark may stand before a request that is wrong on purpose.
var byteOrderMark = []byte("\ufeff")

// Identity tells requests apart by their bodies, whatever their EventTime and a byte order mark: a request that is sent
// again at another time has the same one.
func Identity(seed maphash.Seed, body []byte) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	body = bytes.TrimPrefix(body, byteOrderMark)
	if start, end, ok := EventTimeAt(body); ok {
		_, _ = h.Write(body[:start])
		_ = h.WriteByte(0)
		body = body[end:]
	}
	_, _ = h.Write(body)
	return h.Sum64()
}
