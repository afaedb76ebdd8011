package scenarios

import (
	"bytes"
	"slices"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// request is what a case sends, and how.
type request struct {
	exchange.Call
	// write plans how the bytes are written; nil is at once.
	write   func(msg *delivery.Message, head, body []byte)
	timeout time.Duration // how long to listen; 0 is the client's
	noBody  bool          // the answer has none, because this is a HEAD
	close   bool          // on a connection of its own

	expect map[string]conformance.Effect // declared by the scenario, besides what the suite's user declared

	// odd says that Chat is not known to send this: the rules for answers to legal requests do not apply by themselves,
	// and a status from 400 to 499 is a good answer.
	odd bool
}

// clone returns a request that can be changed without changing r.
func (r *request) clone() *request {
	c := *r
	c.Query = slices.Clone(r.Query)
	c.Body = bytes.Clone(r.Body)
	c.Head.Headers = slices.Clone(r.Head.Headers)
	c.Head.Without = slices.Clone(r.Head.Without)
	return &c
}

// sampleIP is the client address that the page gives as an example.
const sampleIP = "127.0.0.1"

// sample is the catalogue's S: the page's sample request with a valid query. Where the user named accounts that the
// receiver lets through, it asks about them.
func (s *Suite) sample() *request {
	r := s.carrier([]byte(callback.SampleRequest))
	if len(s.Accounts) > 0 {
		q := s.asking(s.Accounts...)
		r.Body = callback.Encoding{Style: callback.Documented}.Append(nil, q)
	}
	return r
}

// carrier is a request with this body and everything else as it should be.
func (s *Suite) carrier(body []byte) *request {
	r := &request{Call: s.Target.Call()}
	r.Head, r.Token, r.Style, r.Body = s.Head, s.Token, callback.Documented, body
	r.Query = callback.NewQuery(s.AppID, sampleIP, "Android")
	return r
}

// asking is the page's sample about other accounts.
func (s *Suite) asking(accounts ...string) *callback.Request {
	q, err := callback.DecodeRequest([]byte(callback.SampleRequest))
	if err != nil {
		panic(err) // the sample is a constant
	}
	item := q.FriendItem[0]
	q.FriendItem = q.FriendItem[:0]
	for _, id := range accounts {
		item.ToAccount = id
		q.FriendItem = append(q.FriendItem, item)
	}
	return q
}

// friends is the catalogue's S(n): the sample about n accounts that nobody else asks about.
func (t *turn) friends(n int) *request {
	return t.about(t.markers(n)...)
}

// about is the sample about these accounts.
func (t *turn) about(accounts ...string) *request {
	return t.spelt(t.suite.asking(accounts...), callback.Documented)
}

// spelt is a request in one of the two styles.
func (t *turn) spelt(q *callback.Request, style callback.Style) *request {
	r := t.suite.carrier(callback.Encoding{Style: style}.Append(nil, q))
	r.Style = style
	return r
}

// frame spells the request, and reads what it asks, which may be wrong on purpose.
func (r *request) frame(now time.Time) (exchange.Frame, conformance.Asked) {
	f := r.Call.Frame(now)
	body := r.Body
	if r.Raw != nil {
		body = f.Body
	}
	asked, _ := conformance.AskedOf(body)
	if r.Token != "" {
		asked.Secrets = append(asked.Secrets, r.Token)
		asked.AddSign(string(f.Target))
	}
	asked.Hostile = r.odd
	return f, asked
}

// plan puts the request's bytes into a message.
func (r *request) plan(msg *delivery.Message, f *exchange.Frame) {
	msg.NoBody, msg.Timeout, msg.Close = r.noBody, r.timeout, r.close
	if r.write != nil {
		r.write(msg, f.Head, f.Body)
		return
	}
	msg.Put(f.Bytes())
}
