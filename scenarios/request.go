package scenarios

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// Request is what a case sends, and how.
type Request struct {
	exchange.Call
	// Write plans how the bytes are written; nil is at once.
	Write   func(msg *delivery.Message, head, body []byte)
	Timeout time.Duration // how long to listen; 0 is the client's
	NoBody  bool          // the answer has none, because this is a HEAD
	Once    bool          // it is not to be sent again to find out what is to blame

	Expect conformance.Expectations // declared by the scenario, instead of what the suite's user declared

	// Odd says that Chat is not known to send this: the rules for answers to legal requests do not apply by themselves,
	// and a status from 400 to 499 is a good answer.
	Odd bool
}

// Clone returns a request that can be changed without changing r.
func (r *Request) Clone() *Request {
	c := *r
	c.Query = slices.Clone(r.Query)
	c.Body = bytes.Clone(r.Body)
	c.Head.Headers = slices.Clone(r.Head.Headers)
	c.Head.Without = slices.Clone(r.Head.Without)
	return &c
}

// SampleIP is the client address that the page gives as an example.
const SampleIP = "127.0.0.1"

// WithBody is a request with this body and everything else as it should be.
func (s *Suite) WithBody(body []byte) *Request {
	r := &Request{Call: s.Target.Call()}
	r.Token, r.Style, r.Body = s.Token, callback.Documented, body
	r.Query = s.Hook().Query(s.AppID, SampleIP, "Android")
	return r
}

// PageSample is the page's own sample request, which no other case sends.
func (s *Suite) PageSample() *callback.Request {
	q, err := s.Hook().Decode([]byte(s.Hook().Sample))
	if err != nil {
		panic(err) // the sample is a constant
	}
	return q
}

// firstRequest is what opens a run: the page's sample, byte for byte unless the user named who is known to the receiver.
func (s *Suite) firstRequest() *Request {
	if len(s.From)+len(s.Accounts) == 0 {
		return s.WithBody([]byte(s.Hook().Sample))
	}
	t := s.DryRun()
	return t.Sample()
}

// Sample is the catalogue's S: the page's sample request with a valid query, from a sender and about accounts of this case
// alone, or from and about those that the user named.
func (t *CaseRun) Sample() *Request { return t.About(t.SampleAccounts()...) }

// SampleAbout is the page's sample from a sender of this case about other accounts.
func (t *CaseRun) SampleAbout(accounts ...string) *callback.Request {
	q := t.Suite.PageSample()
	q.FromAccount = t.sender(len(accounts))
	q.RequesterAccount = q.FromAccount
	q.Items = t.Suite.Items(accounts...)
	return q
}

// Items are those of the page's sample, about these accounts.
func (s *Suite) Items(accounts ...string) []callback.Item {
	items := make([]callback.Item, len(accounts))
	for i, id := range accounts {
		items[i] = s.PageSample().Items[0]
		items[i].ToAccount = id
	}
	return items
}

// AboutMany is the catalogue's S(n): the sample about n accounts that nobody else asks about.
func (t *CaseRun) AboutMany(n int) *Request {
	return t.About(t.OwnAccounts(n)...)
}

// About is the sample about these accounts.
func (t *CaseRun) About(accounts ...string) *Request {
	return t.Spell(t.SampleAbout(accounts...), callback.Documented)
}

// From is the sample by this account about those.
func (t *CaseRun) From(sender string, accounts ...string) *Request {
	q := t.SampleAbout(accounts...)
	q.FromAccount, q.RequesterAccount = sender, sender
	return t.Spell(q, callback.Documented)
}

// Spell is a request in one of the two styles.
func (t *CaseRun) Spell(q *callback.Request, style callback.Style) *Request {
	r := t.Suite.WithBody(callback.Encoding{Style: style}.Append(nil, q))
	r.Style = style
	return r
}

// frame spells the request, and reads what it asks, which may be wrong on purpose.
func (r *Request) frame(now time.Time) (exchange.Frame, conformance.Request) {
	f := r.Frame(now)
	body := r.Body
	if r.Raw != nil {
		body = f.Body
	}
	parsed, _ := conformance.RequestOf(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if r.Token != "" {
		parsed.Secrets = append(parsed.Secrets, r.Token)
		parsed.AddSign(string(f.Target))
	}
	parsed.Hostile = r.Odd
	return f, parsed
}

// plan puts the request's bytes into a message.
func (r *Request) plan(msg *delivery.Message, f *exchange.Frame) {
	msg.NoBody, msg.Timeout = r.NoBody, r.Timeout
	if r.Write != nil {
		r.Write(msg, f.Head, f.Body)
		return
	}
	msg.Put(f.Bytes())
}

// SetHeader sets a header line.
func SetHeader(d *exchange.Head, name, value string) {
	d.Headers = slices.DeleteFunc(d.Headers, func(h exchange.Header) bool { return strings.EqualFold(h.Name, name) })
	d.Headers = append(d.Headers, exchange.Header{Name: name, Value: value})
}

// Signer makes the parameters of authentication.
type Signer = func(q callback.Query, token string, now time.Time) callback.Query

// SignedThen signs as before, and changes the result.
func SignedThen(sign Signer, change func(callback.Query) callback.Query) Signer {
	return func(q callback.Query, token string, now time.Time) callback.Query {
		if sign == nil {
			return change(q.Signed(token, now.Unix()))
		}
		return change(sign(q, token, now))
	}
}

// Deadline is that of the run.
func (s *Suite) Deadline() time.Duration {
	if s.Client.Deadline > 0 {
		return s.Client.Deadline
	}
	return callback.Deadline
}
