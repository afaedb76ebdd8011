package scenarios

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
)

// request is what a case sends. It is spelt already, but for Sign, which is made when it is sent.
type request struct {
	query    callback.Query
	rawQuery *string // stands in the URL instead of query, as it is
	style    callback.Style
	order    string // of the parameters: "sorted", "reversed", or "" as style has it
	body     []byte
	draft    delivery.Draft
	raw      []byte // the whole message, instead of all of the above

	// sign makes the parameters of authentication; nil is as Chat does. It is called only with a token.
	sign signer
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
	c.query = slices.Clone(r.query)
	c.body = bytes.Clone(r.body)
	c.draft.Headers = slices.Clone(r.draft.Headers)
	c.draft.Without = slices.Clone(r.draft.Without)
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
		r.body = callback.Encoding{Style: callback.Documented}.Append(nil, q)
	}
	return r
}

// carrier is a request with this body and everything else as it should be.
func (s *Suite) carrier(body []byte) *request {
	return &request{
		query: callback.NewQuery(s.AppID, sampleIP, "Android"),
		style: callback.Documented,
		body:  body,
		draft: s.Draft,
	}
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
	r.style = style
	return r
}

// frame returns the bytes of the request in two parts, head and body as framed, and what it asks.
func (s *Suite) frame(r *request, now time.Time) (head, body []byte, asked conformance.Asked) {
	if r.raw != nil {
		i := bytes.Index(r.raw, []byte("\r\n\r\n"))
		if i < 0 {
			return r.raw, nil, asked
		}
		head, body = r.raw[:i+4], r.raw[i+4:]
		asked, _ = conformance.AskedOf(body) // it may be wrong on purpose
		return head, body, asked
	}
	q := slices.Clone(r.query)
	if s.Token != "" {
		if r.sign != nil {
			q = r.sign(q, s.Token, now)
		} else {
			q = q.Signed(s.Token, now.Unix())
		}
	}
	line := s.requestTarget(r, q)
	head = r.draft.AppendHead(nil, line, len(r.body))
	body = r.draft.AppendBody(nil, r.body)
	asked, _ = conformance.AskedOf(r.body) // it may be wrong on purpose
	if s.Token != "" {
		asked.Secrets = append(asked.Secrets, s.Token)
		asked.AddSign(string(line))
	}
	asked.Hostile = r.odd
	return head, body, asked
}

// plan puts the request's bytes into a message.
func (r *request) plan(msg *delivery.Message, head, body []byte) {
	msg.NoBody, msg.Timeout, msg.Close = r.noBody, r.timeout, r.close
	if r.write != nil {
		r.write(msg, head, body)
		return
	}
	msg.Put(slices.Concat(head, body))
}

func (s *Suite) requestTarget(r *request, q callback.Query) []byte {
	if r.rawQuery == nil && r.order == "" {
		return s.Target.AppendRequestTarget(nil, q, r.style)
	}
	line := append([]byte(s.Target.Path), '?')
	if r.rawQuery != nil {
		return append(line, *r.rawQuery...)
	}
	all := q.Merge(s.Target.Query, callback.Documented)
	slices.SortStableFunc(all, func(a, b callback.Param) int { return strings.Compare(a.Name, b.Name) })
	if r.order == "reversed" {
		slices.Reverse(all)
	}
	return all.Append(line)
}
