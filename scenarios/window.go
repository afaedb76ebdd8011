package scenarios

import (
	"bytes"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// Crossed reports whether RequestTime came to the edge of its window during the exchange: whether the receiver was to take it
// depends on when it looked, which nobody knows.
func (r *Reply) Crossed() bool { return r.crossed }

func crosses(target []byte, began, ended time.Time) bool {
	_, query, _ := bytes.Cut(target, []byte("?"))
	text, _ := callback.ParseQuery(string(query)).Get(callback.ParamRequestTime)
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return false
	}
	at := time.Unix(seconds, 0)
	within := func(edge time.Time) bool { return began.Before(edge) && !ended.Before(edge) }
	return within(at.Add(-callback.SignWindow)) || within(at.Add(callback.SignWindow))
}
