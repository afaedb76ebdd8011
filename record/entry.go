package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
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
	other := callback.Other(target, e.x.SentBody())
	e.note("callback", other != "", other)
	e.cut(maxBody)
	e.note("cut", e.cutSent > 0 || e.cutAnswer > 0, struct {
		Request  int64 `json:"request"`
		Response int64 `json:"response"`
	}{e.cutSent, e.cutAnswer})
	e.note("client_gone", e.clientGone, true)
	e.note("unguarded", e.unguarded != "", e.unguarded)
	if g := e.guard; g != nil {
		e.note("guard", true, struct {
			Cause    callback.Cause `json:"cause"`
			Problem  string         `json:"problem"`
			Accounts []string       `json:"accounts"`
			Received string         `json:"received"`
		}{g.Cause, g.Problem.SayIn(nil), g.Accounts, string(g.Received)})
	}
}

// note adds a member, if there is something to say.
func (e *entry) note(name string, is bool, value any) {
	if is {
		var b bytes.Buffer
		to := json.NewEncoder(&b)
		to.SetEscapeHTML(false)
		_ = to.Encode(value) // into memory
		e.extra = append(e.extra, callback.Member{Name: name, Value: strings.TrimSuffix(b.String(), "\n")})
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
