package exchange

import (
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/http1"
)

// Call is one request that is to be sent, in its parts. [Call.Frame] spells it. Nothing of it is checked: requests may be
// wrong on purpose.
type Call struct {
	Path       string         // of the request line, escaped; "" means /
	Configured callback.Query // the query that the configured URL already has
	Query      callback.Query // the callback's own parameters
	Style      callback.Style // how the two are merged
	Head       Head
	Body       []byte

	// Token signs the request as Chat does. "" leaves the query as it is.
	Token string
	// Sign makes the parameters of authentication in another way. It is called only with a token.
	Sign func(q callback.Query, token string, now time.Time) callback.Query

	Order    Order   // of the parameters, where it is not that of Style
	RawQuery *string // stands in the URL instead of all parameters, as it is
	Raw      []byte  // the whole message, instead of all of the above
}

// Order is an order of the parameters of a URL. Chat's own is undocumented, so receivers may depend on none.
type Order string

// The orders.
const (
	StyleOrder    Order = ""         // as the style has it
	SortedOrder   Order = "sorted"   // by name
	ReversedOrder Order = "reversed" // by name, the last one first
)

// Frame is a call as bytes.
type Frame struct {
	Target []byte // what stands in the request line; nil where the call is raw
	Head   []byte // the request line and the headers, with the empty line
	Body   []byte // in its framing
}

// Bytes is the whole message.
func (f *Frame) Bytes() []byte { return slices.Concat(f.Head, f.Body) }

// Frame spells the call as of now: RequestTime is this second.
func (c *Call) Frame(now time.Time) Frame {
	if c.Raw != nil {
		head, body := http1.Split(c.Raw)
		return Frame{Head: head, Body: body}
	}
	target := c.appendTarget(nil, c.signed(now))
	return Frame{
		Target: target,
		Head:   c.Head.AppendHead(nil, target, len(c.Body)),
		Body:   c.Head.AppendBody(nil, c.Body),
	}
}

func (c *Call) signed(now time.Time) callback.Query {
	q := slices.Clone(c.Query)
	switch {
	case c.Token == "":
		return q
	case c.Sign != nil:
		return c.Sign(q, c.Token, now)
	}
	return q.Signed(c.Token, now.Unix())
}

func (c *Call) appendTarget(dst []byte, q callback.Query) []byte {
	switch {
	case c.RawQuery != nil:
		return append(append(append(dst, orRoot(c.Path)...), '?'), *c.RawQuery...)
	case c.Order == StyleOrder:
		return AppendTarget(dst, orRoot(c.Path), c.Configured, q, c.Style)
	}
	all := q.Merge(c.Configured, callback.Documented)
	slices.SortStableFunc(all, func(a, b callback.Param) int { return strings.Compare(a.Name, b.Name) })
	if c.Order == ReversedOrder {
		slices.Reverse(all)
	}
	return all.Append(append(append(dst, orRoot(c.Path)...), '?'))
}

// AppendTarget appends what stands in a request line: the path, and the parameters of the callback merged with those that
// the configured URL already has. It does not allocate when there is nothing to merge or to sort.
func AppendTarget(dst []byte, path string, configured, q callback.Query, style callback.Style) []byte {
	dst = append(dst, path...)
	if len(configured) > 0 || style == callback.Wire && !sorted(q) {
		q = q.Merge(configured, style)
	}
	if len(q) == 0 {
		return dst
	}
	return q.Append(append(dst, '?'))
}

func orRoot(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

func sorted(q callback.Query) bool {
	return slices.IsSortedFunc(q, func(a, b callback.Param) int { return strings.Compare(a.Name, b.Name) })
}
