package record

import (
	"bytes"
	"fmt"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// entry is one exchange on its way: first the connection's, then the journal's, then the watcher's.
type entry struct {
	x          exchange.Exchange
	extra      []callback.Member
	guard      *Guarded
	cutSent    int64 // bytes that were passed on and not written down
	cutAnswer  int64
	clientGone bool          // it left before its request was whole: that is not the target's doing
	refused    bool          // the request was not passed on
	within     time.Duration // from when on an answer is late
	unguarded  string        // why the guard could do nothing, or ""
}

// size is about how many bytes the entry holds.
func (e *entry) size() int64 { return int64(cap(e.x.Sent) + cap(e.x.Received) + 1024) }

// seal adds the members that are recorded with the exchange, and cuts off what is not to be written down of its bodies.
func (e *entry) seal(client callback.Member, maxBody int) {
	e.extra = append(e.extra, client)
	_, target := e.x.SentLine()
	if other := callback.Other(target, e.x.SentBody()); other != "" {
		e.extra = append(e.extra, callback.Member{Name: "callback", Value: string(rawjson.AppendString(nil, other))})
	}
	e.cut(maxBody)
	if e.cutSent > 0 || e.cutAnswer > 0 {
		e.extra = append(e.extra, callback.Member{
			Name: "cut", Value: fmt.Sprintf(`{"request":%d,"response":%d}`, e.cutSent, e.cutAnswer),
		})
	}
	if e.clientGone {
		e.extra = append(e.extra, callback.Member{Name: "client_gone", Value: "true"})
	}
	if e.unguarded != "" {
		e.extra = append(e.extra, callback.Member{Name: "unguarded", Value: string(rawjson.AppendString(nil, e.unguarded))})
	}
	if e.guard != nil {
		e.extra = append(e.extra, callback.Member{Name: "guard", Value: string(e.guard.appendJSON(nil))})
	}
}

// cut leaves of the bodies what is to be written down. A guard has heard more.
func (e *entry) cut(maxBody int) {
	x := &e.x
	if head, body := http1.Split(x.Sent); len(body) > maxBody {
		e.cutSent += int64(len(body) - maxBody)
		x.Sent = x.Sent[:len(head)+maxBody]
	}
	if len(x.Answer.Body) <= maxBody {
		return
	}
	end := bytes.Index(x.Received, x.Answer.Head) + len(x.Answer.Head) + maxBody + 1 // one more shows that there is more
	e.cutAnswer += int64(len(x.Received) - end)
	x.Received = x.Received[:end]
	x.Answer.Reset()
	x.Answer.MaxBody = maxBody
	x.Answer.Advance(x.Received, false)
}
